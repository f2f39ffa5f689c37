"""What was: two points of a plan compared, and the days of a baseline."""

from datetime import date
from typing import NamedTuple

from campaigns.history import comparing, policies
from campaigns.plan.policies import reason_told, visible_events
from campaigns.schedule.days import WorkingDays
from teams import queries as teams
from workspace.kernel import streams
from workspace.kernel.streams.models import Stream

BESIDE = (
    "item.moved",
    "item.commented",
    "item.comment_edited",
    "item.comment_removed",
    "item.comment_restored",
    "item.attached",
    "item.detached",
)
WHO_AND_WHEN = ("why", "actor_name", "at", "revision", "undoes")


def baselines(campaign, reader):
    """The named states of a plan, newest first."""
    rows = policies.baseline.visible_to(reader).filter(campaign=campaign)
    return rows.select_related("made_by").order_by("-revision", "-pk")


def compared(stream, first, last, reader):
    """What changed from revision `first` to `last` of a plan, as far as `reader` may know.

    Three statements, however many changes: the states that differ, the events in between, and
    the holidays. Who reads by a link sees what changed, not who did it.
    """
    pairs = streams.states_between(stream, "item", first, last)
    events = list(told(stream, first, last, reader)) if reader.role != "viewer" else []
    for event in events:
        event.why = reason_told(event, reader)
    return comparing.compare(pairs, events, working_days(reader.workspace))


def told(stream, first, last, reader):
    """What happened to items after revision `first`, up to `last`, in its order."""
    rows = visible_events(reader).filter(stream=stream, noun="item")
    return (
        rows.filter(revision__gt=first, revision__lte=last)
        .exclude(verb__in=BESIDE)
        .only("object_id", "verb", "changes", "data", *WHO_AND_WHEN)
        .order_by("revision", "position")
    )


def working_days(workspace):
    """The days on which a workspace works; one statement."""
    return WorkingDays(*teams.working_days(workspace))


class Stood(NamedTuple):
    """Where an item stood in a baseline, and what it was called."""

    start: date | None
    due: date | None
    title: str

    @property
    def first(self):
        return self.start or self.due

    @property
    def last(self):
        return self.due or self.start


def shadow(campaign, baseline):
    """{item's id: `Stood`} as they were planned at `baseline`.

    Items without any day, those in the trash and dropped ones cast none.
    """
    stream = Stream.objects.get(kind="campaign", of=campaign.pk)
    return {
        pk: Stood(*days, state["title"])
        for pk, state in streams.states_at(stream, "item", baseline.revision).items()
        if not state["trashed"] and state["status"] != "dropped" and any(days := days_of(state))
    }


def days_of(state):
    return tuple(comparing.day_of(state[name]) for name in ("start_on", "due_on"))
