"""Who was told of a move, and who has answered."""

from types import SimpleNamespace

from django.db.models import F
from django.urls import reverse

from campaigns.plan import answers, feed, policies
from campaigns.plan.models import Assignment, Item
from campaigns.plan.moves import Leg
from workspace.kernel.streams.models import Event

MOST, SHOWN = 20, 3


def to_answer(member, slug):
    """The moves that `member` has not answered, newest first, each with what of theirs moved."""
    rows = list(
        policies.notice.visible_to(member)
        .filter(answer="")
        .annotate(why=answers.reason(member, "move__"))
        .select_related("move__by")
        .order_by("-pk")[:MOST]
    )
    if not rows:
        return []
    moved = moved_of(member, [row.move_id for row in rows])
    return [shown(row, moved.get(row.move_id, []), slug) for row in rows]


def shown(notice, steps, slug):
    move = notice.move
    return SimpleNamespace(
        id=notice.pk,
        by=move.by or feed.somebody(""),
        why=notice.why,
        at=move.at,
        steps=[answers.step_of(event, item, slug) for event, item in steps[:SHOWN]],
        more=len(steps[SHOWN:]),
        answer_url=reverse("answer_notice", kwargs={"workspace": slug, "notice": notice.pk}),
    )


def moved_of(member, moves):
    """{move: [(event, item)]} of what is assigned to `member` and was moved; three statements."""
    legs = {
        (campaign, revision): move
        for move, campaign, revision in Leg.objects.filter(move__in=moves).values_list(
            "move", "campaign", "revision"
        )
    }
    mine = Assignment.objects.filter(member=member).values("item")
    events = (
        Event.objects.filter(
            stream__kind="campaign",
            stream__of__in={campaign for campaign, _revision in legs},
            revision__in={revision for _campaign, revision in legs},
            noun="item",
            object_id__in=mine,
        )
        .annotate(campaign=F("stream__of"))
        .order_by("position")
    )
    events = [event for event in events if (event.campaign, event.revision) in legs]
    items = Item.objects.visible_to(member).select_related("campaign")
    items = items.in_bulk({event.object_id for event in events})
    found = {}
    for event in events:
        if event.object_id in items:
            move = legs[event.campaign, event.revision]
            found.setdefault(move, []).append((event, items[event.object_id]))
    return found
