"""What the manager's page asks and shows: exceptions first, then campaigns side by side."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.brief import health
from campaigns.brief.models import Campaign
from campaigns.insights import exceptions, side_by_side
from campaigns.insights.queries import importance
from campaigns.metrics import queries as metrics_queries
from campaigns.metrics.models import Target
from workspace.kernel.streams.models import Stream

CALENDAR = (30, 90, 365)
LAUNCH = (30, 60, 90, 180)
MOST_METRICS = 8


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not say, or says wrongly, is as usual."""

    days: int = 90
    by_launch: bool = False
    metrics: tuple = side_by_side.STANDARD
    phases: frozenset = frozenset({Campaign.Phase.LIVE, Campaign.Phase.CLOSED})
    campaigns: frozenset = frozenset()
    kind: str = ""
    course: str = ""

    @classmethod
    def of(cls, given, known):
        """From the query of an address; `known` are the workspace's metrics by key."""
        by_launch = given.get("by") == "launch"
        allowed = LAUNCH if by_launch else CALENDAR
        text = given.get("days", "")
        days = next((each for each in allowed if str(each) == text), 90)
        keys = tuple(dict.fromkeys(key for key in given.getlist("metric") if key in known))
        phases = frozenset(given.getlist("phase")) & set(Campaign.Phase.values)
        return cls(
            days,
            by_launch,
            keys[:MOST_METRICS] or cls.metrics,
            phases or cls.phases,
            frozenset(key.upper() for key in given.getlist("campaign")[:100]),
            given.get("kind", "")[:30],
            given.get("course", ""),
        )

    def span(self, today):
        if self.by_launch:
            return side_by_side.Span(today, days=self.days)
        return side_by_side.Span(today, since=today - timedelta(days=self.days - 1))


@dataclass
class Overview:
    campaigns: list
    findings: list
    rows: list
    metrics: dict
    waiting: int


def look(reader, asked, today, link, *, metrics):
    """The whole page, by a count of statements that does not grow with campaigns or numbers."""
    campaigns = seen_by(reader, today)
    aims = aims_of(campaigns)
    found = exceptions.find(campaigns, link, aims, today)
    rows = compared(campaigns, asked, today, metrics, aims)
    waiting = campaigns[0].numbers_waiting if campaigns else metrics_queries.waiting()
    return Overview(campaigns, found, rows, metrics, waiting or 0)


def findings(reader, today, link):
    """The exceptions alone."""
    campaigns = seen_by(reader, today)
    return exceptions.find(campaigns, link, aims_of(campaigns), today)


def side(reader, asked, today, metrics):
    """The campaigns side by side alone."""
    campaigns = list(Campaign.objects.visible_to(reader))
    chosen = sorted((each for each in campaigns if is_asked(each, asked)), key=importance)
    return compared(chosen, asked, today, metrics, aims_of(chosen))


def compared(campaigns, asked, today, metrics, aims):
    chosen = [each for each in campaigns if is_asked(each, asked)]
    span = asked.span(today)
    whole = [aim for aim in aims.values() if aim.channel_id is None]
    return side_by_side.compare(chosen, asked.metrics, span, metrics=metrics, aims=whole)


def aims_of(campaigns):
    """{id: target} of campaigns as a whole, and of their channels."""
    rows = Target.objects.filter(campaign__in=campaigns)
    return {row.pk: row for row in rows.select_related("metric", "owner")}


def seen_by(reader, today):
    """The campaigns a reader sees with their health and stream, live ones first.

    How many campaigns of other tools wait is asked along with them (`numbers_waiting`).
    """
    streams = Stream.objects.filter(kind="campaign", of=OuterRef("pk"))
    rows = health.with_face(Campaign.objects.visible_to(reader))
    rows = rows.select_related("standing", "open_override", "owner", "workspace").annotate(
        stream=Subquery(streams.values("pk")[:1]),
        revision=Subquery(streams.values("revision")[:1]),
        numbers_waiting=Subquery(metrics_queries.waiting_count()),
    )
    return sorted(exceptions.with_facts(rows, today), key=importance)


def is_asked(campaign, asked):
    if asked.campaigns:
        return campaign.key.upper() in asked.campaigns
    return campaign.phase in asked.phases


KINDS = {
    "target_off": lambda: _("Off target"),
    "target_behind": lambda: _("Behind target"),
    "target_far_above": lambda: _("Far above target"),
    "target_above": lambda: _("Above target"),
    "target_unmeasured": lambda: _("Nothing measured"),
    "target_unit": lambda: _("Target in another unit"),
    "target_currency": lambda: _("Target in another currency"),
    "deadline_missed": lambda: _("Missed deadline"),
    "breached": lambda: _("Sales is late"),
    "untouched": lambda: _("Stale"),
    "overdue": lambda: _("Overdue"),
    "blocked": lambda: _("Blocked"),
    "waived": lambda: _("Gate waived"),
    "waiver_over": lambda: _("Waiver is over"),
    "start_passed": lambda: _("Start has passed"),
    "end_passed": lambda: _("End has passed"),
}


def age_of(finding, today):
    """How old a finding is, in words."""
    days = finding.age(today)
    if days is None:
        return "–"
    if not days:
        return _("since today")
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
