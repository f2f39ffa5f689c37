"""One lead: who it is as far as the reader may know, what happened, and changing it."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.brief import policies as brief
from campaigns.leads import duplicates, facts, history, masking, policies, rows
from campaigns.leads.actions import bringing, editing, erasing, looking
from campaigns.leads.facts import LABELS
from campaigns.leads.forms import EraseForm, LeadForm
from campaigns.leads.models import Lead
from campaigns.leads.views import frame, steps
from campaigns.plan import vocabulary
from workspace.kernel import clock, fragments
from workspace.kernel.live.cursors import following
from workspace.kernel.refusals import Conflict, Invalid
from workspace.kernel.streams.models import Stream
from workspace.kernel.templatetags.look import listed
from workspace.kernel.typed import attempt, status_of, version_of

LEAD = {"pk": "lead"}
BY_HAND = "hand"
KINDS = {"email": "email", "phone": "tel"}


def furnished(leads, reader):
    """Leads with all that their page shows of them, and where the streams stand at that moment."""
    streams = Stream.objects.order_by()
    own = streams.filter(kind="campaign", of=OuterRef("campaign"))
    agreed = streams.filter(kind="workspace", of=OuterRef("workspace"))
    found = rows.furnished(leads.select_related("merged_into")).annotate(
        stream=Subquery(own.values("pk")[:1]),
        revision=Subquery(own.values("revision")[:1]),
        agreed=Subquery(agreed.values("revision")[:1]),
    )
    return looking.with_noted(found, reader)


@policies.lead.opens("view", furnish=furnished, **LEAD)
@require_safe
def lead(request, lead):
    """The page of one lead. Who is shown who it is, is noted."""
    return answer(request, lead)


def answer(request, lead, *, said="", conflict=None, status=200):
    """The page of a lead that is `furnished`; for htmx the lead alone."""
    context = context_of(request, lead)
    pks = [twin.row.id for twin in context["twins"]]
    looking.opened(lead, pks, by=request.member, wanted={"duplicates": True})
    context |= following([(lead.stream, lead.revision)]) | {"conflict": conflict}
    template = "campaigns/leads/lead.html#lead" if request.htmx else "campaigns/leads/lead.html"
    return fragments.fragment(request, template, context, said=said, status=status)


def anew(request, lead, **how):
    """The same of a lead as it is now."""
    visible = policies.lead.visible_to(request.member)
    return answer(request, furnished(visible, request.member).get(pk=lead.pk), **how)


def context_of(request, lead):
    reader, slug = request.member, request.workspace.slug
    may = {
        ability: policies.lead.allows(reader, ability, lead)
        for ability in ("edit", "merge", "erase", "decide")
    }
    open_to_change = not lead.erased_at and not lead.merged_into_id
    may = {ability: allowed and open_to_change for ability, allowed in may.items()}
    twins, merged = duplicates.around(lead, seeing=may["merge"])
    story = history.of(lead, reader)
    offered = Offered.to(request, story.touchpoints) if may["edit"] else Offered()
    return {
        "campaign": lead.campaign,
        "row": rows.row(lead, reader, slug, now=clock.now()),
        "face": masking.face(lead, reader),
        "version": lead.version,
        "facts": facts_of(lead, offered) if may["edit"] else [],
        "shown": shown(lead, reader),
        "may": may,
        "utm": [(name, lead.utm[name]) for name in facts.UTM if said_to(lead, name, reader)],
        "twins": [
            SimpleNamespace(
                row=rows.row(twin, reader, slug, now=clock.now()),
                url=link("merge_leads", slug, lead=lead.pk, other_lead=twin.pk),
            )
            for twin in twins
        ],
        "merges": [
            SimpleNamespace(
                gone=gone.pk,
                at=gone.merged_at,
                url=rows.address(gone.pk, slug),
                undo=link("undo_merge", slug, lead=lead.pk, merge=gone.merge),
            )
            for gone in merged
        ],
        "kept_url": rows.address(lead.merged_into_id, slug) if lead.merged_into_id else "",
        "touches": story.touches,
        "notes": story.notes,
        "hidden_notes": story.hidden_notes,
        "past": story.past,
        "steps": steps.of(lead, reader, slug),
        "links": {
            "change": link("change_lead", slug, lead=lead.pk),
            "erase": link("erase_lead", slug, lead=lead.pk),
            "all": link("all_leads", slug),
        },
    }


@dataclass(frozen=True)
class Offered:
    """The touchpoints and people that a lead may be given."""

    touchpoint: list = field(default_factory=list)
    owner: list = field(default_factory=list)

    @classmethod
    def to(cls, request, touchpoints):
        known = vocabulary.by_id(request.workspace)["people"].values()
        team = [one for one in known if one.state != "left" and one.role != "guest"]
        team.sort(key=lambda one: (one.name, one.pk))
        return cls(touchpoints, team)


def link(name, slug, **parts):
    return rows.reverse(name, kwargs={"workspace": slug, **parts})


def said_to(lead, name, reader):
    return name in lead.utm and (name != "id" or masking.sees(reader))


def facts_of(lead, offered):
    """Each fact that the reader may change, with its own small form."""
    return [fact(name, each, lead, offered) for name, each in LeadForm.base_fields.items()]


def fact(name, typed, lead, offered):
    value = getattr(lead, Lead._meta.get_field(name).attname)
    options = []
    if hasattr(typed, "queryset"):
        found = getattr(offered, name)
        options = [("", typed.empty_label), *((row.pk, str(row)) for row in found)]
    if name == "value":
        value = typed.prepare_value(value)
    return SimpleNamespace(
        name=name,
        label=LABELS[name],
        kind="choice" if options else KINDS.get(name, "text"),
        value=value,
        options=options,
    )


def shown(lead, reader):
    """The facts of a lead for those who do not change them."""
    face = masking.face(lead, reader)
    told = [(LABELS[name], getattr(face, name)) for name in facts.TEXTS]
    told += [
        (LABELS["touchpoint"], lead.touchpoint),
        (LABELS["owner"], lead.owner),
        (LABELS["value"], rows.amount(lead.value, lead.currency)),
    ]
    return [(label, value) for label, value in told if value]


@policies.lead.opens("edit", **LEAD)
@require_POST
def change(request, lead):
    """Change the facts that were sent, of the version that was seen."""
    form = LeadForm(request.POST, campaign=lead.campaign)
    if not form.is_valid():
        raise Invalid.of(form)
    try:
        editing.edit(lead, by=request.member, version=version_of(request), **form.changes())
    except Conflict as refusal:
        if "both" not in refusal.data or not request.htmx:
            raise
        return anew(request, lead, conflict=both(refusal), status=409)
    labels = listed(LABELS[name] for name in form.sent)
    said = _("Saved: %(fields)s") % {"fields": labels}
    if request.htmx:
        return anew(request, lead, said=said)
    return redirect(rows.address(lead.pk, request.workspace.slug))


def both(refusal):
    name, (theirs, yours) = next(iter(refusal.data["both"].items()))
    return {"field": name, "label": LABELS[name], "theirs": theirs, "yours": yours}


@policies.lead.opens("erase", **LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request, lead):
    """Ask whether the person shall really be erased, and why; then do it."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda typed: erasing.erase(lead, by=request.member, why=typed["why"])
    ):
        messages.success(request, _("Erased. What was counted stays."))
        return redirect(rows.address(lead.pk, request.workspace.slug))
    looking.viewed(lead, by=request.member)
    context = {
        "campaign": lead.campaign,
        "face": masking.face(lead, request.member),
        "form": form,
        "back": rows.address(lead.pk, request.workspace.slug),
        "merged": list(duplicates.merged_into(lead)),
    }
    return render(request, "campaigns/leads/erase.html", context, status=status_of(form))


@brief.campaign.opens("view", key__iexact="campaign")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, campaign):
    """Write a lead down by hand."""
    policies.lead.demand(request.member, "add")
    form = LeadForm(request.POST or None, campaign=campaign)
    made = []

    def add(typed):
        outcome = bringing.bring(campaign, [typed], by=request.member, source=BY_HAND)
        made.extend(outcome.new)

    if request.method == "POST" and attempt(form, add):
        messages.success(request, _("Added."))
        return redirect(rows.address(made[0].pk, request.workspace.slug))
    context = frame.of_campaign(request, campaign, "leads") | {"form": form}
    return render(request, "campaigns/leads/new.html", context, status=status_of(form))
