"""Teams of the company, and the organisations that work with it."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from teams.actions.workspaces import HOURS_MOVED, wear_new_names
from teams.models import Partner, Team
from workspace.kernel import merging, rows, streams
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.values import changes_of

NOUNS = {Team: "team", Partner: "partner"}
KINDS = {Team: "function", Partner: "kind"}


def add_team(*, by, name, function=Team.Function.OTHER):
    return add(Team, by=by, name=name, function=function)


def add_partner(*, by, name, kind=Partner.Kind.AGENCY):
    return add(Partner, by=by, name=name, kind=kind)


def add(model, *, by, **values):
    with streams.record("workspace", by.workspace_id, by=by) as record:
        with named_once(values["name"]):
            group = model.objects.create(workspace_id=by.workspace_id, **values)
        wear_new_names(by.workspace_id)
        record(f"{NOUNS[model]}.added", group)
    return group


def edit(group, *, by, version, strict=False, **values):
    """Change the name, or the function (of a team) or kind (of a partner)."""
    if unknown := set(values) - {"name", KINDS[type(group)]}:
        raise ValueError(f"No editable {', '.join(sorted(unknown))}")
    with streams.record("workspace", group.workspace_id, by=by) as record:
        noun = NOUNS[type(group)]
        values = merging.merged(group, noun, version, values, strict=strict)
        changes = changes_of({name: getattr(group, name) for name in values}, values)
        if changes:
            with named_once(values.get("name", group.name)):
                rows.change(group, version=group.version, **values)
            wear_new_names(group.workspace_id)
            record(f"{noun}.edited", group, changes=changes, version=group.version)
    return group


def dissolve(group, *, by):
    """Take away a team or partner that nobody and nothing belongs to any more.

    A team's people stay without one; a partner's people and a team's work must move first.
    """
    with streams.record("workspace", group.workspace_id, by=by) as record:
        record(f"{NOUNS[type(group)]}.dissolved", group)
        if isinstance(group, Team):
            record.effect(HOURS_MOVED)
        try:
            group.delete()
        except ProtectedError:
            raise Refusal(
                _("%(name)s is still in use.") % {"name": group.name},
                mend=_("Move its people and work elsewhere first."),
            ) from None
        wear_new_names(group.workspace_id)


@contextmanager
def named_once(name):
    """Turn the database's refusal of a name that is taken into words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        taken = _("The name %(name)s is taken.") % {"name": name}
        raise Invalid.at("name", taken) from None
