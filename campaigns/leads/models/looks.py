"""Who saw, took out or erased what says who leads are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.leads.models.leads import Lead, TeamsOnly
from teams.models import Member
from workspace.kernel.owned import Owned, manager


class Looked(Owned):
    """Somebody saw, took out or erased what says who leads are; never changed, never deleted."""

    class What(models.TextChoices):
        VIEWED = "viewed", _("Viewed")
        EXPORTED = "exported", _("Exported")
        ERASED = "erased", _("Erased")

    lead = models.ForeignKey(Lead, null=True, on_delete=models.SET_NULL, related_name="looks")
    count = models.PositiveIntegerField(default=1)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    member_name = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=8, choices=What)
    via = models.CharField(max_length=20, default="web")
    at = models.DateTimeField()
    wanted = models.JSONField(
        default=dict, help_text="Of an export its filter; of an erasure the reason that was given."
    )

    objects = manager(TeamsOnly)

    class Meta(Owned.Meta):
        indexes = [
            models.Index(fields=["workspace", "at"], name="looks_by_moment"),
            models.Index(fields=["lead", "member", "at"], name="looks_of_one_at_a_lead"),
        ]
