"""Who saw, took out, removed or erased what says who leads are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.leads.models.leads import Lead, TeamsOnly
from teams.models import Member
from workspace.kernel.owned import Owned, manager


class LookedQuerySet(TeamsOnly):
    def at(self, lead):
        """Those that were about the lead of an id, be it one of many, be it gone since."""
        alone = Looked.objects.filter(lead=lead).values("pk")
        among = LookedAt.objects.filter(number=lead).values("looked")
        return self.filter(pk__in=alone.union(among, all=True))


class Looked(Owned):
    """Somebody saw, took out, removed or erased what says who leads are; never changed."""

    class What(models.TextChoices):
        VIEWED = "viewed", _("Viewed")
        EXPORTED = "exported", _("Exported")
        ERASED = "erased", _("Erased")
        REMOVED = "removed", _("Removed")

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

    objects = manager(LookedQuerySet)

    class Meta(Owned.Meta):
        indexes = [
            # The workspace comes last: see `Owned`.
            models.Index(fields=["at", "workspace"], name="looks_by_moment"),
            models.Index(fields=["lead", "member", "at"], name="looks_of_one_at_a_lead"),
        ]


class LookedAt(Owned):
    """One of the many leads that a look was at: its number, which stays when the lead is gone.

    No index begins with the look. Looks are kept for good, as long as their workspace is, and the
    log asks which looks were at a lead, never the other way round; an index for whoever removes
    looks by hand would cost each list that is shown to a reader.
    """

    looked = models.ForeignKey(
        Looked, on_delete=models.CASCADE, related_name="leads", db_index=False
    )
    number = models.BigIntegerField(help_text="The lead's id.")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["number", "looked"], name="a_look_is_at_a_lead_once")
        ]
