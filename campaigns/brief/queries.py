"""Questions about campaigns and their people that pages ask."""

from campaigns.brief import gate, policies
from campaigns.brief.models import Participation
from teams.models import Member
from workspace.kernel import clock
from workspace.kernel.live import cursors
from workspace.kernel.streams.models import Stream


def participants(campaign, reader):
    """Who takes part in `campaign`: those who still do first, by name; all with their member."""
    rows = (
        policies.participation.visible_to(reader)
        .filter(campaign=campaign)
        .exclude(member__state=Member.State.LEFT)
        .select_related("member__team", "member__partner")
        .order_by("member__name", "pk")
    )
    today = clock.workspace_today()
    found = list(rows)
    for row in found:
        row.over = bool(row.until and row.until < today)
    return sorted(found, key=over)


def over(participation: Participation):
    return participation.over


def share_links(campaign, reader):
    """The links to `campaign` that still work, newest first."""
    return (
        policies.share_link.visible_to(reader)
        .working()
        .filter(campaign=campaign)
        .select_related("made_by")
        .order_by("-pk")
    )


def waivers(campaign):
    """The waivers that nobody withdrew, newest first, each with `is_over` and who gave it."""
    today = clock.workspace_today()
    found = list(gate.waivers_of(campaign).select_related("by"))
    for waiver in found:
        waiver.is_over = waiver.until < today
    return found


def following(campaign):
    """What a page of the campaign follows, and where that stood before the page was read."""
    return cursors.following(streams_of(campaign))


def streams_of(campaign):
    """[(id, revision)] of the stream of a campaign."""
    found = Stream.objects.filter(kind="campaign", of=campaign.pk)
    return list(found.values_list("pk", "revision"))
