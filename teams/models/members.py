"""People in a workspace."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from teams.models.users import User
from teams.models.workspaces import Partner, Team
from workspace.kernel.owned import OwnedQuerySet, manager
from workspace.kernel.rows import Versioned


class MemberQuerySet(OwnedQuerySet):
    def visible_to(self, reader):
        """The whole workspace for its team; guests know the people of their campaigns only
        (`campaigns.brief`), and of this list themselves."""
        return self.filter(pk=reader.pk) if reader.is_guest else self

    def active(self):
        return self.filter(state=Member.State.ACTIVE)

    def present(self):
        """Everybody who can be given work: not those who have left."""
        return self.exclude(state=Member.State.LEFT)

    def guests(self):
        return self.filter(role=Member.Role.GUEST)

    def for_people(self):
        return self.select_related("team", "partner", "user").order_by(Lower("name"), "pk")


class Member(Versioned):
    """A person in one workspace.

    A member may be only a *name* (someone a file mentions), *invited*, *active*, or have *left*;
    work stays assigned to the same row through all four.
    """

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        ADMIN = "admin", _("Admin")
        MANAGER = "manager", _("Manager")
        MEMBER = "member", _("Member")
        SALES = "sales", _("Sales")
        GUEST = "guest", _("Guest")

    class State(models.TextChoices):
        NAME = "name", _("Name only")
        INVITED = "invited", _("Invited")
        ACTIVE = "active", _("Active")
        LEFT = "left", _("Left")

    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-mail"), blank=True)
    title = models.CharField(_("Job title"), max_length=80, blank=True)
    role = models.CharField(_("Role"), max_length=8, choices=Role, default=Role.MEMBER)
    state = models.CharField(max_length=8, choices=State, default=State.NAME)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="members"
    )
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    weekly_hours = models.DecimalField(
        _("Hours a week"), max_digits=5, decimal_places=2, default=Decimal(40)
    )
    working_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="As of the workspace; nothing: the workspace's own."
    )
    holiday_country = models.CharField(
        _("Holidays of"), max_length=6, blank=True, help_text="Nothing: the workspace's own list."
    )
    holiday_region = models.CharField(_("Region"), max_length=40, blank=True)
    own_days = models.JSONField(
        default=dict, blank=True, help_text="{day: whether they work on it} where that is special."
    )
    sees_leads = models.BooleanField(
        _("Sees who leads are"),
        default=False,
        help_text="Sales and managers always do; members see leads masked without it.",
    )
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = manager(MemberQuerySet)

    token = None
    via = "web"
    newest = None

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="a_user_is_one_member"),
            models.UniqueConstraint(
                "workspace", Lower("email"), name="an_address_is_one_member", condition=~Q(email="")
            ),
            models.CheckConstraint(
                name="an_active_member_has_a_user",
                condition=~Q(state="active") | Q(user__isnull=False),
            ),
            models.CheckConstraint(
                name="an_invited_member_has_an_address",
                condition=~Q(state="invited") | ~Q(email=""),
            ),
            models.CheckConstraint(
                name="only_guests_come_from_partners",
                condition=Q(partner__isnull=True) | Q(role="guest"),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def initials(self):
        return initials(self.name)

    @property
    def hue(self):
        return self.pk % 12

    @property
    def is_guest(self):
        return self.role == self.Role.GUEST


def initials(name):
    """Two letters for an avatar; Chinese names give their last two characters' first."""
    words = [word for word in name.replace("@", " ").replace(".", " ").split() if word]
    if not words:
        return "?"
    if ord(words[0][0]) > 0x2E80:
        return words[0][-2:] if len(words[0]) <= 3 else words[0][:2]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
