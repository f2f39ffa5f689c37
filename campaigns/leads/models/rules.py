"""What a workspace and its sales agree on: reasons, the time to decide, office hours."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from workspace.kernel.rows import Versioned

STANDARD_REASONS = {
    "company_size": _("Wrong company size"),
    "wrong_role": _("Wrong role"),
    "territory": _("Out of territory or segment"),
    "bad_data": _("Bad data"),
    "duplicate": _("Duplicate or already owned"),
    "customer": _("Existing customer"),
    "competitor": _("Competitor or student"),
    "no_intent": _("No intent or bad timing"),
    "no_budget": _("No budget"),
    "unreachable": _("Unreachable"),
}


class RejectionReason(Versioned):
    """Why sales rejects leads; a standard one has a key and is named in each reader's language."""

    key = models.SlugField(max_length=30, blank=True)
    name = models.CharField(_("Name"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta(Versioned.Meta):
        constraints = [
            models.CheckConstraint(
                name="a_rejection_reason_has_a_name", condition=~Q(key="") | ~Q(name="")
            )
        ]

    def __str__(self):
        """Its own name, or the standard one in the reader's language."""
        return self.name or str(STANDARD_REASONS.get(self.key, self.key))


class Agreement(Versioned):
    """How long sales may take to decide on an MQL, in working minutes; nothing: no limit is set."""

    minutes = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="a_workspace_has_one_agreement")
        ]


class OfficeHours(Versioned):
    """When a team works; the row without a team is for everybody else."""

    team = models.OneToOneField(
        Team, null=True, on_delete=models.CASCADE, related_name="office_hours"
    )
    time_zone = models.CharField(_("Time zone"), max_length=60)
    opens_at = models.TimeField(_("From"))
    closes_at = models.TimeField(_("To"))
    working_days = models.PositiveSmallIntegerField(
        null=True, help_text="As of the workspace; nothing: the workspace's own."
    )
    country = models.CharField(
        _("Holidays of"),
        max_length=6,
        blank=True,
        help_text="A country, or one of its parts; nothing: the workspace's holidays.",
    )

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"],
                name="a_workspace_has_one_set_of_hours_for_all",
                condition=Q(team__isnull=True),
            ),
            models.CheckConstraint(
                name="an_office_opens_before_it_closes",
                condition=Q(closes_at__gt=models.F("opens_at")),
            ),
        ]
