"""Undo: one's own revision is turned back, unless somebody has built on it."""

from datetime import date
from itertools import groupby

from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils.translation import gettext as _

from campaigns.brief.actions import campaigns
from campaigns.brief.models import Campaign
from campaigns.plan.actions import comments, files, reach, since, together, trashing, writing
from campaigns.plan.actions.checking import LINKS
from campaigns.plan.models import Attachment, Comment, Item
from campaigns.plan.moves import Move
from workspace.kernel import clock, streams
from workspace.kernel.refusals import Conflict, Forbidden, Refusal
from workspace.kernel.streams.models import Event
from workspace.kernel.values import plain

DAYS_OF_CAMPAIGN = {"starts_on", "ends_on"}
OF_CAMPAIGN = {"name", "objective", "buffer_rule"} | DAYS_OF_CAMPAIGN


def undo(campaign, revision, *, by):
    """Turn back everything of a revision, all or nothing; returns the items touched.

    Refused, with the reason, when somebody built on it. Undoing an undo is redo. A move of dates
    is undone in all the campaigns that it reached.
    """
    move, parts, is_back = reach.of(campaign.pk, revision)
    with streams.record_many([("campaign", pk) for pk in parts], by=by) as records:
        touched = []
        for (_kind, pk), record in records.items():
            record.undoes = parts[pk]
            if move:
                record.mark()
            touched += turn_back_all(record, parts[pk], by)
        if move:
            Move.objects.filter(pk=move).update(undone_at=clock.now() if is_back else None)
    if move:
        by.newest = records["campaign", campaign.pk].revision
    return list(Item.objects.filter(pk__in=touched))


def turn_back_all(record, revision, by):
    events = list(
        Event.objects.filter(stream=record.stream, revision=revision).order_by("-position")
    )
    if not events:
        raise Refusal(_("There is nothing to undo."))
    if any(event.actor_id != by.pk for event in events):
        raise Forbidden(_("You can undo only what you did yourself."))
    if Event.objects.filter(stream=record.stream, undoes=revision).exists():
        raise Conflict(_("This has been undone already."))
    for way, alike in groupby(events, key=way_back):
        way(record, list(alike))
    return [event.object_id for event in events if event.noun == "item"]


def way_back(event):
    """The function that turns events of this kind back, given the open record and a list of them.

    It refuses, or records what it did.
    """
    way = WAYS.get(event.verb)
    if way is None:
        raise Refusal(_("This kind of change cannot be undone."))
    return way


def one_by_one(way):
    """A way back for a list of events, from one for each of them."""

    def turn_back(record, events):
        for event in events:
            way(record, event)

    return turn_back


def turns_back(verb):
    """Register how an event of `verb` is turned back, for a chapter of its own.

    The function takes the open record and the event; it refuses, or records what it did.
    """

    def register(way):
        WAYS[verb] = one_by_one(way)
        return way

    return register


def throw_away(record, events):
    since.refuse_if_built_on(record, events)
    trashing.put(record, items_of(events), trashed=True)


def take_out_of_trash(record, events):
    trashing.put(record, items_of(events), trashed=False)


def unedit(record, events):
    if are_apart(events):
        unedit_many(record, events)
    else:
        for event in events:
            unedit_one(record, event)


def are_apart(events):
    """Whether they change several items, each once and without what could close a loop."""
    return len({event.object_id for event in events}) == len(events) > 1 and not any(
        LINKS & event.changes.keys() for event in events
    )


def unedit_one(record, event):
    [item] = items_of([event])
    state = writing.state_of(item)
    writing.write(record, item, state, as_before(record, event, item, state))


def unedit_many(record, events):
    """What `unedit_one` does, for many items in few statements."""
    states = writing.states_of([event.object_id for event in events])
    wanted = [
        (item, states[item.pk], as_before(record, event, item, states[item.pk]))
        for event, item in zip(events, items_of(events), strict=True)
    ]
    together.write_many(record, wanted, counted=True)


def as_before(record, event, item, state):
    """The values that an edit changed, as they were; refused where they are others by now."""
    if item.trashed_at:
        raise Conflict(_("“%(title)s” is in the trash by now.") % {"title": item.title})
    for name, (_before, after) in event.changes.items():
        if state[name] != after:
            since.refuse_because_of(record, event, name)
    return {name: pair[0] for name, pair in event.changes.items()}


