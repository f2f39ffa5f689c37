"""What a workspace agrees on: reasons to reject, the time sales may take, office hours."""

from zoneinfo import available_timezones

from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.leads import queries
from campaigns.leads.actions.clocks import Clocks
from campaigns.leads.models import STANDARD_REASONS, Agreement, Lead, OfficeHours, RejectionReason
from teams import public_holidays
from workspace.kernel import rows, streams
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.values import changes_of, plain

RECOUNT = "leads.count_anew"
MOST_REASONS = 20
LONGEST = 60 * 24 * 60
SOME = 500


def furnish(workspace_id):
    """The reasons that every workspace begins with, in their order."""
    RejectionReason.objects.bulk_create(
        RejectionReason(workspace_id=workspace_id, key=key, position=place)
        for place, key in enumerate(STANDARD_REASONS)
    )


def add_reason(*, by, name):
    """A reason of the workspace's own, last in the order."""
    name = named(name)
    with streams.record("workspace", by.workspace_id, by=by) as record:
        refuse_more()
        last = RejectionReason.objects.aggregate(last=Max("position"))["last"]
        made = RejectionReason.objects.create(
            workspace_id=by.workspace_id, name=name, position=(last or 0) + 1
        )
        record("rejection_reason.added", made, audience="team")
    return made


def refuse_more():
    """Refuse where as many reasons are used as there may be."""
    if RejectionReason.objects.filter(retired_at__isnull=True).count() >= MOST_REASONS:
        raise Refusal(_("There are %(count)d reasons already.") % {"count": MOST_REASONS})


def named(name):
    name = " ".join(name.split())[:80]
    if not name:
        raise Invalid.at("name", _("A reason has a name."))
    return name


def rename_reason(reason, *, by, version, name):
    """Call a reason otherwise, in all languages; leads rejected for it show the new name."""
    name = named(name)
    with streams.record("workspace", reason.workspace_id, by=by) as record:
        if name != str(reason):
            before = str(reason)
            rows.change(reason, version=version, name=name)
            changes = {"name": [before, name]}
            record("rejection_reason.edited", reason, audience="team", changes=changes)
    return reason


def move_reason(reason, *, by, up):
    """Change places with the reason before, or after: the order gives each its digit."""
    with streams.record("workspace", reason.workspace_id, by=by) as record:
        order = list(queries.reasons())
        if reason not in order:
            raise Refusal(_("This reason is no longer used."))
        here = order.index(reason)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(order):
            return reason
        order[here], order[there] = order[there], order[here]
        for place, each in enumerate(order):
            each.position = place
        RejectionReason.objects.bulk_update(order, ["position"])
        record("rejection_reason.moved", reason, audience="team")
    return reason


def retire_reason(reason, *, by):
    """Offer a reason no more; leads that were rejected for it keep it."""
    with streams.record("workspace", reason.workspace_id, by=by) as record:
        used = RejectionReason.objects.filter(retired_at__isnull=True)
        if used.exclude(pk=reason.pk).count() == 0:
            raise Refusal(_("One reason has to stay."))
        if used.filter(pk=reason.pk).update(retired_at=record.at):
            record("rejection_reason.retired", reason, audience="team")


def restore_reason(reason, *, by):
    """Offer a retired reason again, last in the order."""
    with streams.record("workspace", reason.workspace_id, by=by) as record:
        last = RejectionReason.objects.aggregate(last=Max("position"))["last"] or 0
        retired = RejectionReason.objects.filter(pk=reason.pk, retired_at__isnull=False)
        if retired.exists():
            refuse_more()
        if retired.update(retired_at=None, position=last + 1):
            record("rejection_reason.restored", reason, audience="team")


def agree(*, by, minutes):
    """How many working minutes sales may take to decide on an MQL; None: no limit is set."""
    if minutes is not None and not 1 <= minutes <= LONGEST:
        sentence = _("Use a number from 1 to %(most)d.") % {"most": LONGEST}
        raise Invalid.at("minutes", sentence)
    with streams.record("workspace", by.workspace_id, by=by) as record:
        agreement = Agreement.objects.first() or Agreement.objects.create(
            workspace_id=by.workspace_id
        )
        if agreement.minutes != minutes:
            changes = {"minutes": [agreement.minutes, minutes]}
            rows.change(agreement, version=agreement.version, minutes=minutes)
            record("agreement.edited", agreement, audience="team", changes=changes, name="")
            record.effect(RECOUNT)
    return agreement


def set_hours(*, by, team=None, **values):
    """When a team's office works, or everybody's that has no hours of its own."""
    check_hours(**values)
    with streams.record("workspace", by.workspace_id, by=by) as record:
        found = OfficeHours.objects.filter(team=team).first()
        before = {name: plain(getattr(found, name)) for name in values} if found else {}
        changes = changes_of(before, {name: said(value) for name, value in values.items()})
        if found is None:
            found = OfficeHours.objects.create(workspace_id=by.workspace_id, team=team, **values)
        elif changes:
            rows.change(found, version=found.version, **values)
        if changes:
            name = team.name if team else ""
            record("office_hours.set", found, audience="team", name=name, changes=changes)
            record.effect(RECOUNT)
    return found


def said(value):
    return value.isoformat("minutes") if hasattr(value, "hour") else plain(value)


def check_hours(*, time_zone, opens_at, closes_at, working_days=None, country=""):
    if time_zone not in available_timezones():
        raise Invalid.at("time_zone", _("There is no such time zone."))
    if not opens_at < closes_at:
        sentence = _("An office closes after it opens.")
        raise Invalid.at("closes_at", sentence)
    if working_days is not None and not 0 < working_days < 128:
        sentence = _("Choose at least one working day.")
        raise Invalid.at("working_days", sentence)
    check_country(country)


def check_country(place):
    country, dash, region = place.partition("-")
    known = dict(public_holidays.countries())
    if place and country not in known:
        raise Invalid.at("country", _("There is no such country."))
    if dash and region not in dict(public_holidays.regions(country)):
        raise Invalid.at("country", _("There is no such region."))


def drop_hours(hours, *, by):
    """A team works as everybody else from now on."""
    with streams.record("workspace", hours.workspace_id, by=by) as record:
        name = hours.team.name if hours.team_id else ""
        record("office_hours.dropped", hours, audience="team", name=name)
        record.effect(RECOUNT)
        hours.delete()


def count_anew(workspace):
    """Until when each waiting lead is to be decided, by what is agreed on now; how many moved.

    Some at a time, each in a transaction of its own: nobody who decides waits for all of them.
    """
    clocks = Clocks(workspace)
    moved, last = 0, 0
    while pks := list(waiting_after(last)):
        moved += count_some_anew(clocks, pks)
        last = pks[-1]
    return moved


def waiting_after(pk):
    found = Lead.objects.waiting().filter(pk__gt=pk).order_by("pk")
    return found.values_list("pk", flat=True)[:SOME]


def count_some_anew(clocks, pks):
    """Who was decided meanwhile keeps the time they had."""
    workspace = clocks.workspace
    with streams.record("workspace", workspace.pk, by=None, via="system") as record:
        moved = []
        for lead in Lead.objects.waiting().filter(pk__in=pks).select_for_update():
            due = clocks.due_at(lead.waits_since, lead.owner_id)
            if due != lead.due_at:
                lead.due_at = due
                moved.append(lead)
        if moved:
            Lead.objects.bulk_update(moved, ["due_at"])
            record("agreement.counted", workspace, audience="team", name="", count=len(moved))
    return len(moved)
