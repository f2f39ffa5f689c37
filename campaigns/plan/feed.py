"""The activity feed: events as sentences with what was before and after."""

from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.brief.models import BufferRule, Campaign, Health
from campaigns.plan import fields
from campaigns.plan.models import (
    Channel,
    Dependency,
    Item,
    Kind,
    Label,
    Priority,
    Stage,
    Status,
)
from campaigns.plan.policies import reason_told, visible_events
from campaigns.plan.querysets import is_outside
from teams.models import Member, Team
from teams.models import initials as initials_of
from workspace.kernel.streams.models import Event
from workspace.kernel.templatetags.look import day

SENTENCES = {
    "item.added": gettext_lazy("added this item"),
    "item.edited": gettext_lazy("changed"),
    "item.moved": gettext_lazy("moved this in the order"),
    "item.trashed": gettext_lazy("moved this to the trash"),
    "item.restored": gettext_lazy("took this back from the trash"),
    "item.purged": gettext_lazy("deleted this for good"),
    "item.commented": gettext_lazy("commented"),
    "item.comment_edited": gettext_lazy("changed a comment"),
    "item.comment_removed": gettext_lazy("removed a comment"),
    "item.comment_restored": gettext_lazy("brought a comment back"),
    "item.crossed": gettext_lazy("moved dates with which this no longer fits"),
    "item.agreed": gettext_lazy("agreed to the move of dates"),
    "item.objected": gettext_lazy("objected to the move of dates"),
    "item.reminded": gettext_lazy("reminded those who have not answered the move of dates"),
    "item.settled": gettext_lazy("settled the move of dates"),
    "item.touched": gettext_lazy("saw a change in another campaign that this is linked with"),
    "item.attached": gettext_lazy("attached a file"),
    "item.detached": gettext_lazy("removed a file"),
    "item.repeats": gettext_lazy("let this come again"),
    "item.repeats_no_more": gettext_lazy("let this come no more"),
    "item.returned": gettext_lazy("made this, as it comes again"),
    "campaign.added": gettext_lazy("started the campaign"),
    "campaign.edited": gettext_lazy("changed the campaign"),
    "campaign.health": gettext_lazy("changed how the campaign stands"),
    "campaign.waived": gettext_lazy("let the campaign do without something at the gate"),
    "campaign.waived_no_more": gettext_lazy("took back what was waived at the gate"),
    "waiver.added": gettext_lazy("said why the gate is waived:"),
    "waiver.withdrawn": gettext_lazy("withdrew a waiver, given because:"),
    "override.added": gettext_lazy("said why the campaign stands so:"),
    "override.taken_back": gettext_lazy("took back what somebody had said of how it stands:"),
    "override.ended": gettext_lazy("let end what somebody had said of how it stands:"),
    "touchpoint.added": gettext_lazy("opened a touchpoint"),
    "touchpoint.edited": gettext_lazy("changed a touchpoint"),
    "participation.added": gettext_lazy("brought somebody in"),
    "participation.edited": gettext_lazy("changed until when somebody takes part"),
    "participation.removed": gettext_lazy("ended somebody's part"),
    "share_link.added": gettext_lazy("made a share link"),
    "share_link.revoked": gettext_lazy("revoked a share link"),
    "baseline.added": gettext_lazy("named the plan"),
    "baseline.removed": gettext_lazy("took the name of a plan away:"),
    "target.added": gettext_lazy("set the target of"),
    "target.edited": gettext_lazy("changed the target of"),
    "target.removed": gettext_lazy("took away the target of"),
    "batch.observed": gettext_lazy("brought in numbers"),
    "series.assigned": gettext_lazy("gave waiting numbers to the campaign"),
    "series.taken_away": gettext_lazy("took numbers of a tool away from the campaign"),
    "import.done": gettext_lazy("brought in a file"),
    "import.undone": gettext_lazy("took a file's items out again"),
}
# The same in the feed of a campaign, where the name stands within the sentence.
NAMED = {
    "item.added": gettext_lazy("added %(name)s"),
    "item.moved": gettext_lazy("moved %(name)s in the order"),
    "item.trashed": gettext_lazy("moved %(name)s to the trash"),
    "item.restored": gettext_lazy("restored %(name)s"),
    "item.purged": gettext_lazy("deleted %(name)s for good"),
}
NAME = "%(name)s"


def speak(sentences):
    """Let the feed tell of another chapter's events, too: {verb: sentence}, without columns."""
    SENTENCES.update(sentences)
    WITHOUT_CHANGES.update(sentences)


SILENT = {"rank", "extra", "trashed"}
# What is new has no before; what a target was is told on its own page, in its metric's unit.
WITHOUT_CHANGES = {
    "item.added",
    "campaign.added",
    "target.added",
    "target.edited",
    "target.removed",
}
CODES = {
    "status": Status,
    "kind": Kind,
    "priority": Priority,
    "phase": Campaign.Phase,
    "buffer_rule": BufferRule,
    "health": Health,
}
OF_CAMPAIGN = ("name", "key", "objective", "phase", "starts_on", "ends_on", "buffer_rule")
LABELS = (
    fields.LABELS
    | {name: Campaign._meta.get_field(name).verbose_name for name in OF_CAMPAIGN}
    | {
        "owner": gettext_lazy("Owner"),
        "health": gettext_lazy("Health"),
        "promise": gettext_lazy("What is promised"),
    }
)
ROWS = {
    "channel": Channel,
    "stage": Stage,
    "team": Team,
    "parent": Item,
    "labels": Label,
    "assignees": Member,
    "waits_for": Item,
    "owner": Member,
}
LONGEST = 90


