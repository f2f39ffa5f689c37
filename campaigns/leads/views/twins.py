"""Duplicates: which leads may be one person, comparing two, merging them, and taking it back."""

from types import SimpleNamespace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.leads import duplicates as finding
from campaigns.leads import masking, policies, rows
from campaigns.leads.actions import looking, merging, states
from campaigns.leads.facts import LABELS
from campaigns.leads.models import Merge
from campaigns.leads.views import frame
from campaigns.leads.views.lead import link
from workspace.kernel import clock

KINDS = {"email_key": lambda: _("The same e-mail"), "phone_key": lambda: _("The same phone")}


@policies.lead.opens("see_duplicates")
@require_safe
def duplicates(request, workspace):
    """Groups of leads that share a mail or a phone."""
    policies.lead.demand(request.member, "see_duplicates", workspace)
    after = request.GET.get("after", "0")
    after = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
    found, more = finding.groups(policies.lead.visible_to(request.member), after)
    reader, slug, now = request.member, workspace.slug, clock.now()
    pks = dict.fromkeys(lead.pk for _kind, leads in found for lead in leads)
    looking.listed(pks, by=reader, wanted={"duplicates": True})
    context = frame.of_workspace(request, "duplicates") | {
        "groups": [
            SimpleNamespace(
                label=KINDS[kind](),
                rows=[rows.row(lead, reader, slug, now=now) for lead in leads],
                url=link("merge_leads", slug, lead=leads[0].pk, other_lead=leads[1].pk),
            )
            for kind, leads in found
        ],
        "more_url": f"?after={after + finding.FIRST}" if more else "",
    }
    return render(request, "campaigns/leads/duplicates.html", context)


@policies.lead.opens("merge", pk="lead")
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, lead, other_lead):
    """Two leads side by side; a person chooses field by field, and which of them is kept."""
    other = policies.lead.fetch(request.member, "merge", pk=other_lead)
    if other.pk == lead.pk:
        raise Http404
    slug = request.workspace.slug
    if request.method == "POST":
        kept, gone = (lead, other) if request.POST.get("keep") != str(other.pk) else (other, lead)
        take = [n for n in merging.CHOSEN if request.POST.get(f"take-{n}") == str(gone.pk)]
        merging.merge(kept, gone, by=request.member, take=take)
        messages.success(request, _("Merged. It can be undone on this page."))
        return redirect(rows.address(kept.pk, slug))
    for one in (lead, other):
        looking.viewed(one, by=request.member)
    return render(request, "campaigns/leads/merge.html", compared(request, lead, other))


def compared(request, lead, other):
    reader, slug, now = request.member, request.workspace.slug, clock.now()
    first, second = rows.furnished(
        policies.lead.visible_to(reader).filter(pk__in=[lead.pk, other.pk])
    ).order_by("pk")
    kept = further(first, second)
    fields = [
        field(name, first, second, kept, reader)
        for name in merging.CHOSEN
        if mixes(name, lead, other)
    ]
    return {
        "campaign": lead.campaign,
        "pair": [rows.row(one, reader, slug, now=now) for one in (first, second)],
        "kept": kept.pk,
        "fields": [each for each in fields if each.differs],
        "alike": [(each.label, each.said) for each in fields if each.said and not each.differs],
        "back": rows.address(lead.pk, slug),
        "action": link("merge_leads", slug, lead=lead.pk, other_lead=other.pk),
    }


def mixes(name, lead, other):
    """A touchpoint belongs to its campaign, so it is not taken into another."""
    return name != "touchpoint" or lead.campaign_id == other.campaign_id


def further(first, second):
    """The one that stays unless somebody chooses otherwise: who came further, else the older one.

    What was won would be lost from all counts, if it went.
    """
    return max(first, second, key=lambda one: len(states.road_to(one.state)))


def field(name, first, second, kept, reader):
    """What both say of a fact; from the start what the kept one says is chosen, if it says any."""
    said = [worded(name, one, reader) for one in (first, second)]
    here, there = said if kept is first else reversed(said)
    chosen = kept if here or not there else first if kept is second else second
    return SimpleNamespace(
        name=name,
        label=LABELS[name],
        said=said[0],
        differs=said[0] != said[1],
        options=[
            SimpleNamespace(pk=one.pk, text=text, chosen=one is chosen)
            for one, text in zip((first, second), said, strict=True)
        ],
    )


def worded(name, lead, reader):
    if name == "utm":
        return ", ".join(f"{key}={value}" for key, value in sorted(lead.utm.items()))
    if name == "value":
        return rows.amount(lead.value, lead.currency)
    if name in {"owner", "touchpoint"}:
        return str(getattr(lead, name) or "")
    return getattr(masking.face(lead, reader), name)


@policies.lead.opens("merge", pk="lead")
@require_POST
def undo(request, lead, merge):
    """Take a merge back: both are what they were."""
    found = Merge.objects.select_related("kept", "gone").filter(pk=merge, kept=lead).first()
    if found is None:
        raise Http404
    merging.unmerge(found, by=request.member)
    messages.success(request, _("Undone: they are two leads again."))
    return redirect(rows.address(lead.pk, request.workspace.slug))
