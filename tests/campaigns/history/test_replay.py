"""A long history compared at random against a replay of the log by other means."""

import random
from datetime import date, timedelta

import pytest

from campaigns.history import comparing, queries
from campaigns.plan import windows
from campaigns.plan.actions.writing import BLANK
from teams.models import Holiday
from workspace.kernel.streams import recording
from workspace.kernel.streams.models import Event, Stream

REVISIONS, PAIRS = 5_000, 20
FIRST = date(2026, 1, 5)
SHOWN = (*comparing.DATES, "assignees", "status", *comparing.SCOPE)
FEASTS = [FIRST + timedelta(days=number) for number in range(3, 400, 17)]


class Row:
    """Something that an event can happen to."""

    def __init__(self, pk):
        self.pk = pk

    def __str__(self):
        return f"Item {self.pk}"


@pytest.fixture
def long_history(campaign, person):
    """5,000 revisions by the kernel's own recorder: items come, change, go, come back, vanish."""
    Holiday.objects.bulk_create(
        Holiday(workspace=campaign.workspace, day=day, name="Feast") for day in FEASTS
    )
    stream = Stream.objects.get(kind="campaign", of=campaign.pk)
    chance, states, by = random.Random(7), {}, person("member")
    for revision in range(stream.revision + 1, stream.revision + REVISIONS + 1):
        record = recording.Record(stream, revision, by=by, why=chance.choice(["", "Ill", "Rain"]))
        happen(record, states, chance)
        recording.write([record])
    Stream.objects.filter(pk=stream.pk).update(revision=revision)
    return stream


def happen(record, states, chance):
    """One thing happens to one item."""
    kept = [pk for pk, state in states.items() if not state["trashed"]]
    thrown = [pk for pk, state in states.items() if state["trashed"]]
    what = chance.choices(["add", "edit", "trash", "restore", "purge"], [6, 80, 5, 3, 2])[0]
    if what == "purge" and thrown:
        pk = chance.choice(thrown)
        del states[pk]
        record("item.purged", Row(pk))
        record.keep("item", pk, None)
    elif what in {"trash", "restore"} and (kept if what == "trash" else thrown):
        pk = chance.choice(kept if what == "trash" else thrown)
        verb = "item.trashed" if what == "trash" else "item.restored"
        write(record, states, pk, {"trashed": what == "trash"}, verb)
    elif what == "edit" and kept:
        write(record, states, chance.choice(kept), edited(chance), "item.edited")
    else:
        pk = 1_000_000 + record.revision
        states[pk] = {**BLANK, "number": pk, "version": 0}
        write(record, states, pk, {"title": f"New {pk}", "rank": float(pk)}, "item.added")


def edited(chance):
    return chance.choice(
        [
            {"due_on": (FIRST + timedelta(days=chance.randrange(300))).isoformat()},
            {"start_on": None},
            {"due_on": None},
            {"title": f"Title {chance.randrange(9)}"},
            {"status": chance.choice(["todo", "doing", "done", "dropped"])},
            {"assignees": sorted(chance.sample(range(1, 6), 2)), "estimate": "4"},
        ]
    )


def write(record, states, pk, wanted, verb):
    state = states[pk]
    changes = {name: [state[name], value] for name, value in wanted.items()}
    states[pk] = {**state, **wanted, "version": state["version"] + 1}
    record(verb, Row(pk), changes=changes)
    record.keep("item", pk, states[pk])


def replayed(stream, revision):
    """{id: state} of the plan, from the events alone."""
    states = last_states(stream, revision)
    return {pk: state for pk, state in states.items() if not state["trashed"]}


def last_states(stream, revision):
    """The same with what is in the trash or gone for good, as it was when it went."""
    states = {}
    events = Event.objects.filter(stream=stream, noun="item", revision__lte=revision)
    for verb, pk, changes in events.order_by("revision", "position").values_list(
        "verb", "object_id", "changes"
    ):
        if verb == "item.purged":
            states[pk]["trashed"] = True
            continue
        state = states.setdefault(pk, dict(BLANK))
        state.update({name: after for name, (_before, after) in changes.items()})
    return states


def days_later(before, after):
    """Working days from one day to another, counted one by one."""
    if before > after:
        return -days_later(after, before)
    days = (before + timedelta(days=number) for number in range((after - before).days))
    return sum(day.weekday() < 5 and day not in FEASTS for day in days)


@pytest.mark.slow
def test_any_two_points_of_a_long_history_differ_as_a_replay_of_the_log_says(
    campaign, person, long_history
):
    newest, chance = windows.revision_of(campaign)[1], random.Random(11)

    for _pair in range(PAIRS):
        first, last = sorted(chance.sample(range(1, newest + 1), 2))
        before, after = replayed(long_history, first), replayed(long_history, last)

        found = queries.compared(long_history.pk, first, last, person("manager"))

        sorts = {sort: {c.pk for c in found.changes if sort in c.sorts} for sort in comparing.SORTS}
        both = before.keys() & after.keys()
        assert sorts["added"] == after.keys() - before.keys()
        assert sorts["removed"] == before.keys() - after.keys()
        assert {c.pk: c.fields for c in found.changes if c.fields} == {
            pk: changes for pk in both if (changes := differing(before[pk], after[pk]))
        }
        slips = {c.pk: c.slip for c in found.changes if c.slip is not None}
        assert slips == slips_of(before, last_states(long_history, last), before.keys())
        total = sum(days for days in slips.values() if days > 0)
        assert found.slip == total
        assert sum(days for _team, _items, days in found.by_team()) == total
        assert sum(days for _why, _items, days in found.by_reason()) == total


def differing(before, after):
    return {name: [before[name], after[name]] for name in SHOWN if before[name] != after[name]}


def slips_of(before, after, both):
    found = {}
    for pk in both:
        pair = [state["due_on"] for state in (before[pk], after[pk])]
        moved = pair[0] != pair[1] or before[pk]["start_on"] != after[pk]["start_on"]
        if moved and all(pair):
            found[pk] = days_later(*map(date.fromisoformat, pair))
    return found
