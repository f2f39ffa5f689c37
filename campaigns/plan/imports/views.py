"""Bringing a file in: choosing it, looking at it, waiting for it, and taking it out again."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.brief import policies as brief
from campaigns.plan.addresses import address
from campaigns.plan.imports import actions, faces, forms, policies, previews
from campaigns.plan.imports.models import Import
from campaigns.plan.imports.progress import progress_of
from campaigns.plan.imports.reading import Unreadable
from campaigns.plan.moving.forms import filled
from campaigns.plan.views import frame
from workspace.kernel import fragments
from workspace.kernel.refusals import Stale
from workspace.kernel.typed import attempt, status_of

CAMPAIGN = {"key__iexact": "campaign"}
IMPORT = {"pk": "pk", "campaign__key__iexact": "campaign"}
MOST_EARLIER = 50
PATIENCE = 5  # answers given at the same moment are taken one after the other


@brief.campaign.opens("view", **CAMPAIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request, campaign):
    """Choose a file; below it, the files that came in before."""
    policies.import_.demand(request.member, "add")
    form, chosen = forms.Upload(request.POST or None, request.FILES or None), []
    if request.method == "POST" and attempt(
        form, lambda typed: chosen.append(begin(campaign, request.member, typed["file"]))
    ):
        return redirect(place_of(chosen[0], request))
    earlier = policies.import_.visible_to(request.member).filter(campaign=campaign)
    context = {
        "campaign": campaign,
        "form": form,
        "earlier": earlier.select_related("by", "campaign").order_by("-pk")[:MOST_EARLIER],
        "links": frame.links(campaign, request.workspace.slug),
    }
    return render(request, "campaigns/plan/imports/files.html", context, status=status_of(form))


def begin(campaign, by, upload):
    return actions.start(campaign, by=by, upload=upload)


def place_of(imp, request):
    return address("import", imp.campaign, request.workspace.slug, pk=imp.pk)


@policies.import_.opens("view", **IMPORT)
@require_GET
def file(request, imp):
    """What an import is at: to be looked at, on its way, in, or taken out again."""
    return answer(request, imp)


def answer(request, imp, *, said=""):
    imp = Import.objects.select_related("campaign", "by").get(pk=imp.pk)
    template = "campaigns/plan/imports/file.html"
    if request.htmx:
        template += "#import"
    return fragments.fragment(request, template, context_of(request, imp), said=said)


def context_of(request, imp):
    slug = request.workspace.slug
    steps = {name: address(f"{name}_import", imp.campaign, slug, pk=imp.pk) for name in STEPS}
    context = {
        "imp": imp,
        "campaign": imp.campaign,
        "may": {
            ability: policies.import_.allows(request.member, ability, imp)
            for ability in ("choose", "run", "undo")
        },
        "links": frame.links(imp.campaign, slug)
        | steps
        | {"self": place_of(imp, request), "files": address("import_plan", imp.campaign, slug)},
    }
    if imp.state == Import.State.PREVIEW:
        return context | looked_at(imp, request.workspace)
    if imp.is_running:
        return context | {"progress": progress_of(imp)}
    return context


STEPS = ("choose", "run", "undo", "take_up")


def looked_at(imp, workspace):
    """The preview; or why the file can no longer be read, such as after a choice that failed."""
    try:
        return faces.face(previews.preview(imp), workspace)
    except Unreadable as unreadable:
        return {"unreadable": unreadable}


@policies.import_.opens("choose", **IMPORT)
@require_POST
def choose(request, imp):
    """Answer one question about the file, and see it anew."""
    question, text = request.POST.get("question", ""), request.POST.get("value", "")
    for _attempt in range(PATIENCE):
        reading, _plan = previews.understood(imp)
        try:
            actions.choose(imp, version=imp.version, **forms.answer(reading, question, text))
            break
        except Stale:
            imp.refresh_from_db()
    return shown(request, imp)


def shown(request, imp, said=""):
    """The import as it is now: in place for htmx, on its page otherwise."""
    return answer(request, imp, said=said) if request.htmx else redirect(place_of(imp, request))


@policies.import_.opens("run", **IMPORT)
@require_POST
def run(request, imp):
    answers = filled(forms.Run(request.POST)).cleaned_data
    return shown(request, actions.run(imp, version=imp.version, **answers))


@policies.import_.opens("undo", **IMPORT)
@require_POST
def undo(request, imp):
    undone = actions.take_out(imp, by=request.member)
    if undone.is_running:
        return shown(request, undone)
    kept = len(undone.kept)
    said = _("Taken out again")
    if kept:
        said = ngettext(
            "Taken out again, but for %(count)d item somebody has worked on",
            "Taken out again, but for %(count)d items somebody has worked on",
            kept,
        ) % {"count": kept}
    return shown(request, undone, said=said)


@policies.import_.opens("run", **IMPORT)
@require_POST
def take_up(request, imp):
    """Look at a file again that failed or was taken out."""
    return shown(request, actions.take_up(imp, version=imp.version))
