"""The words of a workspace: channels, journey stages and labels, and how often they are used."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.plan import policies
from campaigns.plan.actions import vocabulary as actions
from campaigns.plan.forms import ChannelForm, LabelForm, WordForm
from campaigns.plan.models import Item
from campaigns.plan.querysets import is_outside
from teams.queries import following
from workspace.kernel import fragments
from workspace.kernel.refusals import Invalid
from workspace.kernel.typed import version_of


@policies.channel.opens("view")
@require_safe
def words(request, workspace):
    member = request.member
    channels = counted(policies.channel, member, "items")
    stages = counted(policies.stage, member, "items")
    labels = counted(policies.label, member, "labellings__item")
    return render(
        request,
        "campaigns/plan/words.html",
        {
            **following(workspace),
            "channels": channels.order_by("position", "pk"),
            "stages": stages.order_by("position", "pk"),
            "labels": labels.order_by("name", "pk"),
            "channel_form": ChannelForm(auto_id="channel_%s"),
            "stage_form": WordForm(auto_id="stage_%s"),
            "outside": is_outside(member),
            "permissions": {
                "edit": policies.channel.allows(member, "edit"),
                "rename": policies.label.allows(member, "edit"),
                "remove": policies.label.allows(member, "remove"),
            },
        },
    )


def counted(policy, reader, items):
    """The words that a reader knows, with `uses`: on how many items they stand; see `policies`."""
    seen = Q()
    if is_outside(reader):
        seen = Q(**{f"{items}__in": Item.objects.visible_to(reader)})
    return policy.visible_to(reader).annotate(uses=Count(items, filter=seen))


def said(request, sentence):
    back = reverse("words", kwargs={"workspace": request.workspace.slug})
    return fragments.done(request, said=sentence, back=back)


def cleaned(form):
    if not form.is_valid():
        raise Invalid.of(form)
    return form.cleaned_data


@policies.channel.opens("add")
@require_POST
def add_channel(request, workspace):
    actions.add_channel(workspace.pk, by=request.member, **cleaned(ChannelForm(request.POST)))
    return said(request, _("Channel added"))


@policies.stage.opens("add")
@require_POST
def add_stage(request, workspace):
    actions.add_stage(workspace.pk, by=request.member, **cleaned(WordForm(request.POST)))
    return said(request, _("Stage added"))


@policies.channel.opens("edit", pk="channel")
@require_POST
def edit_channel(request, channel):
    values = cleaned(ChannelForm(request.POST))
    actions.edit(channel, by=request.member, version=version_of(request), **values)
    return said(request, _("Saved"))


@policies.stage.opens("edit", pk="stage")
@require_POST
def edit_stage(request, stage):
    values = cleaned(WordForm(request.POST))
    actions.edit(stage, by=request.member, version=version_of(request), **values)
    return said(request, _("Saved"))


@policies.label.opens("edit", pk="label")
@require_POST
def edit_label(request, label):
    actions.rename_label(label, by=request.member, **cleaned(LabelForm(request.POST)))
    return said(request, _("Saved"))


@policies.channel.opens("remove", pk="channel")
@require_POST
def remove_channel(request, channel):
    actions.remove(channel, by=request.member)
    return said(request, _("Removed"))


@policies.stage.opens("remove", pk="stage")
@require_POST
def remove_stage(request, stage):
    actions.remove(stage, by=request.member)
    return said(request, _("Removed"))


@policies.label.opens("remove", pk="label")
@require_POST
def remove_label(request, label):
    actions.remove(label, by=request.member)
    return said(request, _("Removed"))
