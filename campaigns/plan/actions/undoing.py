"""Undo: one's own revision is turned back, unless somebody has built on it."""

from datetime import date

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from campaigns.brief.actions import campaigns
from campaigns.brief.models import Campaign
from campaigns.plan import fields
from campaigns.plan.actions import comments, files, together, trashing, writing
from campaigns.plan.models import Attachment, Comment, Item
from campaigns.plan.moves import Leg, Move
from workspace.kernel import clock, streams
from workspace.kernel.refusals import Conflict, Forbidden, Refusal
from workspace.kernel.streams.models import Event
from workspace.kernel.values import plain

DAYS_OF_CAMPAIGN = {"starts_on", "ends_on"}
LINKS = {"parent", "waits_for", "waits_how"}


def undo(campaign, revision, *, by):
    """Turn back everything of a revision, all or nothing; returns the items touched.

    Refused, with the reason, when somebody built on it. Undoing an undo is redo. A move of dates
    is undone in all the campaigns that it reached.
    """
    move, parts = parts_of(campaign.pk, revision)
    with streams.record_many([("campaign", pk) for pk in parts], by=by) as records:
        touched = []
        for (_kind, pk), record in records.items():
            record.undoes = parts[pk]
            if move:
                record.mark()
            touched += turn_back_all(record, parts[pk], by)
        if move:
            is_back = Leg.objects.filter(campaign=campaign, revision=revision).exists()
            Move.objects.filter(pk=move).update(undone_at=clock.now() if is_back else None)
    if move:
        by.newest = records["campaign", campaign.pk].revision
    return list(Item.objects.filter(pk__in=touched))


def parts_of(campaign_id, revision):
    """The move that a revision carried out or undid, and {campaign: its revision} of all of it."""
    events = Event.objects.filter(stream__kind="campaign")
    here = events.filter(stream__of=campaign_id, revision=revision)
    undone = here.order_by("position").values_list("undoes", flat=True).first()
    move = Leg.objects.filter(campaign=campaign_id, revision__in=[revision, undone or revision])
    move = move.values_list("move", flat=True).first()
    if move is None:
        return None, {campaign_id: revision}
    legs = dict(Leg.objects.filter(move=move).values_list("campaign", "revision"))
    if legs[campaign_id] == revision:
        return move, legs
    return move, {
        pk: events.filter(stream__of=pk, undoes=done).aggregate(last=Max("revision"))["last"]
        for pk, done in legs.items()
    }


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
    if are_alike(events):
        unedit_many(record, events)
    else:
        for event in events:
            turn_back(record, event)
    return [event.object_id for event in events if event.noun == "item"]


def are_alike(events):
    """Whether they change several items, each once and without what could close a loop."""
    return len({event.object_id for event in events}) == len(events) > 1 and all(
        WAYS.get(event.verb) is unedit and not LINKS & event.changes.keys() for event in events
    )


def turn_back(record, event):
    way = WAYS.get(event.verb)
    if way is None:
        raise Refusal(_("This kind of change cannot be undone."))
    way(record, event)


def turns_back(verb):
    """Register how events of `verb` are turned back, for a chapter of its own.

    The function takes the open record and the event; it refuses, or records what it did.
    """

    def register(way):
        WAYS[verb] = way
        return way

    return register


def uncreate(record, event):
    refuse_if_built_on(record, event)
    trashing.put(record, [the_item(event)], trashed=True)


def unedit(record, event):
    item = the_item(event)
    state = writing.state_of(item)
    writing.write(record, item, state, as_before(record, event, item, state))


def unedit_many(record, events):
    """What `unedit` does, for many items in few statements."""
    pks = [event.object_id for event in events]
    items = Item.objects.select_related("campaign").in_bulk(pks)
    states = writing.states_of(pks)
    wanted = []
    for event in events:
        item = items.get(event.object_id)
        if item is None:
            raise gone_for_good(event)
        state = states[item.pk]
        wanted.append((item, state, as_before(record, event, item, state)))
    together.write_many(record, wanted, counted=True)


def as_before(record, event, item, state):
    """The values that an edit changed, as they were; refused where they are others by now."""
    if item.trashed_at:
        raise Conflict(_("“%(title)s” is in the trash by now.") % {"title": item.title})
    for name, (_before, after) in event.changes.items():
        if state[name] != after:
            refuse_because_of(record, event, name)
    return {name: pair[0] for name, pair in event.changes.items()}


