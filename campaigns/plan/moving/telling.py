"""What a move leaves behind: a memory of it, and a notice for each person whom it concerns."""

from collections import defaultdict

from campaigns.brief.models import Campaign
from campaigns.plan.moves import Leg, Move, Notice
from workspace.kernel.streams.models import Event


def remember(records, preview, *, by, why):
    """Remember that the steps of a preview were taken, and tell whom it concerns.

    `records` are the open ones of the campaigns in which something moves or no longer fits. Returns
    the move; None where it concerns only one item, and nobody but `by`.
    """
    for item in preview.crossed:
        records["campaign", item.campaign_id]("item.crossed", item)
    people = concerned(preview, by)
    if not people and not preview.crossed and len(preview.steps) < 2:
        return None
    first = next(step for step in preview.steps if step.wanted).item
    main = records["campaign", first.campaign_id]
    made = Move.objects.create(
        workspace_id=first.workspace_id,
        item=first,
        item_name=first.title,
        by=by,
        why=why,
        at=main.at,
    )
    reached = preview.reached
    Leg.objects.bulk_create(
        Leg(
            workspace_id=made.workspace_id,
            move=made,
            campaign_id=pk,
            revision=records["campaign", pk].revision,
        )
        for pk in sorted(reached)
    )
    tell(main, made, people)
    for pk in reached:
        records["campaign", pk].mark()
    return made


def keep_reason_at_home(records, home):
    """In plans other than those of the ids `home` the reason is the team's: guests of theirs need
    not see the plan it was given in."""
    for (_kind, pk), record in records.items():
        if pk not in home:
            record.why_for = Event.Audience.TEAM


def concerned(preview, by):
    """Who is told: who answers for something that moved or no longer fits, and may see it."""
    taken = {item.pk: item.campaign_id for item in preview.concerned()}
    found = {}
    guests = defaultdict(set)
    for pk, campaign_id in taken.items():
        for member in preview.assigned.get(pk, ()):
            if member.pk == by.pk or member.state != "active":
                continue
            if member.is_guest:
                guests[member].add(campaign_id)
            else:
                found[member.pk] = member
    for member, campaigns in guests.items():
        if Campaign.objects.visible_to(member).filter(pk__in=campaigns).exists():
            found[member.pk] = member
    return [found[pk] for pk in sorted(found)]


def tell(record, made, people):
    """Leave each of them one notice, and a mail to be sent about it."""
    Notice.objects.bulk_create(
        Notice(workspace_id=made.workspace_id, move=made, member=member) for member in people
    )
    for pk in Notice.objects.filter(move=made).order_by("pk").values_list("pk", flat=True):
        record.effect("plan.tell_moved", notice=pk)
