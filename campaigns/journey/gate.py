"""What the gate asks of touchpoints: each that is used has an owner who is still here."""

from django.utils.translation import gettext as _

from campaigns.brief import gate
from campaigns.journey import queries
from campaigns.plan.models import Channel, Stage

KEY = "touchpoint_owner:{channel}:{stage}"


@gate.asks(place=30)
def owners(campaigns):
    """Four statements, however many campaigns."""
    ids = [campaign.pk for campaign in campaigns]
    used, known = queries.used(ids), queries.touchpoints(ids)
    channels, stages = Channel.objects.in_bulk(), Stage.objects.in_bulk()
    return {
        pk: [
            need(channels[channel], stages[stage], known.get((pk, channel, stage)))
            for channel, stage in places
        ]
        for pk, places in used.items()
    }


def need(channel, stage, touchpoint):
    owner = touchpoint.owner if touchpoint else None
    if owner is not None and owner.state == "left":
        owner = None
    place = {"channel": channel, "stage": stage}
    return gate.Need(
        KEY.format(channel=channel.pk, stage=stage.pk),
        _("Owner of %(channel)s · %(stage)s") % place,
        owner.name if owner else "",
        _("Nobody answers for %(channel)s at the stage %(stage)s.") % place,
        "touchpoint",
        _("Name the owner"),
        place="#id_owner",
        route={"channel": channel.pk, "stage": stage.pk},
    )
