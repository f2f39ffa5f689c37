"""How an item of a template comes again: its rule without days, and with another launch.

`{"every": "week", "weekdays": [0], "first": -30, "until": 5, "ahead": 7, "on_working_days":
false}`: `first`, from which the rule counts, and `until` are distances from the launch as in
`plans.py`. Instead of `until` there may be `times`: how often the item is there in all, that of the
template being the first. Chosen weekdays stay as they are; a day of the month or of the year is
that of the first. Pure functions.
"""

from campaigns.patterns import plans, rules


def without_days(recurrence, launch, days):
    """How what comes again by a running `Recurrence` does so, as a template keeps it."""
    often = rules.chosen(recurrence.rule)
    until = often.pop("until", None)
    if recurrence.times:
        end = {"times": 1 + left(recurrence, days)}
    else:
        end = {"until": plans.distance_to(until, launch, days)} if until else {}
    return {
        **often,
        **end,
        "first": plans.distance_to(recurrence.first_on, launch, days),
        "ahead": recurrence.ahead,
        "on_working_days": recurrence.on_working_days,
    }


def left(recurrence, days):
    """How often it comes yet."""
    working = days if recurrence.on_working_days else None
    since = working.on_or_after(recurrence.next_on) if working else recurrence.next_on
    return sum(1 for _ in rules.turns(recurrence.rule, recurrence.first_on, working, since))


def with_days(kept, day, launch, days, today):
    """(what a `Recurrence` has, the day of the next one) with this launch.

    `day` is that of the item itself; what would come before `today` does not. None when nothing
    would come.
    """
    first = plans.on_day(kept["first"], launch, days)
    working = days if kept["on_working_days"] else None
    since = max((day or first) + plans.ONE, today)
    rule = rules.rule(
        kept["every"],
        first,
        weekdays=kept.get("weekdays", ()),
        until=plans.on_day(kept.get("until"), launch, days),
        count=kept.get("times"),
        working=working,
        since=since,
    )
    next_on, next_day = next(rules.turns(rule, first, working, since), (None, None))
    if next_on is None:
        return None
    values = {"rule": rule, "first_on": first, "next_on": next_on, "times": kept.get("times")}
    return values | {name: kept[name] for name in ("ahead", "on_working_days")}, next_day
