"""Who was told of a move, and who has answered."""

from types import SimpleNamespace

from django.urls import reverse

from campaigns.plan import answers, feed, policies
from campaigns.plan.models import Assignment, Item

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
    mine = Assignment.objects.filter(member=member).values("item")
    told = answers.steps_of(moves, mine)
    items = Item.objects.visible_to(member).select_related("campaign")
    items = items.in_bulk({event.object_id for _move, event in told})
    found = {}
    for move, event in told:
        if event.object_id in items:
            found.setdefault(move, []).append((event, items[event.object_id]))
    return found
