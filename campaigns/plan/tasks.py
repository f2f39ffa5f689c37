"""Effects of changes to plans, and what is tidied up day by day."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from campaigns.brief.models import Campaign
from campaigns.plan import actions, files
from campaigns.plan.addresses import address
from campaigns.plan.models import Attachment, Comment, Item
from campaigns.plan.querysets import is_outside
from teams import mails
from teams.models import Member
from workspace.kernel import outbox, scope, sweeping

UNCLAIMED_FOR = timedelta(days=1)


@outbox.handles("plan.tell_mentioned", network=True)
def tell_mentioned(effect, *, comment, member):
    """Tell somebody by mail that a comment names them, unless they may not read it (any more)."""
    member = Member.objects.active().select_related("user", "workspace").filter(pk=member).first()
    if member is None or not member.email:
        return
    said = (
        Comment.objects.kept()
        .visible_to(member)
        .filter(pk=comment)
        .select_related("item__campaign")
        .first()
    )
    if said is None or (said.team_only and is_outside(member)):
        return
    item = said.item
    path = address("item", item.campaign, member.workspace.slug, number=item.number)
    mails.send(
        "campaigns/plan/mail/mentioned",
        member.email,
        key=effect.key,
        language=member.user.language if member.user else "",
        said=said,
        item=item,
        member=member,
        url=f"{settings.PUBLIC_URL}{path}#comment-{said.pk}",
    )


@outbox.handles("plan.recount")
def recount(effect, *, campaign, items, shown=False):
    """Something that items of this campaign wait for, or hold up, changed in another campaign."""
    actions.items.recount(campaign, items, shown=shown)


@outbox.handles("plan.delete_files", network=True)
def delete_files(effect, *, keys):
    """Delete the bytes of files whose items were deleted for good."""
    for key in keys:
        default_storage.delete(files.path_of(key))


@shared_task(name="campaigns.plan.tidy")
def tidy():
    """Delete for good what was thrown away thirty days ago, and bytes that no row names."""
    with scope.everything(because="the trash of all workspaces is emptied"):
        old = Item.objects.trashed().filter(
            trashed_at__lt=timezone.now() - actions.trashing.KEPT_FOR
        )
        campaigns = list(Campaign.objects.filter(pk__in=old.values("campaign")))
    for campaign in campaigns:
        with (
            sweeping.apart("the trash of campaign %s was not emptied", campaign.pk),
            scope.of(campaign.workspace_id),
        ):
            actions.purge(campaign)
    sweep_unclaimed()


def sweep_unclaimed():
    """An upload whose change failed leaves bytes behind; after a day they go."""
    if not default_storage.exists("attachments"):
        return
    before = timezone.now() - UNCLAIMED_FOR
    for folder in default_storage.listdir("attachments")[0]:
        stored = default_storage.listdir(f"attachments/{folder}")[1]
        with scope.everything(because="stored bytes tell no workspace"):
            known = set(Attachment.objects.filter(key__in=stored).values_list("key", flat=True))
        for key in set(stored) - known:
            if default_storage.get_modified_time(files.path_of(key)) < before:
                default_storage.delete(files.path_of(key))
