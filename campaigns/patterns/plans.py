"""A plan without days, as a template keeps it, and the days it has with another launch.

`{"items": [...], "starts": -40, "ends": 0}`: distances are in working days from the launch,
negative before it. An item names what it refers to by id and name, its parent (`parent_at`) and
what it waits for (`waits`: [place, kind, lag]) by their places in the list, parents first.
"""

from datetime import date

from campaigns.plan import vocabulary
from campaigns.plan.fields import USUAL
from campaigns.schedule.days import WorkingDays
from teams.models import Member
from teams.queries import working_days

KEPT = ("title", "description", "kind", "priority", "estimate", "pinned")
WORDS = {"channel": "channels", "stage": "stages", "team": "teams"}


def days_of(workspace):
    return WorkingDays(*working_days(workspace))


def without_days(states, launch, days, words, *, people):
    """The items of a template from {id: plain values}, in the order of the plan."""
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
    """Working days from the launch to a day; None for none."""
    return days.between(launch, date.fromisoformat(iso)) if iso else None


def on_day(offset, launch, days):
    return None if offset is None else days.add(launch, offset)


def span(plan, launch, days):
    """The first and the last day of a template with this launch."""
    return on_day(plan["starts"], launch, days), on_day(plan["ends"], launch, days)


def dated(plan, launch, days):
    """[(item, start, due)] of a template with this launch."""
    return [
        (item, on_day(item["start"], launch, days), on_day(item["due"], launch, days))
        for item in plan["items"]
    ]


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
