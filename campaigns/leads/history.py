"""What happened to one lead, told from its events, its touches and its notes."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.journey.models import Touchpoint
from campaigns.leads import masking, rows
from campaigns.leads.facts import LABELS
from campaigns.leads.models import Lead, Note, Touch
from campaigns.leads.queries.people import told_of
from campaigns.plan import feed, vocabulary
from workspace.kernel.sets import together
from workspace.kernel.streams.models import Event

LONGEST = 100
SENTENCES = {
    "lead.added": gettext_lazy("brought this lead in"),
    "lead.edited": gettext_lazy("changed"),
    "lead.promoted": gettext_lazy("passed this lead to sales"),
    "lead.accepted": gettext_lazy("accepted"),
    "lead.rejected": gettext_lazy("rejected"),
    "lead.recycled": gettext_lazy("put it off"),
    "lead.came_back": gettext_lazy("let it wait again"),
    "lead.qualified": gettext_lazy("called it qualified"),
    "lead.opened": gettext_lazy("made it an opportunity"),
    "lead.won": gettext_lazy("won"),
    "lead.lost": gettext_lazy("lost"),
    "lead.undone": gettext_lazy("took the last step back"),
    "lead.noted": gettext_lazy("noted something"),
    "lead.quoted": gettext_lazy("passed on what the customer said"),
    "lead.merged": gettext_lazy("merged another lead into this one"),
    "lead.merged_away": gettext_lazy("merged this into another lead"),
    "lead.unmerged": gettext_lazy("undid a merge"),
    "lead.erased": gettext_lazy("erased the person"),
    "lead.removed": gettext_lazy("took the lead out again"),
}
feed.speak(SENTENCES | {"answer.added": gettext_lazy("answered what sales said")})
TOLD = ("state", "owner", "touchpoint", "value")


@dataclass(frozen=True)
class Story:
    """What happened to a lead: `past` is its events, newest first, each as a sentence.

    `notes` are for those who see leads; to others `hidden_notes` says how many there are.
    `touchpoints` are those of its campaign, which it may have come from.
    """

    touches: list
    notes: list
    hidden_notes: int
    past: list
    touchpoints: list


def of(lead, reader):
    """The `Story` of a lead, with what was told of those that were merged into it.

    One statement, and one to count what the reader does not see.
    """
    sees = masking.sees(reader)
    notes = told_of(Note.objects.all(), [lead.pk])
    events, touches, shown, places = together(
        first(Event.objects.filter(noun="lead", object_id=lead.pk), "-revision", "-position"),
        first(told_of(Touch.objects.all(), [lead.pk]), "at", "pk"),
        first(notes if sees else notes.none(), "-pk"),
        Touchpoint.objects.filter(campaign=lead.campaign_id).order_by(
            "channel__position", "stage__position", "pk"
        ),
    )
    words = vocabulary.by_id(reader.workspace)
    furnish([*touches, *places], "channel", words)
    furnish(places, "stage", words)
    hidden = 0 if sees else notes.count()
    return Story(touches, shown, hidden, past(events, reader, places), places)


def furnish(found, kind, words):
    """Give rows the words they name; one that came a moment ago is read when it is needed."""
    for row in found:
        if (word := words[kind].get(getattr(row, f"{kind}_id"))) is not None:
            setattr(row, kind, word)


def first(rows_, *order):
    """The first `LONGEST` of these rows in an order, as a question that goes with others."""
    found = rows_.order_by(*order).values("pk")[:LONGEST]
    return rows_.model.objects.filter(pk__in=found).order_by(*order)


def past(events, reader, touchpoints):
    """Events with what was before and after where that may be told."""
    mentioned = {pk for event in events for pk in (event.actor_id, *event.changes.get("owner", ()))}
    people = vocabulary.rows_of(reader.workspace, "people", mentioned - {None})
    names = {("owner", pk): one.name for pk, one in people.items()}
    names |= {("touchpoint", place.pk): str(place) for place in touchpoints}
    return [told(event, people.get(event.actor_id), names) for event in events]


def told(event, actor, names):
    return SimpleNamespace(
        actor=actor or feed.somebody(event.actor_name),
        sentence=SENTENCES.get(event.verb, event.verb),
        why=event.why,
        at=event.at,
        changes=[
            SimpleNamespace(
                label=LABELS[name],
                before=worded(name, before, names),
                after=worded(name, after, names) or "–",
            )
            for name, (before, after) in event.changes.items()
            if name in TOLD
        ],
        fields=[LABELS[name] for name in event.data.get("fields", ()) if name in LABELS],
    )


def worded(name, value, names):
    if value in (None, ""):
        return ""
    if name == "state":
        return Lead.State(value).label
    if name == "value":
        return rows.amount(value, "")
    return names.get((name, value), _("one that is gone"))
