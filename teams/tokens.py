"""API tokens at the door: a prefix to recognise them by, and a hash to find them by."""

from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from teams.models import ApiToken
from teams.secrets import fingerprint
from workspace.kernel import clock, scope


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer rt_api_…` puts the token's member and workspace on the request."""

    def authenticate(self, request):
        kind, _sep, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret:
            return None
        token = working_token(secret.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        member = token.member
        member.token, member.via = token, "api"
        plain = request._request
        plain.member, plain.workspace = member, member.workspace
        scope.enter(member.workspace_id)
        clock.keep_time_of(member.workspace)
        timezone.activate(ZoneInfo(member.user.time_zone or member.workspace.time_zone))
        note_use(token)
        return member.user, token

    def authenticate_header(self, request):
        return "Bearer"


def working_token(secret):
    with scope.everything(because="a token names its workspace before any scope is known"):
        return (
            ApiToken.objects.working()
            .filter(token_hash=fingerprint(secret))
            .select_related("member__workspace", "member__user", "member__team", "member__partner")
            .first()
        )


def note_use(token):
    """Remember the use to the nearest five minutes, so that reading does not mean writing."""
    now = timezone.now()
    if token.last_used_at is None or (now - token.last_used_at).total_seconds() > 300:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
