"""Ways in that are kept as hashes: invitations and API tokens."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teams.models.members import Member
from workspace.kernel.owned import Owned, OwnedQuerySet, manager


class InvitationQuerySet(OwnedQuerySet):
    def unanswered(self):
        """Neither accepted nor withdrawn; it may have expired."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def open(self, now=None):
        """What can still be accepted."""
        return self.unanswered().filter(expires_at__gt=now or timezone.now())


class Invitation(Owned):
    """A one-time way in for the person behind a mailbox.

    The token is only in the mail: `nonce` and the secret key of the installation make it (see
    `teams/secrets.py`), so neither the database nor the outbox holds it.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    nonce = models.CharField(max_length=43)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    into = models.CharField(
        max_length=120, blank=True, help_text="The name of what the invitation is to, in the mail."
    )
    until = models.DateField(null=True)
    lands_on = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = manager(InvitationQuerySet)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                name="an_invitation_expires_after_it_is_made",
                condition=Q(expires_at__gt=F("created_at")),
            ),
            models.CheckConstraint(
                name="an_invitation_is_accepted_or_withdrawn",
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["member"],
                name="a_member_has_one_unanswered_invitation",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
            ),
        ]

    def __str__(self):
        return self.email


class ApiTokenQuerySet(OwnedQuerySet):
    def unrevoked(self):
        return self.filter(revoked_at__isnull=True)

    def working(self, now=None):
        """Neither revoked nor expired, of a person who is still here."""
        return self.unrevoked().filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now or timezone.now()),
            member__state=Member.State.ACTIVE,
            member__user__is_active=True,
        )


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

    objects = manager(ApiTokenQuerySet)

    def __str__(self):
        return self.name
