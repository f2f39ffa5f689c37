"""What administrators do about effects that could not take place."""

from django.utils.translation import gettext as _

from workspace.kernel import outbox, streams
from workspace.kernel.refusals import Refusal
from workspace.kernel.streams.models import Event


def retry(effect, *, by):
    """Let the worker try a dead effect again."""
    with streams.record("workspace", by.workspace_id, by=by) as record:
        if not outbox.retry(effect):
            raise Refusal(_("This is being tried again already."))
        record("effect.retried", effect, name=effect.name, audience=Event.Audience.TEAM)
    return effect
