"""API tokens: a prefix to recognise them by, and a hash; the token itself is shown once."""

import hashlib
import secrets

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from teams.models import ApiToken
from workspace.kernel import scope

SCOPES = {"plan:read", "plan:write", "people:read", "people:write"}


def new_secret(kind):
    """A secret that says what it is, such as `rt_api_…`, with 256 random bits."""
    return f"rt_{kind}_{secrets.token_urlsafe(32)}"


def fingerprint(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer rt_api_…` puts the token's member and workspace on the request."""

    def authenticate(self, request):
        kind, _sep, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret:
            return None
        token = living_token(secret.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        member = token.member
        member.token, member.via = token, "api"
        plain = request._request
        plain.member, plain.workspace = member, member.workspace
        scope.enter(member.workspace_id)
        note_use(token)
        return member.user, token

    def authenticate_header(self, request):
        return "Bearer"


def living_token(secret):
    now = timezone.now()
    with scope.everything(because="a token names its workspace before any scope is known"):
        return (
            ApiToken.objects.filter(
                Q(expires_at__isnull=True) | Q(expires_at__gt=now),
                token_hash=fingerprint(secret),
                revoked_at__isnull=True,
                member__state="active",
                member__user__is_active=True,
            )
            .select_related("member__workspace", "member__user", "member__team", "member__partner")
            .first()
        )


def note_use(token):
    """Remember the use to the nearest five minutes, so that reading does not mean writing."""
    now = timezone.now()
    if token.last_used_at is None or (now - token.last_used_at).total_seconds() > 300:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
