"""Who: people, the workspaces they belong to, and how they come in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workspace.kernel import scope
from workspace.kernel.owned import Owned, OwnedQuerySet, manager
from workspace.kernel.rows import Versioned


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **values):
        user = self.model(email=email.strip().lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in; what they may do is told by their memberships alone."""

    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=60, blank=True)
    theme = models.CharField(
        _("Appearance"),
        max_length=5,
        default="auto",
        choices=[("auto", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    is_active = models.BooleanField(default=True)
    is_staff = False
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="an_address_is_one_user")]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name


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
    function = models.CharField(_("Function"), max_length=20, choices=Function, default=Function.OTHER)

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


class MemberQuerySet(OwnedQuerySet):
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
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="members")
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = manager(MemberQuerySet)

    token = None
    via = "web"

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


class Invitation(Owned):
    """A one-time way in for the person behind a mailbox; the token itself is only in the mail."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    lands_on = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                name="an_invitation_expires_after_it_is_made",
                condition=Q(expires_at__gt=F("created_at")),
            )
        ]


class ApiToken(Owned):
    """A member's key to the API: never more than its owner may, and never beyond its scopes."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("Name"), max_length=80)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self):
        return self.name
