"""Where targets stand: what came in so far, beside the path, and since when it is so."""

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.metrics import counted, queries, targets
from campaigns.metrics.figures import CURRENCIES, LARGE, OTHER, UNITS, ZERO, Figures, Value

GRACE = {"daily": 3, "weekly": 10, "monthly": 40}
POINTS = 30
RANK = {targets.BEHIND: 1, targets.OFF: 2}
TOLD = {
    UNITS,
    ZERO,
    LARGE,
    CURRENCIES,
}  # there are numbers, and another reason why they come to nothing
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """Where a target stands: the value so far, the path's, and how the two compare.

    `day` is the day that is judged: today, or the newest day with numbers while more are not due
    yet. Where the metric was redefined, the value is that of its newest definition. `course` is
    [(day, amount or None, the path's amount or None)] for a sparkline. A target that was said in
    another unit than its metric has now is not judged, nor is one whose money came in in other
    currencies than it can be compared with; `currencies` are those that came in.
    """

    target: object
    value: Value
    expected: int | None
    judgement: str | None
    day: date
    course: list
    currencies: tuple = ()

    @property
    def is_apart(self):
        """Whether the target was said in another unit than the numbers have now."""
        return self.target.unit != self.target.metric.unit

    @property
    def is_elsewhere(self):
        """Whether money came in, and in no currency that the target can be compared with."""
        return self.value.why in {CURRENCIES, OTHER}


def standings(targets_, today, metrics=None):
    """{target id: `Standing`} of targets with their campaign and metric, by few statements."""
    return {
        target.pk: standing(target, days, today, metrics)
        for target, days, metrics in measured(targets_, today, metrics)
    }


def with_ages(targets_, today, metrics=None):
    """{target id: (`Standing`, the day since which it is as bad as that or worse, or None)}."""
    found = {}
    for target, days, known in measured(targets_, today, metrics):
        stands = standing(target, days, today, known)
        rank = RANK.get(stands.judgement)
        since = since_when(target, days, today, known, rank) if rank else None
        found[target.pk] = stands, since
    return found


def measured(targets_, today, metrics=None):
    """[(target, [(day, `Figures`)] that count for it in order, the workspace's metrics)]."""
    chosen = list(targets_)
    metrics = queries.defined() if metrics is None else metrics
    found = []
    for by, some in (
        (("campaign", "day"), [each for each in chosen if each.channel_id is None]),
        (("campaign", "channel", "day"), [each for each in chosen if each.channel_id]),
    ):
        if not some:
            continue
        days = queries.figures(
            {each.campaign_id for each in some},
            until=today,
            by=by,
            metrics=metrics,
            keys={each.metric.key for each in some},
        )
        placed = {}
        for place, here in days.items():
            placed.setdefault(place[:-1], []).append((place[-1], here))
        for target in some:
            place = (target.campaign_id, *([target.channel_id] if target.channel_id else []))
            own = sorted(placed.get(place, ()), key=lambda pair: pair[0])
            found.append((target, counting(target, own), metrics))
    return found


def counting(target, days):
    """The days that lie in a target's time and have a number of what it is made of."""
    first, last = targets.starts_on(target), targets.due_on(target)
    return [
        (day, here)
        for day, here in days
        if (first is None or day >= first)
        and (last is None or day <= last)
        and here.is_of(target.metric.key)
    ]


def judged_on(target, newest, day):
    """The day that is judged on `day`, when the newest number is of the day `newest`."""
    last = targets.due_on(target)
    judged = min(day, last) if last else day
    if newest is None or target.metric.key in counted.counted_keys():
        return judged
    return newest if (judged - newest).days <= GRACE[target.metric.cadence] else judged


def standing(target, days, today, metrics):
    """How one target stands, from [(day, `Figures`)] of its place in order."""
    key, currency = target.metric.key, target.currency or None
    judged = judged_on(target, days[-1][0] if days else None, today)
    path = targets.Path(target)
    course, so_far, waiting = [], Figures(metrics), iter(days)
    pending = next(waiting, None)
    for day in sampled(days[0][0] if days else judged, judged):
        while pending and pending[0] <= day:
            so_far.include(pending[1])
            pending = next(waiting, None)
        course.append((day, so_far.latest(key, currency).amount, path.expected(day)))
    value = so_far.latest(key, currency)
    return Standing(
        target=target,
        value=value,
        expected=path.expected(judged),
        judgement=path.judge(value.amount, judged),
        day=judged,
        course=course,
        currencies=tuple(so_far.currencies(key)),
    )


def since_when(target, days, today, metrics, rank):
    """The day since which a target has been as bad as `rank` or worse, without a break.

    Each day is judged as it would have been on that day, had its numbers been in.
    """
    key, currency = target.metric.key, target.currency or None
    path, so_far, waiting = targets.Path(target), Figures(metrics), iter(days)
    pending, newest, since, judged, bad = next(waiting, None), None, None, None, False
    day = targets.starts_on(target)
    while day is not None and day <= today:
        before = newest
        while pending and pending[0] <= day:
            so_far.include(pending[1])
            newest, pending = pending[0], next(waiting, None)
        now = judged_on(target, newest, day)
        if (newest, now) != (before, judged):
            judgement = path.judge(so_far.latest(key, currency).amount, now)
            bad, judged = RANK.get(judgement, 0) >= rank, now
        since = (since or day) if bad else None
        day += DAY
    return since


def unmeasured_since(stands, today):
    """The first day of a path that has run for a while without any number; else None."""
    target = stands.target
    first = targets.starts_on(target)
    if first is None or stands.value.amount is not None or stands.value.why in TOLD:
        return None
    return first if (today - first).days > GRACE[target.metric.cadence] else None


def sampled(first, last):
    """Up to `POINTS` days between two, the last among them."""
    span = max((last - first).days, 0)
    step = max(1, -(-span // (POINTS - 1)))
    days = [last - timedelta(days=back) for back in range(0, span + 1, step)]
    return days[::-1]
