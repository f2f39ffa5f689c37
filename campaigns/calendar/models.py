"""Calendars from elsewhere that lie over the plan, and feeds of the plan for elsewhere."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.brief.models import Campaign
from teams.models import Member, Team
from workspace.kernel.owned import Owned
from workspace.kernel.rows import Versioned


class Overlay(Versioned):
    """A calendar from a file or an address: trade fairs, launches, school holidays."""

    name = models.CharField(_("Name"), max_length=80)
    hue = models.PositiveSmallIntegerField(default=0)
    url = models.URLField(_("Address"), max_length=500, blank=True)
    fetched_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self):
        return self.name


class OverlayDay(Owned):
    """Something in such a calendar, on one day or several."""

    overlay = models.ForeignKey(Overlay, on_delete=models.CASCADE, related_name="days")
    title = models.CharField(max_length=200)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                name="an_overlay_day_ends_after_it_begins",
                condition=Q(last_on__gte=F("first_on")),
            )
        ]
        indexes = [models.Index(fields=["workspace", "first_on"], name="overlay_days_by_day")]

    def __str__(self):
        return self.title


class Feed(Owned):
    """An address that other calendars subscribe to; it shows what its member may see."""

    class Kind(models.TextChoices):
        PERSON = "person", _("What I do")
        CAMPAIGN = "campaign", _("A campaign")
        TEAM = "team", _("A team")

    kind = models.CharField(max_length=8, choices=Kind)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="feeds")
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                name="a_feed_is_of_what_its_kind_says",
                condition=Q(kind="person", campaign=None, team=None)
                | Q(kind="campaign", campaign__isnull=False, team=None)
                | Q(kind="team", campaign=None, team__isnull=False),
            )
        ]

    @property
    def label(self):
        """What it is of: a campaign's or a team's name, or what its member does."""
        return self.campaign or self.team or self.get_kind_display()
