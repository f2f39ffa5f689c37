"""Leads: who may buy, where they came from, how they met the campaign, and how far they are."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.brief.models import Campaign
from campaigns.journey.models import Touchpoint
from campaigns.leads.models.rules import RejectionReason
from campaigns.plan.models import Channel
from teams.models import Member
from workspace.kernel.owned import Owned, OwnedQuerySet, manager
from workspace.kernel.rows import Versioned


class LeadQuerySet(OwnedQuerySet):
    def visible_to(self, reader):
        """The team's; guests and viewers never see a lead."""
        return self.none() if reader.role in {"guest", "viewer"} else self

    def standing(self):
        """Neither merged into another nor erased."""
        return self.filter(merged_into__isnull=True, erased_at__isnull=True)

    def waiting(self):
        """MQLs that sales has to decide on."""
        return self.standing().filter(state=Lead.State.MQL)


class TeamsOnly(OwnedQuerySet):
    def visible_to(self, reader):
        """The team's: guests and viewers know nothing of leads."""
        return self.none() if reader.role in {"guest", "viewer"} else self


class Lead(Versioned):
    """A person who may buy, where they came from, and how far they are.

    An erased lead has lost everything that says who it was; its campaign, touchpoint, state and
    moments stay, so that nothing that was counted changes. `email_key` and `phone_key` are how
    duplicates are found: lower case, and the digits with the code of their country.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        MQL = "mql", _("MQL")
        ACCEPTED = "accepted", _("Accepted (SAL)")
        QUALIFIED = "qualified", _("Qualified (SQL)")
        OPPORTUNITY = "opportunity", _("Opportunity")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")
        REJECTED = "rejected", _("Rejected")
        RECYCLED = "recycled", _("Recycled")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="leads")
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    name = models.CharField(pgettext_lazy("of a person", "Name"), max_length=120, blank=True)
    company = models.CharField(_("Company"), max_length=120, blank=True)
    title = models.CharField(_("Job title"), max_length=120, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    country = models.CharField(_("Country"), max_length=60, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    phone_key = models.CharField(max_length=40, blank=True)
    consent = models.CharField(_("Consent"), max_length=200, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)
    utm = models.JSONField(
        default=dict, blank=True, help_text="source, medium, campaign, term, content, id."
    )
    state = models.CharField(_("State"), max_length=11, choices=State, default=State.NEW)
    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="leads"
    )
    value = models.BigIntegerField(
        pgettext_lazy("of a lead", "Value"), null=True, blank=True, help_text="Millionths."
    )
    currency = models.CharField(_("Currency"), max_length=3, blank=True)
    source = models.CharField(max_length=20, blank=True)
    external_id = models.CharField(max_length=120, blank=True)

    created_at = models.DateTimeField()
    mql_at = models.DateTimeField(null=True)
    waits_since = models.DateTimeField(
        null=True, help_text="From when on the time to decide counts, whatever `mql_at` says."
    )
    due_at = models.DateTimeField(null=True, help_text="When the allowed time to decide ends.")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    rejected_at = models.DateTimeField(null=True)
    reason = models.ForeignKey(
        RejectionReason, null=True, on_delete=models.PROTECT, related_name="leads"
    )
    back_on = models.DateField(null=True, help_text="When a recycled lead comes back.")
    qualified_at = models.DateTimeField(null=True)
    opportunity_at = models.DateTimeField(null=True)
    won_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )
    erased_at = models.DateTimeField(null=True)

    objects = manager(LeadQuerySet)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "source", "external_id"],
                name="an_imported_lead_comes_in_once",
                condition=~Q(external_id=""),
            ),
            models.CheckConstraint(
                name="a_rejected_lead_has_a_reason",
                condition=~Q(state="rejected") | Q(reason__isnull=False),
            ),
            models.CheckConstraint(
                name="a_recycled_lead_comes_back",
                condition=~Q(state="recycled") | Q(back_on__isnull=False),
            ),
            models.CheckConstraint(
                name="a_lead_that_waits_waits_since_a_moment",
                condition=~Q(state="mql") | Q(waits_since__isnull=False),
            ),
            models.CheckConstraint(
                name="no_lead_is_merged_into_itself", condition=~Q(merged_into=models.F("pk"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "due_at", "id"],
                name="leads_that_wait",
                condition=Q(state="mql", merged_into__isnull=True, erased_at__isnull=True),
            ),
            models.Index(fields=["campaign", "touchpoint", "state"], name="leads_of_a_touchpoint"),
            models.Index(fields=["workspace", "email_key"], name="leads_by_mail"),
            models.Index(fields=["workspace", "phone_key"], name="leads_by_phone"),
            models.Index(
                fields=["workspace", "back_on"],
                name="leads_that_come_back",
                condition=Q(state="recycled"),
            ),
            # The workspace comes last: see `Owned`.
            models.Index(
                fields=["merged_into", "workspace"],
                name="leads_that_were_merged",
                condition=Q(merged_into__isnull=False),
            ),
        ]

    def __str__(self):
        """Never who it is: this stands in events, logs and lists of errors."""
        return f"#{self.pk}"


class Touch(Owned):
    """A moment at which a lead met the campaign."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="touches")
    at = models.DateTimeField()
    what = models.CharField(max_length=200)
    channel = models.ForeignKey(Channel, null=True, on_delete=models.PROTECT, related_name="+")
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["lead", "at"], name="touches_of_a_lead")]


class Note(Owned):
    """What a rep noted about a lead."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    body = models.TextField(_("Note"), max_length=5_000)
    created_at = models.DateTimeField()


class Merge(Owned):
    """Two leads were said to be one person; `before` is what the kept one said until then."""

    kept = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
