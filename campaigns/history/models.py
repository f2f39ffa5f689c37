"""Names for revisions of a plan, and where each reader last left it."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from campaigns.brief.models import Campaign
from teams.models import Member
from workspace.kernel.owned import Owned


class Baseline(Owned):
    """A name for what the plan was at one revision; as the revision stays, so does the plan."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="baselines")
    name = models.CharField(_("Name"), max_length=80)
    revision = models.PositiveBigIntegerField()
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint("campaign", Lower("name"), name="a_baseline_name_is_used_once")
        ]

    def __str__(self):
        return self.name


class Visit(Owned):
    """Up to which revision a member saw a plan, now and on the visit before."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    before = models.PositiveBigIntegerField(default=0)
    before_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "member"], name="a_member_visits_a_plan_as_one"
            )
        ]
