"""What an item waits for, link by link: others may add and shape theirs at the same moment."""

from django.utils.translation import gettext as _

from campaigns.plan import fields
from campaigns.plan.actions import writing
from campaigns.plan.actions.items import refuse_both, seen_by, under_lock
from workspace.kernel import streams
from workspace.kernel.refusals import Conflict


def wait_for(item, other, *, by):
    """Let an item wait for one more."""
    return rewrite(item, by, lambda waits: sorted({*waits, other.pk}))


def wait_no_more(item, pk, *, by):
    """Let an item wait no longer for the one with the id `pk`."""
    return rewrite(item, by, lambda waits: [each for each in waits if each != pk])


def rewrite(item, by, change):
    with streams.record("campaign", item.campaign_id, by=by) as record:
        item, state = under_lock(item)
        writing.write(record, item, state, {"waits_for": change(state["waits_for"])})
    return item


def shape(item, pk, *, by, version, kind, lag):
    """How an item waits for the one with the id `pk`: of what kind, and with which lag.

    `version` is the one that the person saw; `Conflict` says both shapes of this link.
    """
    with streams.record("campaign", item.campaign_id, by=by) as record:
        item, state = under_lock(item)
        if pk not in state["waits_for"]:
            raise Conflict(_("It no longer waits for that."), mend=_("Reload and choose again."))
        wanted, present = [kind, lag], shape_of(state, pk)
        seen = state if item.version == version else seen_by(item, version)
        if present not in (shape_of(seen, pk), wanted):
            refuse_both(item, {"waits_how": [{str(pk): present}, {str(pk): wanted}]})
        shapes = {int(each): how for each, how in state["waits_how"].items()} | {pk: wanted}
        writing.write(record, item, state, {"waits_how": fields.how_of(shapes)})
    return item


def shape_of(state, pk):
    return state["waits_how"].get(str(pk), list(fields.USUAL))
