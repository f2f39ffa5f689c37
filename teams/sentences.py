"""The workspace's log in words: who did what, with what was before and after."""

from types import SimpleNamespace

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teams import public_holidays
from teams.models import Member, Partner, Team

SENTENCES = {
    "workspace.founded": gettext_lazy("made the workspace"),
    "workspace.edited": gettext_lazy("changed the workspace"),
    "member.added": gettext_lazy("added the name"),
    "member.invited": gettext_lazy("invited"),
    "member.uninvited": gettext_lazy("withdrew the invitation of"),
    "member.joined": gettext_lazy("came in:"),
    "member.edited": gettext_lazy("changed"),
    "member.removed": gettext_lazy("removed"),
    "member.brought_back": gettext_lazy("brought back"),
    "member.away": gettext_lazy("entered time off of"),
    "member.not_away": gettext_lazy("took away time off of"),
    "holiday.added": gettext_lazy("added the holiday"),
    "holiday.removed": gettext_lazy("removed the holiday"),
    "holiday.works": gettext_lazy("added the working day"),
    "team.added": gettext_lazy("added the team"),
    "team.edited": gettext_lazy("changed the team"),
    "team.dissolved": gettext_lazy("dissolved the team"),
    "partner.added": gettext_lazy("added the partner"),
    "partner.edited": gettext_lazy("changed the partner"),
    "partner.dissolved": gettext_lazy("dissolved the partner"),
    "token.made": gettext_lazy("made the API token"),
    "token.revoked": gettext_lazy("revoked the API token"),
    "feed.made": gettext_lazy("made the calendar feed"),
    "feed.revoked": gettext_lazy("revoked the calendar feed"),
    "overlay.laid": gettext_lazy("laid over the plan the calendar"),
    "overlay.asked": gettext_lazy("had read again the calendar"),
    "overlay.read": gettext_lazy("read anew the calendar"),
    "overlay.failed": gettext_lazy("could not read the calendar"),
    "overlay.removed": gettext_lazy("took from over the plan the calendar"),
    "template.added": gettext_lazy("kept the template"),
    "template.edited": gettext_lazy("changed the template"),
    "template.removed": gettext_lazy("removed the template"),
    "metric.added": gettext_lazy("defined the metric"),
    "metric.edited": gettext_lazy("changed the metric"),
    "metric.redefined": gettext_lazy("defined anew the metric"),
    "metric.retired": gettext_lazy("retired the metric"),
    "metric.brought_back": gettext_lazy("brought back the metric"),
    "batch.observed": gettext_lazy("brought in numbers"),
    "rejection_reason.added": gettext_lazy("added the reason to reject"),
    "rejection_reason.edited": gettext_lazy("renamed the reason to reject"),
    "rejection_reason.moved": gettext_lazy("moved the reason to reject"),
    "rejection_reason.retired": gettext_lazy("retired the reason to reject"),
    "rejection_reason.restored": gettext_lazy("offers again the reason to reject"),
    "agreement.edited": gettext_lazy("changed how long sales may take"),
    "agreement.counted": gettext_lazy("set the clocks of waiting leads anew"),
    "office_hours.set": gettext_lazy("set office hours"),
    "office_hours.dropped": gettext_lazy("took office hours away"),
    "effect.retried": gettext_lazy("had tried again:"),
    "campaign.added": gettext_lazy("started the campaign"),
    "channel.added": gettext_lazy("added the channel"),
    "channel.edited": gettext_lazy("changed the channel"),
    "channel.removed": gettext_lazy("removed the channel"),
    "stage.added": gettext_lazy("added the journey stage"),
    "stage.edited": gettext_lazy("changed the journey stage"),
    "stage.removed": gettext_lazy("removed the journey stage"),
    "mention.settled": gettext_lazy("put aside what was said to them about"),
    "label.added": gettext_lazy("added the label"),
    "label.edited": gettext_lazy("changed the label"),
    "label.removed": gettext_lazy("removed the label"),
}
COLUMNS = {
    "name": gettext_lazy("Name"),
    "title": gettext_lazy("Job title"),
    "role": gettext_lazy("Role"),
    "state": gettext_lazy("State"),
    "team": gettext_lazy("Team"),
    "partner": gettext_lazy("Partner"),
    "function": gettext_lazy("Function"),
    "kind": gettext_lazy("Kind"),
    "time_zone": gettext_lazy("Time zone"),
    "working_days": gettext_lazy("Working days"),
    "weekly_hours": gettext_lazy("Hours a week"),
    "holiday_country": gettext_lazy("Holidays of"),
    "holiday_region": gettext_lazy("Region"),
    "own_days": gettext_lazy("Own days"),
    "day": gettext_lazy("Day"),
    "first_on": gettext_lazy("First day"),
    "last_on": gettext_lazy("Last day"),
    "sees_leads": gettext_lazy("Sees who leads are"),
}
CODES = {
    "role": Member.Role,
    "state": Member.State,
    "function": Team.Function,
    "kind": Partner.Kind,
}
ROWS = {"team": Team, "partner": Partner}


def told(events):
    """Each event as its page shows it, by at most one query for teams and one for partners."""
    names = {column: names_of(model, column, events) for column, model in ROWS.items()}
    return [
        SimpleNamespace(
            pk=event.pk,
            at=event.at,
            actor=event.actor_name or _("Roundtable"),
            via=event.via,
            sentence=SENTENCES.get(event.verb, event.verb),
            what=event.object_name,
            person=event.object_id if event.noun == "member" else None,
            why=event.why,
            changes=[changed(column, pair, names) for column, pair in event.changes.items()],
        )
        for event in events
    ]


def names_of(model, column, events):
    """{id: name} of the rows that changes of `column` mention."""
    ids = {pk for event in events for pk in event.changes.get(column, ()) if pk}
    return dict(model.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def changed(column, pair, names):
    before, after = (worded(column, value, names) for value in pair)
    return {"label": COLUMNS.get(column, column), "before": before, "after": after}


def worded(column, value, names):
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column == "working_days":
        return ", ".join(str(WEEKDAYS_ABBR[n]) for n in range(7) if int(value) >> n & 1)
    if column == "holiday_country":
        return dict(public_holidays.countries()).get(value, value)
    if column == "own_days":
        return ", ".join(value) or "–"
    if column in CODES:
        return dict(CODES[column].choices).get(value, value)
    if column in names:
        return names[column].get(value, _("one that is gone"))
    return value
