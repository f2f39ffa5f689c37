"""Comments, checklists and files of an item."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.plan import actions, files, policies
from campaigns.plan.addresses import address
from campaigns.plan.forms import CommentForm
from campaigns.plan.mentions import unheard
from campaigns.plan.views.items import ITEM, answer, id_of, told
from workspace.kernel import fragments
from workspace.kernel.refusals import Invalid

SHOWN_IN_PLACE = {"image/png", "image/jpeg", "image/gif", "image/webp"}


def again(request, item, said="", *, warning=False):
    """The item's drawer anew, or its page when the form was sent without scripts: there only a
    `warning` is said."""
    if request.htmx:
        return answer(request, item, said=said)
    if warning:
        messages.warning(request, said)
    return redirect(address("item", item.campaign, request.workspace.slug, number=item.number))


@policies.item.opens("comment", **ITEM)
@require_POST
def comment(request, item):
    form = CommentForm(request.POST)
    if not form.is_valid():
        raise Invalid.of(form)
    said = actions.comment(
        item,
        by=request.member,
        body=form.cleaned_data["text"],
        team_only=form.cleaned_data["team_only"],
    )
    alone = _("Comment added. This is for the team only: %(names)s will not see it.")
    return heard_by(request, said, _("Comment added"), alone)


def heard_by(request, comment, said, alone):
    """The item with a comment that was changed.

    `alone` is said instead where it now names guests who will not see it.
    """
    if request.member.newest and (guests := unheard(comment)):
        names = ", ".join(member.name for member in guests)
        return again(request, comment.item, alone % {"names": names}, warning=True)
    return again(request, comment.item, said)


@policies.comment.opens("edit", pk="comment")
@require_POST
def edit_comment(request, comment):
    form = CommentForm(request.POST)
    if not form.is_valid():
        raise Invalid.of(form)
    version = id_of(request, "version") or comment.version
    actions.edit_comment(
        comment, by=request.member, version=version, body=form.cleaned_data["text"]
    )
    alone = _("Comment changed. This is for the team only: %(names)s will not see it.")
    return heard_by(request, comment, _("Comment changed"), alone)


@policies.comment.opens("remove", pk="comment")
@require_POST
def remove_comment(request, comment):
    actions.remove_comment(comment, by=request.member)
    return again(request, comment.item, _("Comment removed"))


@policies.mention.opens("settle", pk="mention")
@require_POST
def settle(request, mention):
    """Put a mention aside; it leaves the home page."""
    actions.settle(mention, by=request.member)
    return fragments.done(request, said=_("Put aside"), **{"plan:moved": {}})


@policies.item.opens("edit", **ITEM)
@require_POST
def add_entry(request, item):
    actions.add_entry(item, by=request.member, text=request.POST.get("text", ""))
    return again(request, item, told(["checklist"]))


@policies.item.opens("progress", **ITEM)
@require_POST
def edit_entry(request, item, entry):
    """Tick or untick an entry; with `text`, rename it."""
    values = {"done": request.POST.get("done") in {"on", "1", "true"}}
    if "text" in request.POST:
        policies.item.demand(request.member, "edit", item)
        values = {"text": request.POST["text"]}
    item = actions.edit_entry(item, entry, by=request.member, **values)
    return again(request, item, told(["checklist"]))


@policies.item.opens("edit", **ITEM)
@require_POST
def remove_entry(request, item, entry):
    return again(request, actions.remove_entry(item, entry, by=request.member), _("Entry removed"))


@policies.item.opens("attach", **ITEM)
@require_POST
def attach(request, item):
    """Put one file or several on the item."""
    uploads = request.FILES.getlist("file")
    if not uploads:
        raise Invalid.at("file", _("Choose a file first."))
    for upload in uploads[:20]:
        actions.attach(item, by=request.member, stored=files.store(upload))
    return again(request, item, _("File attached"))


@policies.attachment.opens("view", key="key")
@require_safe
def file(request, attachment):
    """The bytes of a file: images in place, everything else as a download."""
    path = files.path_of(attachment.key)
    if not default_storage.exists(path):
        raise Http404
    response = FileResponse(
        default_storage.open(path),
        as_attachment=attachment.content_type not in SHOWN_IN_PLACE,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600, immutable"
    return response


@policies.attachment.opens("remove", key="key")
@require_POST
def remove_file(request, attachment):
    actions.detach(attachment, by=request.member)
    return again(request, attachment.item, _("File removed"))
