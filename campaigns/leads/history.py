"""What happened to one lead, told from its events, its touches and its notes."""

from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.journey.models import Touchpoint
from campaigns.leads import rows
from campaigns.leads.facts import LABELS
from campaigns.leads.models import Lead, Note, Touch
from campaigns.plan import feed
from teams.models import Member
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


def of(lead, known=None):
    """Its events, newest first, with what was before and after where that may be told.

    `known` are names that are at hand: {(column, id): name}.
    """
    events = Event.objects.filter(noun="lead", object_id=lead.pk).select_related("actor")
    found = list(events.order_by("-revision", "-position")[:LONGEST])
    names = names_of(found, known or {})
    return [told(event, names) for event in found]


def told(event, names):
    return SimpleNamespace(
        actor=event.actor or feed.somebody(event.actor_name),
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


def names_of(events, known):
    """{(column, id): name} of the rows that the events mention; two statements at most."""
    ids = {
        column: {
            pk
            for event in events
            for pk in event.changes.get(column, ())
            if pk and (column, pk) not in known
        }
        for column in ("owner", "touchpoint")
    }
    names = dict(known)
    if ids["owner"]:
        rows_ = Member.objects.filter(pk__in=ids["owner"]).values_list("pk", "name")
        names |= {("owner", pk): name for pk, name in rows_}
    if ids["touchpoint"]:
        found = Touchpoint.objects.select_related("channel", "stage")
        names |= {("touchpoint", t.pk): str(t) for t in found.filter(pk__in=ids["touchpoint"])}
    return names


def worded(name, value, names):
    if value in (None, ""):
        return ""
    if name == "state":
        return Lead.State(value).label
    if name == "value":
        return rows.amount(value, "")
    return names.get((name, value), _("one that is gone"))


def touches(leads):
    """How these leads met the campaign, in order."""
    found = Touch.objects.filter(lead__in=leads).select_related("channel")
    return list(found.order_by("at", "pk")[:LONGEST])


def notes(leads):
    return list(Note.objects.filter(lead__in=leads).select_related("by").order_by("-pk")[:LONGEST])


def count_notes(leads):
    return Note.objects.filter(lead__in=leads).count()
