"""Who may see and change a campaign, and who takes part in it."""

from campaigns.brief import health
from campaigns.brief.models import Campaign, Participation, ShareLink, Waiver
from workspace.kernel.access import CONTRIBUTORS, EVERYONE, MANAGERS, READERS, TEAM, Policy, when


def owns(member, campaign):
    """They own the campaign."""
    return campaign.owner_id == member.pk


campaign = Policy(
    "campaign",
    visible_to=lambda reader: health.with_face(Campaign.objects.visible_to(reader)),
    alike_for=TEAM.roles,
    abilities={
        "view": READERS,
        "add": CONTRIBUTORS,
        "edit": CONTRIBUTORS,
        "advance": MANAGERS | when(owns, CONTRIBUTORS),
        "see_gate": TEAM,
        "waive": MANAGERS,
        "see_reasons": TEAM,
        "override": CONTRIBUTORS,
        "see_people": EVERYONE,
        "invite": CONTRIBUTORS,
        "share": CONTRIBUTORS,
    },
    reading=frozenset({"view", "see_people", "see_gate", "see_reasons"}),
    from_request="workspace",
)


waiver = Policy(
    "waiver",
    visible_to=lambda reader: (
        Waiver.objects.none()
        if reader.is_guest
        else Waiver.objects.filter(withdrawn_at__isnull=True).select_related("campaign")
    ),
    abilities={"withdraw": MANAGERS},
)

participation = Policy(
    "participation",
    visible_to=lambda reader: Participation.objects.filter(
        campaign__in=Campaign.objects.visible_to(reader)
    ),
    abilities={"extend": CONTRIBUTORS, "end": CONTRIBUTORS},
)

share_link = Policy(
    "share_link",
    visible_to=lambda reader: (
        ShareLink.objects.none() if reader.is_guest else ShareLink.objects.all()
    ),
    abilities={"revoke": CONTRIBUTORS},
)
