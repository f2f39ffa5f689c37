"""Changing what is said of one lead."""

from django.utils.translation import gettext as _

from campaigns.leads import facts, keys
from campaigns.leads.actions import clocks, telling
from campaigns.leads.models import Lead
from workspace.kernel import rows, streams
from workspace.kernel.refusals import Conflict, Refusal, Stale
from workspace.kernel.streams.models import Event


def edit(lead, *, by, version, **values):
    """Change facts of a lead that `by` saw as it was at `version`; returns the lead.

    Others may have changed other facts meanwhile. Where they changed the same one, `Conflict`
    carries both values, and nothing is written.
    """
    values = facts.columns(facts.clean(values))
    with streams.record("campaign", lead.campaign_id, by=by) as record:
        found = standing(lead)
        differing = facts.differing(found, values)
        refuse_conflict(found, version, differing)
        if not differing:
            return found
        after = {name: differing.get(name, getattr(found, name)) for name in facts.TEXTS}
        facts.refuse_nobody(after)
        facts.refuse_bare_money(found, differing)
        differing = clocks.kept(found, differing)
        before = {name: getattr(found, name) for name in differing}
        following = keys.following(found, differing, found.workspace.time_zone)
        rows.change(found, version=found.version, **differing, **following)
        telling.edited(record, found, before, differing)
    return found


def standing(lead):
    """The lead as it is now, inside the campaign's lock; refused when it was merged or erased."""
    found = Lead.objects.select_related("campaign", "workspace").get(pk=lead.pk)
    if found.erased_at:
        raise Refusal(_("This person was erased."))
    if found.merged_into_id:
        raise Refusal(
            _("This lead was merged into another one."),
            mend=_("Change that one, or undo the merge."),
        )
    return found


def refuse_conflict(lead, version, values):
    if version > lead.version:
        raise Stale(_("This was changed meanwhile."), present=lead.pk)
    if version == lead.version:
        return
    taken = changed_since(lead, version) & {facts.name_of(name) for name in values}
    if taken:
        name = sorted(taken)[0]
        theirs, yours = getattr(lead, column_of(name)), values[column_of(name)]
        raise Conflict(
            _("Somebody has changed this meanwhile."),
            mend=_("Reload the page to see it."),
            both={name: (theirs, yours)},
        )


def changed_since(lead, version):
    """The names of the facts that were changed after a version."""
    events = Event.objects.filter(noun="lead", object_id=lead.pk, data__version__gt=version)
    return {
        name
        for changes, data in events.values_list("changes", "data")
        for name in (*changes, *data.get("fields", ()))
    }


def column_of(name):
    return Lead._meta.get_field(name).attname
