"""What happened since a revision: whether somebody has built on what is to be turned back."""

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from campaigns.plan import fields
from campaigns.plan.actions.checking import ids, new
from campaigns.plan.models import Dependency, Item
from workspace.kernel.refusals import Conflict
from workspace.kernel.streams.models import Event

UNBUILT = {"item.crossed", "item.touched"}  # happen to an item by what others do elsewhere


def refuse_if_built_on(record, events):
    """Raise `Conflict` when somebody built on what these events of one noun and revision did.

    They worked on the same things in a later revision, or, where these are items, made others
    wait for them or be parts of them. The count of statements does not grow with the events.
    """
    titles = {event.object_id: event.object_name for event in events}
    if later := later_event(record, events):
        raise built_on(later, title=titles[later.object_id])
    if events[0].noun == "item" and (found := newest_link(record, events)):
        pk, linking = found
        if linking.stream_id == record.stream.pk:
            raise built_on(linking, title=titles[pk])
        raise Conflict(
            _("An item of another campaign waits for “%(title)s” by now.") % {"title": titles[pk]},
            mend=_("Change it back by hand, or talk to each other first."),
        )


def standing_after(stream, revision):
    """The events of a stream after a revision, but for what was undone since, and the undoing.

    What undoes the revision itself, or one before it, changed what was there at the revision.
    """
    later = Event.objects.filter(stream=stream, revision__gt=revision).exclude(verb__in=UNBUILT)
    undoers = dict(later.filter(undoes__gt=revision).values_list("undoes", "revision"))

    def stands(revision):
        return revision not in undoers or not stands(undoers[revision])

    neutral = {*undoers.values(), *(each for each in undoers if not stands(each))}
    return later.exclude(revision__in=neutral) if neutral else later


def later_event(record, events):
    """The first thing that happened to the same objects in a later revision, and still stands."""
    pks = [event.object_id for event in events]
    later = standing_after(record.stream, events[0].revision)
    same = later.filter(noun=events[0].noun, object_id__in=pks)
    return same.order_by("revision", "position").first()


def newest_link(record, events):
    """An item of these, and the newest event that linked another with it since; or None.

    Another waits for it, or is a part of it, from whatever campaign, and is in no trash. One that
    was linked with it before is not counted, whatever else it waits for since.
    """
    links = links_with([event.object_id for event in events])
    told = linking_since(record, events[0], {item for _name, item, _pk in links}) if links else {}
    found = []
    for name, item, pk in links:
        changes = [event for event in told.get(item, ()) if name in event.changes]
        if changes and pk not in ids(changes[0].changes[name][0]):
            found += [(pk, event) for event in changes if pk in new(event.changes, name)]
    return max(found, key=lambda each: (each[1].at, each[1].pk), default=None)


def links_with(pks):
    """[(field, item, one of `pks`)] of the items whose field names one of them."""
    waits = Dependency.objects.filter(waits_for__in=pks, item__trashed_at__isnull=True)
    parts = Item.objects.kept().filter(parent__in=pks)
    return [
        *(("waits_for", *pair) for pair in waits.values_list("item_id", "waits_for_id")),
        *(("parent", *pair) for pair in parts.values_list("pk", "parent_id")),
    ]


def linking_since(record, event, pks):
    """{item: the events that changed its links after `event`, in their order}.

    Streams of other campaigns have revisions of their own: there the moment says what came later.
    """
    here = Q(stream=record.stream)
    found = {}
    for each in Event.objects.filter(
        here & Q(revision__gt=event.revision) | ~here & Q(at__gte=event.at),
        Q(changes__has_key="waits_for") | Q(changes__has_key="parent"),
        noun="item",
        object_id__in=pks,
    ).order_by("revision", "position"):
        found.setdefault(each.object_id, []).append(each)
    return found


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
    raise built_on(later or event, label_of(event.noun, name))


def label_of(noun, name):
    """What a field is called on the screens."""
    if noun == "campaign":
        return Campaign._meta.get_field(name).verbose_name
    return fields.LABELS.get(name, name)


def built_on(later, what="", title=""):
    names = {"who": later.actor_name, "title": title or later.object_name, "what": what}
    if what:
        sentence = _("%(who)s has changed “%(what)s” of “%(title)s” since.") % names
    else:
        sentence = _("%(who)s has worked on “%(title)s” since.") % names
    return Conflict(sentence, mend=_("Change it back by hand, or talk to each other first."))
