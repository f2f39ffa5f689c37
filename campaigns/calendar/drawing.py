"""A calendar as its template shows it: days with their names, bars in lanes, what lies over."""

from collections import defaultdict
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.calendar import laying, span
from campaigns.plan import vocabulary
from campaigns.plan.models import ENDED, Status
from workspace.kernel.templatetags.look import day as day_words

LANES = {"month": 4, "week": 14}
OVERLAID = 3


def weeks(entries, shown, surroundings, campaigns, workspace):
    """The weeks of a month or week, each with its days and the bars on them."""
    laid = laying.lay(entries, shown.weeks, LANES[shown.show])
    look = Look(campaigns, workspace)
    return [
        SimpleNamespace(
            first=week.first,
            name=_("Week of %(day)s") % {"day": day_words(week.first)},
            days=[
                day(week.first + timedelta(days=number), shown, surroundings, week.more)
                for number in range(7)
            ],
            bars=[look.bar(each, week.first) for each in week.bars],
        )
        for week in laid
    ]


def day(on, shown, surroundings, more=()):
    """One day: whether anybody works, what it is called, and how much found no place in it."""
    today = timezone.localdate()
    column = (on - span.week_start(on)).days + 1
    over = surroundings.over.get(on, ())
    hidden = more.get(column, 0) if more else 0
    holiday, worked = surroundings.holidays.get(on, ("", False))
    return SimpleNamespace(
        on=on,
        iso=on.isoformat(),
        number=on.day,
        column=column,
        words=span.long_day(on, span.locale()),
        url=surroundings.to(show="day", on=on),
        label=day_words(on) if on.day == 1 else on.day,
        today=on == today,
        past=on < today,
        outside=shown.show == "month" and on.month != shown.on.month,
        off=not surroundings.works(on),
        holiday=holiday,
        worked=worked,
        over=over[:OVERLAID],
        more=hidden,
        more_short=f"+{hidden}",
        more_words=ngettext("+%(count)d more", "+%(count)d more", hidden) % {"count": hidden},
    )


class Surroundings:
    """What the days are besides the plan: days off, holidays, calendars laid over it."""

    def __init__(self, workspace, holidays, overlaid, first, last, to):
        self.to = to
        self.mask = workspace.working_days
        self.holidays = holidays
        self.over = defaultdict(list)
        for each in overlaid:
            on = max(each.first_on, first)
            while on <= min(each.last_on, last):
                self.over[on].append(each)
                on += timedelta(days=1)

    def works(self, on):
        if on in self.holidays:
            return self.holidays[on][1]
        return bool(self.mask >> on.weekday() & 1)


class Look:
    """How the entries of some campaigns look: their colours, keys and addresses."""

    def __init__(self, campaigns, workspace):
        self.campaigns = {campaign.pk: campaign for campaign in campaigns}
        self.slug = workspace.slug
        self.hues = {row.pk: row.hue for row in vocabulary.of(workspace).channels}
        self.labels = dict(Status.choices)

    def bar(self, bar, week):
        """A bar of an entry: its place in the week as classes, and what a script needs."""
        entry = bar.entry
        campaign = self.campaigns[entry.campaign]
        return SimpleNamespace(
            id=f"{entry.pk}-{week}",
            item=entry.pk,
            title=entry.title,
            version=entry.version,
            key=f"{campaign.key}-{entry.number}",
            url=f"/w/{self.slug}/c/{campaign.key}/items/{entry.number}/",
            campaign=campaign,
            hue=self.hue(entry, campaign),
            status=entry.status,
            status_label=self.labels[entry.status],
            ended=entry.status in ENDED,
            late=entry.last < timezone.localdate() and entry.status not in ENDED,
            milestone=entry.kind == "milestone",
            start=entry.start.isoformat() if entry.start else "",
            due=entry.due.isoformat() if entry.due else "",
            days=days_words(entry),
            place=f"c{bar.column} s{bar.width} l{bar.lane}",
            begins=bar.begins,
            ends=bar.ends,
        )

    def hue(self, entry, campaign):
        """Over all campaigns the campaign's colour, within one the channel's."""
        if len(self.campaigns) > 1:
            return campaign.hue
        return self.hues.get(entry.channel, 7)


def days_words(entry):
    """When an entry is, in words that also say what is not seen of it in this week."""
    if entry.first == entry.last:
        return day_words(entry.first)
    return f"{day_words(entry.first)} – {day_words(entry.last)}"