def cross_again(record, events):
    """Nothing of the items was changed: their history says that what crossed them was turned back.

    Also that of one which is gone for good since, so that this revision is known to be turned back.
    """
    items = Item.objects.in_bulk([event.object_id for event in events])
    for event in events:
        gone = Item(pk=event.object_id, title=event.object_name)
        record(event.verb, items.get(event.object_id, gone))


def unedit_campaign(record, event):
    """What a campaign says of itself; its phase goes through the gate, and its owner is asked."""
    if not set(event.changes) <= OF_CAMPAIGN:
        raise Refusal(_("This kind of change cannot be undone."))
    campaign = Campaign.objects.get(pk=event.object_id)
    for name, (_before, after) in event.changes.items():
        if plain(getattr(campaign, name)) != after:
            since.refuse_because_of(record, event, name)
    before = {
        name: date.fromisoformat(before) if before and name in DAYS_OF_CAMPAIGN else before
        for name, (before, _after) in event.changes.items()
    }
    campaigns.change(record, campaign, **before)


def unsay(record, event):
    comments.hide(record, the_row(Comment, event, "comment"))


def say_again(record, event):
    comments.show(record, the_row(Comment, event, "comment"))


def say_as_before(record, event):
    said = the_row(Comment, event, "comment")
    before, after = event.changes["body"]
    if said.removed_at:
        raise Conflict(_("This comment was removed since."))
    if said.body != after:
        raise Conflict(_("This comment was changed again since."))
    comments.rewrite(record, said, version=said.version, body=before)


def unattach(record, event):
    files.hide(record, the_row(Attachment, event, "attachment"))


def attach_again(record, event):
    files.show(record, the_row(Attachment, event, "attachment"))


WAYS = {
    "item.added": throw_away,
    "item.edited": unedit,
    "item.moved": unedit,
    "item.crossed": cross_again,
    "item.trashed": take_out_of_trash,
    "item.restored": throw_away,
    "campaign.edited": one_by_one(unedit_campaign),
    "item.commented": one_by_one(unsay),
    "item.comment_edited": one_by_one(say_as_before),
    "item.comment_removed": one_by_one(say_again),
    "item.comment_restored": one_by_one(unsay),
    "item.attached": one_by_one(unattach),
    "item.detached": one_by_one(attach_again),
}


def undoable(stream, events):
    """The revisions of these events that their person may try to turn back.

    All of them is of a kind that has a way back, and none of it was turned back already; what an
    import brought about in other plans goes with the import. Whether somebody has built on it shows
    when it is tried.
    """
    found = {
        event.revision
        for event in events
        if event.verb in WAYS and (event.noun != "campaign" or event.names <= OF_CAMPAIGN)
    }
    if not found:
        return found
    rows = Event.objects.annotate(stays=Case(When(has_no_way(), then=True), default=False))
    rows = rows.filter(Q(revision__in=found, stays=True) | Q(undoes__in=found), stream=stream)
    told = list(rows.values_list("revision", "undoes", "stays").distinct())
    others = {revision for revision, _undoes, stays in told if stays}
    return found - others - {undoes for _revision, undoes, _stays in told}


def has_no_way():
    """Whether an event cannot be turned back by itself, in SQL."""
    brought = Event.objects.filter(stream=OuterRef("stream"), verb="item.crossed", via="import")
    by_file = Exists(brought.filter(revision=OuterRef("revision")))
    undone_with_it = Exists(brought.filter(revision=OuterRef("undoes")))
    return ~Q(verb__in=WAYS) | Q(verb="item.crossed") & Q(by_file | undone_with_it)


def items_of(events):
    """The items that events tell of, in their order."""
    items = Item.objects.select_related("campaign").in_bulk([event.object_id for event in events])
    for event in events:
        if event.object_id not in items:
            raise gone_for_good(event)
    return [items[event.object_id] for event in events]


def the_row(model, event, name):
    """What an event says of an item beside it: the row of `model` that its `name` names."""
    row = model.objects.select_related("item").filter(pk=event.data[name]).first()
    if row is None:
        raise gone_for_good(event)
    return row


def gone_for_good(event):
    return Conflict(_("“%(title)s” is gone for good.") % {"title": event.object_name})
