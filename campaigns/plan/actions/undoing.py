"""Undo: one's own revision is turned back, unless somebody has built on it."""

from django.utils.translation import gettext as _

from campaigns.plan import fields
from campaigns.plan.actions import comments, files, trashing, writing
from campaigns.plan.models import Attachment, Comment, Item
from workspace.kernel import streams
from workspace.kernel.refusals import Conflict, Forbidden, Refusal
from workspace.kernel.streams.models import Event


def undo(campaign, revision, *, by, sparing=False):
    """Turn back everything of a revision, all or nothing; returns the items touched.

    Refused, with the reason, when somebody built on it; with `sparing`, what was built on stays
    and the rest is turned back. Undoing an undo is redo.
    """
    with streams.record("campaign", campaign.pk, by=by, undoes=revision) as record:
        events = list(
            Event.objects.filter(stream=record.stream, revision=revision).order_by("-position")
        )
        if not events:
            raise Refusal(_("There is nothing to undo."))
        if any(event.actor_id != by.pk for event in events):
            raise Forbidden(_("You can undo only what you did yourself."))
        if Event.objects.filter(stream=record.stream, undoes=revision).exists():
            raise Conflict(_("This has been undone already."))
        touched = []
        for event in events:
            if sparing and later_event(record, event):
                continue
            turn_back(record, event)
            touched.append(event.object_id)
    return list(Item.objects.filter(pk__in=touched))


def turn_back(record, event):
    way = WAYS.get(event.verb)
    if way is None:
        raise Refusal(_("This kind of change cannot be undone."))
    way(record, event)


def uncreate(record, event):
    refuse_if_built_on(record, event)
    trashing.put(record, [the_item(event)], trashed=True)


def unedit(record, event):
    item = the_item(event)
    if item.trashed_at:
        raise Conflict(_("“%(title)s” is in the trash by now.") % {"title": item.title})
    state = writing.state_of(item)
    for name, (_before, after) in event.changes.items():
        if state[name] != after:
            refuse_because_of(record, event, name)
    writing.write(record, item, state, {name: pair[0] for name, pair in event.changes.items()})


def untrash(record, event):
    trashing.put(record, [the_item(event)], trashed=False)


def retrash(record, event):
    refuse_if_built_on(record, event)
    trashing.put(record, [the_item(event)], trashed=True)


def unsay(record, event):
    comments.hide(record, Comment.objects.select_related("item").get(pk=event.data["comment"]))


def say_again(record, event):
    comments.show(record, Comment.objects.select_related("item").get(pk=event.data["comment"]))


def unattach(record, event):
    files.hide(record, Attachment.objects.select_related("item").get(pk=event.data["attachment"]))


def attach_again(record, event):
    files.show(record, Attachment.objects.select_related("item").get(pk=event.data["attachment"]))


WAYS = {
    "item.added": uncreate,
    "item.edited": unedit,
    "item.moved": unedit,
    "item.trashed": untrash,
    "item.restored": retrash,
    "item.commented": unsay,
    "item.comment_removed": say_again,
    "item.comment_restored": unsay,
    "item.attached": unattach,
    "item.detached": attach_again,
}


def the_item(event):
    item = Item.objects.select_related("campaign").filter(pk=event.object_id).first()
    if item is None:
        raise Conflict(_("“%(title)s” is gone for good.") % {"title": event.object_name})
    return item


def later_event(record, event):
    """The first thing that happened to the same object in a later revision."""
    return (
        Event.objects.filter(
            noun=event.noun,
            object_id=event.object_id,
            stream=record.stream,
            revision__gt=event.revision,
        )
        .order_by("revision", "position")
        .first()
    )


def refuse_if_built_on(record, event):
    if later := later_event(record, event):
        raise built_on(later)


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


def built_on(event, what=""):
    names = {"who": event.actor_name, "title": event.object_name, "what": what}
    if what:
        sentence = _("%(who)s has changed “%(what)s” of “%(title)s” since.") % names
    else:
        sentence = _("%(who)s has worked on “%(title)s” since.") % names
    return Conflict(sentence, mend=_("Change it back by hand, or talk to each other first."))
