"""Effects of actions on campaigns' people, carried out by the worker."""

from celery import shared_task
from django.conf import settings
from django.urls import reverse

from campaigns.brief.actions import sharing, standing
from campaigns.brief.models import Participation
from teams import mails
from teams.models import Member
from workspace.kernel import outbox


@outbox.handles("campaigns.tell_admitted", network=True)
def tell_admitted(effect, *, participation, by):
    """Tell a member by mail that they take part in a campaign now."""
    participation = (
        Participation.objects.running()
        .filter(pk=participation)
        .select_related("campaign", "member__user", "workspace")
        .first()
    )
    if participation is None or not participation.member.email:
        return
    member, campaign = participation.member, participation.campaign
    path = reverse(
        "campaign", kwargs={"workspace": participation.workspace.slug, "campaign": campaign.key}
    )
    mails.send(
        "campaigns/brief/mail/admitted",
        member.email,
        key=effect.key,
        language=member.user.language if member.user else "",
        participation=participation,
        inviter=Member.objects.get(pk=by),
        url=settings.PUBLIC_URL + path,
    )


@outbox.handles("campaigns.member_left")
def member_left(effect, *, member):
    """End the share links of somebody who has left."""
    sharing.revoke_all_of(Member.objects.get(pk=member))


@shared_task(name="campaigns.health.sweep")
def sweep_health():
    """Compute anew how those campaigns stand that changed, and all when a day begins."""
    standing.sweep()
