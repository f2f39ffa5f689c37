"""Who saw, took out, removed or erased what says who leads are."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.leads.models.leads import Lead, TeamsOnly
from teams.models import Member
from workspace.kernel.owned import Owned, manager


class LookedQuerySet(TeamsOnly):
    def visible_to(self, reader):
        """The team's; without `among`, which is long after an export."""
        return super().visible_to(reader).defer("among")

    def at(self, lead):
        """Those that were about the lead of an id, be it one of many, be it gone since."""
        return self.filter(Q(lead=lead) | Q(among__contains=f",{lead},"))


class Looked(Owned):
    """Somebody saw, took out, removed or erased what says who leads are; never changed."""

    class What(models.TextChoices):
        VIEWED = "viewed", _("Viewed")
        EXPORTED = "exported", _("Exported")
        ERASED = "erased", _("Erased")
        REMOVED = "removed", _("Removed")

    lead = models.ForeignKey(Lead, null=True, on_delete=models.SET_NULL, related_name="looks")
    among = models.TextField(
        blank=True, help_text="The ids of many at once, each between commas; they stay for ever."
    )
    count = models.PositiveIntegerField(default=1)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    member_name = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=8, choices=What)
    via = models.CharField(max_length=20, default="web")
    at = models.DateTimeField()
    wanted = models.JSONField(
        default=dict, help_text="Of an export its filter; of an erasure the reason that was given."
    )

    objects = manager(LookedQuerySet)

    class Meta(Owned.Meta):
        indexes = [
            models.Index(fields=["workspace", "at"], name="looks_by_moment"),
            models.Index(fields=["lead", "member", "at"], name="looks_of_one_at_a_lead"),
        ]