def of_item(item, reader, limit=30):
    """The newest things that happened to an item, told to `reader`."""
    events = visible_events(reader).filter(noun="item", object_id=item.pk)
    return told(events, limit, reader)


def of_campaign(stream, reader, before=None, limit=60):
    """The newest things of a whole campaign, before a revision for the pages after the first."""
    events = visible_events(reader).filter(stream=stream)
    return told(events.filter(revision__lt=before) if before else events, limit, reader)


def thrown_away_by(items):
    """{id: the name of who put it into the trash} of items that are there."""
    events = Event.objects.filter(noun="item", object_id__in=[item.pk for item in items])
    rows = events.filter(changes__has_key="trashed").order_by("revision", "position")
    return dict(rows.values_list("object_id", "actor_name"))


def told(events, limit, reader):
    events = list(events.select_related("actor").order_by("-revision", "-position", "-pk")[:limit])
    names = named(events, reader)
    undone = undone_by(events)
    return [told_one(event, reader, names, undone.get(event.pk)) for event in events]


def told_one(event, reader, names, undone=None):
    before_name, _name, after_name = in_words(event, undone, NAMED).partition(NAME)
    return SimpleNamespace(
        id=event.pk,
        revision=event.revision,
        verb=event.verb,
        names=set(event.changes),
        noun=event.noun,
        object_id=event.object_id,
        object_name=event.object_name,
        actor=event.actor or somebody(event.actor_name),
        sentence=in_words(event, undone, {}),
        before_name=before_name,
        after_name=after_name,
        why=reason_told(event, reader) or left_out(event),
        at=event.at,
        undone=event.undoes is not None,
        changes=[
            change(name, before, after, names)
            for name, (before, after) in event.changes.items()
            if name not in SILENT and event.verb not in WITHOUT_CHANGES
        ],
        excerpt=event.data.get("excerpt", event.data.get("file", "")),
    )


def left_out(event):
    """What an item that comes again no longer has of the one before."""
    names = event.data.get("left_out") if event.verb == "item.returned" else None
    return _("Left out, as it is gone: %(names)s") % {"names": ", ".join(names)} if names else ""


def in_words(event, undone, named):
    """The sentence of an event; an undo says what it undid. `named` hold a place for the name."""

    def words(verb):
        plain = SENTENCES.get(verb, verb)
        return str(named.get(verb) or (f"{plain} {NAME}" if named else plain))

    if undone is None:
        return words(event.verb)
    if undone.undoes is not None:
        return _("took back an undo: %(what)s") % {"what": words(event.verb)}
    return _("undid: %(what)s") % {"what": words(undone.verb)}


def undone_by(events):
    """{id of an event: the one that it undid}, in a statement when there are any."""
    undos = [event for event in events if event.undoes is not None]
    if not undos:
        return {}
    rows = Event.objects.filter(
        stream__in={event.stream_id for event in undos},
        revision__in={event.undoes for event in undos},
        object_id__in={event.object_id for event in undos},
    )
    found = {
        (row.stream_id, row.revision, row.noun, row.object_id): row
        for row in rows.only(
            "stream", "revision", "noun", "object_id", "verb", "undoes", "workspace"
        ).order_by("-position")
    }
    return {
        event.pk: row
        for event in undos
        if (row := found.get((event.stream_id, event.undoes, event.noun, event.object_id)))
    }


def somebody(name):
    name = name or _("Roundtable")
    return SimpleNamespace(name=name, initials=initials_of(name), hue=0)


def change(name, before, after, names):
    return SimpleNamespace(
        label=LABELS.get(name, name),
        before=shown(name, before, names),
        after=shown(name, after, names) or "–",
    )


def shown(name, value, names):
    """A plain value as people read it."""
    if value in (None, "", [], {}):
        return ""
    if name in CODES:
        return CODES[name](value).label
    if name in {"start_on", "due_on", "starts_on", "ends_on"}:
        return day(fields.column_value("due_on", value))
    if name == "checklist":
        return f"{sum(done for _text, done in value)}/{len(value)}"
    if name == "waits_how":
        return ", ".join(waited(pk, *how, names) for pk, how in value.items())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in ROWS:
        many = value if isinstance(value, list) else [value]
        return ", ".join(names.get((ROWS[name], pk), "…") for pk in many)
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def waited(pk, kind, lag, names):
    """How an item waits for another, such as “Landing page (start to start, +2 working days)”."""
    how = [Dependency.Kind(kind).label]
    if lag:
        how.append(ngettext("%(lag)+d working day", "%(lag)+d working days", lag) % {"lag": lag})
    return f"{names.get((Item, int(pk)), '…')} ({', '.join(map(str, how))})"


def named(events, reader=None):
    """{(model, id): name} of all rows that these events mention: a statement for each model.

    A reader from outside learns no names of items in campaigns that they do not see.
    """
    wanted = {}
    for event in events:
        for name, pair in event.changes.items():
            if name in ROWS:
                for value in pair:
                    many = value if isinstance(value, list) else [value]
                    wanted.setdefault(ROWS[name], set()).update(pk for pk in many if pk)
            if name == "waits_how":
                pks = {int(pk) for each in pair for pk in each or ()}
                wanted.setdefault(Item, set()).update(pks)
    hides = reader is not None and is_outside(reader)
    return {
        (model, row.pk): str(row)
        for model, pks in wanted.items()
        for row in (
            Item.objects.visible_to(reader) if hides and model is Item else model.objects
        ).filter(pk__in=pks)
    }
