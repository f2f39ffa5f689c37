"""What a campaign is, and who takes part in it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models import Member
from workspace.kernel import clock
from workspace.kernel.owned import Owned, OwnedQuerySet, manager
from workspace.kernel.rows import Versioned


class CampaignQuerySet(OwnedQuerySet):
    def visible_to(self, reader):
        """All of the workspace for its team; what was granted, until it ends, for guests."""
        if reader.role == "viewer":
            return self.filter(pk=reader.campaign_id)
        if reader.is_guest:
            return self.filter(
                pk__in=Participation.objects.running().filter(member=reader).values("campaign")
            )
        return self

    def open(self):
        return self.exclude(phase=Campaign.Phase.CLOSED)


class BufferRule(models.TextChoices):
    """What happens to the time between an item and what waits for it, when the first moves."""

    MAINTAIN = "maintain", _("Maintain the buffer")
    CONSUME = "consume", _("Consume the buffer")
    IGNORE = "ignore", _("Move nothing else")


class Campaign(Versioned):
    """One campaign plan that everybody who works on it shares."""

    class Phase(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PLANNED = "planned", _("Planned")
        LIVE = "live", _("Live")
        CLOSED = "closed", _("Closed")

    key = models.CharField(pgettext_lazy("of a campaign", "Key"), max_length=12)
    name = models.CharField(_("Name"), max_length=120)
    objective = models.CharField(_("Objective"), max_length=300, blank=True)
    phase = models.CharField(_("Phase"), max_length=8, choices=Phase, default=Phase.DRAFT)
    starts_on = models.DateField(_("Start"), null=True, blank=True)
    ends_on = models.DateField(_("End"), null=True, blank=True)
    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="owned_campaigns"
    )
    buffer_rule = models.CharField(
        _("When dates move"), max_length=8, choices=BufferRule, default=BufferRule.CONSUME
    )
    last_number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    launched_on = models.DateField(
        null=True, help_text="The workspace's day on which it went live; none before."
    )

    objects = manager(CampaignQuerySet)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint("workspace", Upper("key"), name="a_campaign_key_is_used_once"),
            models.CheckConstraint(
                name="a_campaign_ends_after_it_starts",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def hue(self):
        return self.pk % 12

    @property
    def launch(self):
        """Its first day: the one on which it went live, before that the one that is planned."""
        return self.launched_on or self.starts_on


class Health(models.TextChoices):
    """How a campaign stands; never shown by colour alone."""

    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")
    ON_HOLD = "on_hold", _("On hold")
    DONE = "done", pgettext_lazy("of a campaign", "Done")
    STALE = "stale", _("Stale")


class Standing(Owned):
    """What a campaign's health was last computed to be, from which revision, on which day.

    `reasons` are plain values, worst first; each chapter that gave one knows its sentence.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="standing")
    health = models.CharField(max_length=11, choices=Health, default=Health.NOT_STARTED)
    reasons = models.JSONField(default=list)
    revision = models.PositiveBigIntegerField(default=0)
    day = models.DateField(null=True)
    since = models.DateTimeField()

    class Meta(Owned.Meta):
        pass


class Override(Owned):
    """Somebody says that a campaign stands otherwise than was computed: why, and until when."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="overrides")
    health = models.CharField(_("Health"), max_length=11, choices=Health)
    reason = models.CharField(_("Reason"), max_length=300)
    until = models.DateField(_("Until"))
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"],
                name="a_campaign_has_one_override",
                condition=Q(ended_at__isnull=True),
            )
        ]


class Waiver(Owned):
    """A manager lets a campaign go live without something: who, why, until when; seen by all.

    `waives` are the keys of what was missing (see `brief/gate.py`).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="waivers")
    waives = models.JSONField(default=list)
    reason = models.CharField(_("Reason"), max_length=300)
    until = models.DateField(_("Until"))
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class ParticipationQuerySet(OwnedQuerySet):
    def running(self, today=None):
        """Not ended: the end date is the last day of access."""
        today = today or clock.workspace_today()
        return self.filter(Q(until__isnull=True) | Q(until__gte=today))


class Participation(Owned):
    """A member takes part in a campaign; for a guest this is the grant, up to its last day."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="participations")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="participations")
    until = models.DateField(_("Last day of access"), null=True, blank=True)
    added_at = models.DateTimeField()

    objects = manager(ParticipationQuerySet)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["campaign", "member"], name="a_member_takes_part_once")
        ]


class ShareLinkQuerySet(OwnedQuerySet):
    def working(self, now=None):
        """Neither revoked nor ended, and made by somebody who is still here."""
        return self.filter(
            revoked_at__isnull=True,
            expires_at__gt=now or timezone.now(),
            made_by__state=Member.State.ACTIVE,
        )


class ShareLink(Owned):
    """Whoever has the link may read the plan of one campaign as a guest sees it, until it ends."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="share_links")
    name = models.CharField(_("Name"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = manager(ShareLinkQuerySet)

    def __str__(self):
        return self.name
