"""A plan without days, as a template keeps it, and the days it has with another launch.

`{"items": [...], "starts": -40, "ends": 0}`: distances are in working days from the launch,
negative before it; 0 is the launch itself, be it a day of rest. What lies on another day of rest
has its distance in calendar days beside it, `[-2, -3]`, and keeps that one: a fair of a Saturday
and a Sunday stays two days. An item names what it refers to by id and name, its parent
(`parent_at`) and what it waits for (`waits`: [place, kind, lag]) by their places in the list,
parents first. How it comes again (`again`, in `again.py`) it says where it does.
"""

from datetime import date, timedelta

from campaigns.plan import vocabulary
from campaigns.plan.fields import USUAL
from campaigns.schedule.days import WorkingDays
from teams.models import Member
from teams.queries import working_days

KEPT = ("title", "description", "kind", "priority", "estimate", "pinned")
ONE = timedelta(days=1)
WORDS = {"channel": "channels", "stage": "stages", "team": "teams"}


def days_of(workspace):
    return WorkingDays(*working_days(workspace))


def without_days(states, launch, days, words, *, people, again):
    """The items of a template from {id: plain values}, in the order of the plan.

    `again` says for some of them how they come again: {id: as `again.py` tells it}.
    """
    order = in_order(states)
    places = {pk: place for place, pk in enumerate(order)}
    names = {
        kind: {row.pk: row.name for row in getattr(words, plural)} for kind, plural in WORDS.items()
    }
    labels = {row.pk: row.name for row in words.labels}
    return [
        item_of(states[pk], places, launch, days)
        | {
            kind: [state_pk, names[kind][state_pk]]
            for kind in WORDS
            if (state_pk := states[pk][kind]) in names[kind]
        }
        | {"labels": [[each, labels[each]] for each in states[pk]["labels"] if each in labels]}
        | ({"assignees": states[pk]["assignees"]} if people else {})
        | ({"again": again[pk]} if pk in again else {})
        for pk in order
    ]


def in_order(states):
    """Ids by rank, each parent before its parts."""
    done, order = set(), []
    for pk in sorted(states, key=lambda each: (states[each]["rank"], each)):
        way = []
        while pk in states and pk not in done:
            done.add(pk)
            way.append(pk)
            pk = states[pk]["parent"]
        order += reversed(way)
    return order


def item_of(state, places, launch, days):
    how = state.get("waits_how", {})
    return {
        **{name: state[name] for name in KEPT},
        "start": distance(state["start_on"], launch, days),
        "due": distance(state["due_on"], launch, days),
        "checklist": [text for text, _done in state["checklist"]],
        "parent_at": places.get(state["parent"]),
        "waits": [
            [places[pk], *how.get(str(pk), USUAL)] for pk in state["waits_for"] if pk in places
        ],
    }


def distance(iso, launch, days):
    """From the launch to a day as a template keeps it; None for none."""
    return distance_to(date.fromisoformat(iso), launch, days) if iso else None


def distance_to(day, launch, days):
    working = working_days_to(day, launch, days)
    if day == launch or days.is_working(day):
        return working
    return [working, (day - launch).days]


def working_days_to(day, launch, days):
    """How many working days a day is after the launch, or before it (negative)."""
    if day > launch:
        return days.count(launch + ONE, day)
    return -days.count(day, launch - ONE)


def on_day(kept, launch, days):
    """The day at this distance from a launch."""
    if kept is None:
        return None
    if isinstance(kept, list):
        return launch + timedelta(days=kept[1])
    if kept > 0:
        return days.add(launch + ONE, kept - 1)
    return days.add(launch, kept) if kept else launch


def lead(plan, first, days):
    """The earliest launch with which nothing of a template lies before the day `first`."""
    starts = plan["starts"]
    if isinstance(starts, list):
        return max(first, first - timedelta(days=starts[1]))
    return days.add(first, max(-starts, 0))


def span(plan, launch, days):
    """The first and the last day of a template with this launch."""
    first, last = (on_day(plan[end], launch, days) for end in ("starts", "ends"))
    return first, max(first, last)


def dated(plan, launch, days):
    """[(item, start, due)] of a template with this launch."""
    return [(item, *days_of_item(item, launch, days)) for item in plan["items"]]


def days_of_item(item, launch, days):
    """(start, due); where one is kept by the calendar, holidays may not turn them round."""
    start, due = (on_day(item[end], launch, days) for end in ("start", "due"))
    if start and due and start > due:
        return (due, due) if isinstance(item["start"], list) else (start, start)
    return start, due


def drafts(plan, launch, workspace):
    """What `together.add_many` takes; words that are gone are found by name, or left out."""
    words, days = vocabulary.of(workspace), days_of(workspace)
    finders = {kind: finder(getattr(words, plural)) for kind, plural in WORDS.items()}
    find_label = finder(words.labels)
    present = set(Member.objects.present().exclude(role="guest").values_list("pk", flat=True))
    return [
        {
            **{name: item[name] for name in KEPT},
            "start_on": start and start.isoformat(),
            "due_on": due and due.isoformat(),
            **{kind: find(item.get(kind)) for kind, find in finders.items()},
            "labels": sorted({pk for each in item["labels"] if (pk := find_label(each))}),
            "assignees": sorted(present.intersection(item.get("assignees", ()))),
            "checklist": [[text, False] for text in item["checklist"]],
            "parent_at": item["parent_at"],
            "waits_for_at": [at for at, _kind, _lag in item["waits"]],
        }
        for item, start, due in dated(plan, launch, days)
    ]


def finder(rows):
    """A function that gives the id of a row that [id, name] means today."""
    ids = {row.pk for row in rows}
    by_name = {row.name.casefold(): row.pk for row in rows}

    def find(named):
        if not named:
            return None
        pk, name = named
        return pk if pk in ids else by_name.get(name.casefold())

    return find