def unedit_campaign(record, event):
    """The days of a campaign; what else is edited of it is not taken back."""
    if not set(event.changes) <= DAYS_OF_CAMPAIGN:
        raise Refusal(_("This kind of change cannot be undone."))
    campaign = Campaign.objects.get(pk=event.object_id)
    for name, (_before, after) in event.changes.items():
        if plain(getattr(campaign, name)) != after:
            raise Conflict(_("The days of this campaign were changed again since."))
    days = {
        name: before and date.fromisoformat(before)
        for name, (before, _after) in event.changes.items()
    }
    campaigns.change(record, campaign, version=campaign.version, **days)


def untrash(record, event):
    trashing.put(record, [the_item(event)], trashed=False)


def retrash(record, event):
    refuse_if_built_on(record, event)
    trashing.put(record, [the_item(event)], trashed=True)


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
    "item.added": uncreate,
    "item.edited": unedit,
    "campaign.edited": unedit_campaign,
    "item.moved": unedit,
    "item.trashed": untrash,
    "item.restored": retrash,
    "item.commented": unsay,
    "item.comment_edited": say_as_before,
    "item.comment_removed": say_again,
    "item.comment_restored": unsay,
    "item.attached": unattach,
    "item.detached": attach_again,
}


def the_item(event):
    item = Item.objects.select_related("campaign").filter(pk=event.object_id).first()
    if item is None:
        raise gone_for_good(event)
    return item


def the_row(model, event, name):
    """What an event says of an item beside it: the row of `model` that its `name` names."""
    row = model.objects.select_related("item").filter(pk=event.data[name]).first()
    if row is None:
        raise gone_for_good(event)
    return row


def gone_for_good(event):
    return Conflict(_("“%(title)s” is gone for good.") % {"title": event.object_name})


def standing_after(stream, revision):
    """The events of a stream after a revision, but for what was undone since, and the undoing.

    What undoes the revision itself, or one before it, changed what was there at the revision.
    """
    later = Event.objects.filter(stream=stream, revision__gt=revision)
    undoers = dict(later.filter(undoes__gt=revision).values_list("undoes", "revision"))

    def stands(revision):
        return revision not in undoers or not stands(undoers[revision])

    neutral = {*undoers.values(), *(each for each in undoers if not stands(each))}
    return later.exclude(revision__in=neutral) if neutral else later


def later_event(record, event):
    """The first thing that happened to the same object in a later revision, and still stands."""
    return (
        standing_after(record.stream, event.revision)
        .filter(noun=event.noun, object_id=event.object_id)
        .order_by("revision", "position")
        .first()
    )


def linking_event(record, event):
    """The newest of what made others wait for an item, or be a part of it, after `event`."""
    if event.noun != "item":
        return None
    pk = event.object_id
    waiting = Item.objects.filter(waits__waits_for=pk, campaign=record.stream.of)
    parts = Item.objects.filter(parent=pk)
    found = standing_after(record.stream, event.revision).filter(
        Q(object_id__in=waiting.values("pk"), changes__has_key="waits_for")
        | Q(object_id__in=parts.values("pk"), changes__has_key="parent"),
        noun="item",
    )
    return found.order_by("-revision", "-position").first()


def refuse_if_built_on(record, event):
    if later := later_event(record, event) or linking_event(record, event):
        raise built_on(later, title=event.object_name)


def refuse_because_of(record, event, name):
    later = (
        Event.objects.filter(
            noun=event.noun,
            object_id=event.object_id,
            stream=record.stream,
            revision__gt=event.revision,
            changes__has_key=name,
        )
        .order_by("-revision")
        .first()
    )
    raise built_on(later or event, fields.LABELS.get(name, name))


def built_on(later, what="", title=""):
    names = {"who": later.actor_name, "title": title or later.object_name, "what": what}
    if what:
        sentence = _("%(who)s has changed “%(what)s” of “%(title)s” since.") % names
    else:
        sentence = _("%(who)s has worked on “%(title)s” since.") % names
    return Conflict(sentence, mend=_("Change it back by hand, or talk to each other first."))
