"""Touchpoints: where a campaign meets people, a channel at a stage of their journey."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.brief.models import Campaign
from campaigns.plan.models import Channel, Stage
from teams.models import Member
from workspace.kernel.rows import Versioned


class Touchpoint(Versioned):
    """A channel at a stage in one campaign: what it promises, and who answers for it.

    The items of the plan with that channel and stage are its work. There is a row once somebody
    has said something of it, or a lead or a number came from it.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="touchpoints")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="touchpoints")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="touchpoints")
    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="touchpoints"
    )
    promise = models.CharField(_("What is promised"), max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "channel", "stage"], name="a_touchpoint_is_listed_once"
            )
        ]

    def __str__(self):
        return f"{self.channel} · {self.stage}"
