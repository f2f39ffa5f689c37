"""Turning an import back, but for what somebody has built on since."""

from campaigns.plan.actions import comments, together
from campaigns.plan.actions.since import standing_after
from campaigns.plan.imports.matching import INVITE
from campaigns.plan.imports.models import Origin
from campaigns.plan.models import Assignment, Comment, Item
from teams import policies as people_policies
from teams.actions import invitations
from teams.models import Invitation
from workspace.kernel.streams.models import FOR_EVER, Event, Version
from workspace.kernel.streams.recording import chunks

MOST_NAMED = 200


def turn_back(record, imp):
    """Turn back the import's revision; returns what was kept, and how many items were not.

    What was kept is a list of [number, title, who built on it], the first 200 of them.
    """
    events = list(
        Event.objects.filter(stream=record.stream, revision=imp.revision, noun="item")
        .exclude(verb="item.crossed")
        .order_by("-position")
    )
    builders = builders_on(record.stream, imp.revision)
    mine = [event for event in events if event.object_id not in builders]
    items = items_of(event.object_id for event in events)
    states = states_of(items)
    items_back = [event for event in mine if event.object_id in states]
    undo_fields(record, items_back, items, states)
    undo_comments(record, items_back)
    turned_back = {event.object_id for event in items_back}
    forget(imp, turned_back)
    kept = {event.object_id for event in events} - turned_back
    return named(kept, items, builders), len(turned_back)


def withdraw_invitations(imp, by):
    """Withdraw what the import invited to and nobody has answered; returns how many.

    Who still has work somewhere stays invited, and so does whom `by` may not uninvite.
    """
    asked = [key for key, answer in imp.choices.get("people", {}).items() if answer == INVITE]
    busy = Assignment.objects.filter(item__trashed_at__isnull=True).values("member")
    sent = (
        Invitation.objects.unanswered()
        .filter(email__in=asked, invited_by=imp.by, created_at__gte=imp.finished_at)
        .exclude(member__in=busy)
        .select_related("member")
    )
    found = [each for each in sent if people_policies.invitation.allows(by, "withdraw", each)]
    for invitation in found:
        invitations.withdraw(invitation, by=by)
    return len(found)


def builders_on(stream, revision):
    """{item: who worked on it first after a revision}, but for what has been undone since."""
    events = standing_after(stream, revision).filter(noun="item")
    return dict(events.order_by("-revision", "-position").values_list("object_id", "actor_name"))


def items_of(pks):
    pks = sorted(set(pks))
    return {
        item.pk: item
        for some in chunks(pks, 5_000)
        for item in Item.objects.filter(pk__in=some).select_related("campaign")
    }


def states_of(pks):
    return {
        pk: state
        for some in chunks(sorted(pks), 5_000)
        for pk, state in Version.objects.filter(
            noun="item", object_id__in=some, until=FOR_EVER
        ).values_list("object_id", "state")
    }


def undo_fields(record, events, items, states):
    """Each verb's own way back; later events of an item come first."""
    wanted = {"item.trashed": {}, "item.edited": {}}
    for event in events:
        if event.verb in {"item.added", "item.restored"}:
            wanted["item.trashed"][event.object_id] = {"trashed": True}
        elif event.verb == "item.edited":
            wanted["item.edited"][event.object_id] = {
                name: before for name, (before, _after) in event.changes.items()
            }
    around = set()
    for verb in ("item.edited", "item.trashed"):
        changes = together.write_many(
            record,
            [(items[pk], states[pk], values) for pk, values in wanted[verb].items()],
            verb=verb,
        )
        around |= affected(changes)
        for pk, changed in changes.items():
            states[pk] |= {name: after for name, (_before, after) in changed.items()}
    together.recount(record, around)


def affected(changes):
    """The items around which who waits for whom may have changed."""
    found = set()
    for pk, changed in changes.items():
        if {"status", "waits_for", "trashed"} & changed.keys():
            found.add(pk)
            found |= {other for side in changed.get("waits_for", ()) for other in side or ()}
    return found


def undo_comments(record, events):
    said = [event.data["comment"] for event in events if event.verb == "item.commented"]
    for comment in Comment.objects.filter(pk__in=said).select_related("item"):
        comments.hide(record, comment)


def forget(imp, pks):
    for some in chunks(sorted(pks), 5_000):
        Origin.objects.filter(brought=imp, item__in=some).delete()


def named(pks, items, builders):
    present = sorted(
        (items[pk].number, items[pk].title, builders.get(pk, "")) for pk in pks if pk in items
    )
    return [list(each) for each in present[:MOST_NAMED]]
