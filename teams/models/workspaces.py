"""Workspaces, the teams in them, and the organisations that work with them."""

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workspace.kernel import scope
from workspace.kernel.rows import Versioned

MONDAY_TO_FRIDAY = 0b0011111


class WorkspaceManager(models.Manager):
    """Scoped by its own id: a workspace is its own owner."""

    def get_queryset(self):
        within = scope.current()
        rows = super().get_queryset()
        return rows if within is scope.EVERYTHING else rows.filter(pk__in=within)


class Workspace(models.Model):
    """A company's table: its people, its campaigns, its words."""

    slug = models.SlugField(_("Address"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    time_zone = models.CharField(_("Time zone"), max_length=60, default="UTC")
    working_days = models.PositiveSmallIntegerField(
        default=MONDAY_TO_FRIDAY, help_text="One bit for each working day; Monday is the lowest."
    )
    face = models.PositiveIntegerField(
        default=1, help_text="Counts the changes of names that rendered rows show."
    )
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = WorkspaceManager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return self.name


class Team(Versioned):
    """People of one function who answer for a part of the work together."""

    class Function(models.TextChoices):
        INBOUND = "inbound", _("Inbound marketing")
        OUTBOUND = "outbound", _("Outbound marketing")
        SALES = "sales", _("Sales")
        CREATIVE = "creative", _("Creative")
        PRODUCT_MARKETING = "product_marketing", _("Product marketing")
        CUSTOMER_SERVICE = "customer_service", _("Customer service")
        FINANCE = "finance", _("Finance")
        EVENTS = "events", _("Events")
        OPERATIONS = "operations", _("Marketing operations")
        OTHER = "other", _("Other")

    name = models.CharField(_("Name"), max_length=80)
    function = models.CharField(
        _("Function"), max_length=20, choices=Function, default=Function.OTHER
    )

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint("workspace", Lower("name"), name="a_team_name_is_used_once")
        ]

    def __str__(self):
        return self.name


class Partner(Versioned):
    """An organisation outside the company whose people come as guests."""

    class Kind(models.TextChoices):
        AGENCY = "agency", _("Agency")
        PLATFORM = "platform", _("Platform partner")

    name = models.CharField(_("Name"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind, default=Kind.AGENCY)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint("workspace", Lower("name"), name="a_partner_name_is_used_once")
        ]

    def __str__(self):
        return self.name
