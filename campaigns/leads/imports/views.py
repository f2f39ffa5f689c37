"""Bringing leads in: choosing a file, looking at it, waiting for it, and taking it out again."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.brief import policies as brief
from campaigns.leads import masking, policies
from campaigns.leads.imports import actions, faces, forms
from campaigns.leads.models import LeadImport
from campaigns.leads.views import frame
from campaigns.plan.addresses import address
from campaigns.plan.imports import course, store
from campaigns.plan.imports.progress import progress_of
from campaigns.plan.imports.reading import Unreadable
from workspace.kernel import fragments
from workspace.kernel.refusals import Stale
from workspace.kernel.typed import attempt, status_of

FILE = {"pk": "lead_import", "campaign__key__iexact": "campaign"}
MOST_EARLIER = 50
PATIENCE = 5  # answers given at the same moment are taken one after the other
STEPS = ("choose", "run", "undo")


@brief.campaign.opens("view", key__iexact="campaign")
@require_http_methods(["GET", "HEAD", "POST"])
def files(request, campaign):
    """Choose a file; below it, the files that came in before."""
    member = request.member
    policies.lead_import.demand(member, "add", campaign)
    form, chosen = forms.Upload(request.POST or None, request.FILES or None), []
    if request.method == "POST" and attempt(
        form,
        lambda typed: chosen.append(actions.start(campaign, by=member, upload=typed["file"])),
    ):
        return redirect(place_of(chosen[0], request))
    rows = policies.lead_import.visible_to(member).filter(campaign=campaign)
    earlier = rows.select_related("by", "campaign").order_by("-pk")[:MOST_EARLIER]
    context = frame.of_campaign(request, campaign, "bring_leads") | {
        "form": form,
        "earlier": [(imp, place_of(imp, request)) for imp in earlier],
        "all_new": not masking.sees(member),
    }
    template = "campaigns/leads/imports/files.html"
    return fragments.fragment(request, template, context, status=status_of(form))


def place_of(imp, request):
    return address("lead_import", imp.campaign, request.workspace.slug, lead_import=imp.pk)


@policies.lead_import.opens("view", **FILE)
@require_GET
def file(request, imp):
    """What a file is at: to be looked at, on its way, in, or taken out again."""
    return answer(request, imp)


def answer(request, imp, *, said=""):
    rows = LeadImport.objects.select_related("campaign", "by", "workspace")
    if (found := rows.filter(pk=imp.pk).first()) is None:
        raise Http404
    template = "campaigns/leads/imports/file.html"
    if request.htmx:
        template += "#import"
    return fragments.fragment(request, template, context_of(request, found), said=said)


def context_of(request, imp):
    slug = request.workspace.slug
    context = {
        "imp": imp,
        "campaign": imp.campaign,
        "may": {step: policies.lead_import.allows(request.member, step, imp) for step in STEPS},
        "links": {
            step: address(f"{step}_lead_import", imp.campaign, slug, lead_import=imp.pk)
            for step in STEPS
        }
        | {
            "self": place_of(imp, request),
            "files": address("bring_leads", imp.campaign, slug),
            "leads": address("leads", imp.campaign, slug),
        },
    }
    if imp.state == LeadImport.State.PREVIEW:
        return context | looked_at(imp)
    if imp.is_running:
        return context | {"progress": progress_of(imp)}
    return context | {"problems": imp.told_problems}


def looked_at(imp):
    """The preview; or why the file can no longer be read, such as after a choice that failed."""
    try:
        return faces.face(actions.preview(imp), actions.around_of(imp.workspace))
    except Unreadable as unreadable:
        return {"unreadable": unreadable}


@policies.lead_import.opens("choose", **FILE)
@require_POST
def choose(request, imp):
    """Answer one question about the file, and see it anew."""
    question, text = request.POST.get("question", ""), request.POST.get("value", "")
    for _attempt in range(PATIENCE):
        try:
            decide(imp, question, text)
            break
        except Stale:
            imp.refresh_from_db()
    return shown(request, imp)


def decide(imp, question, text):
    course.refuse_unless_preview(imp)
    with store.refusing():
        reading, _draft = actions.understood(imp)
    choice = forms.answer(reading, actions.around_of(imp.workspace), question, text)
    actions.choose(imp, version=imp.version, **choice)


def shown(request, imp, said=""):
    """The import as it is now: in place for htmx, on its page otherwise."""
    return answer(request, imp, said=said) if request.htmx else redirect(place_of(imp, request))


@policies.lead_import.opens("run", **FILE)
@require_POST
def run(request, imp):
    return shown(request, actions.run(imp, version=imp.version))


@policies.lead_import.opens("undo", **FILE)
@require_POST
def undo(request, imp):
    kept = actions.undo(imp, by=request.member).kept
    said = _("Taken out again")
    if kept:
        said = ngettext(
            "Taken out again, but for %(count)d lead somebody has worked on",
            "Taken out again, but for %(count)d leads somebody has worked on",
            kept,
        ) % {"count": kept}
    return shown(request, imp, said=said)
