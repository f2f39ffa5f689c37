"""API tokens: made once, shown once, revoked at any time."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from teams.models import ApiToken
from teams.policies import token_scopes
from teams.secrets import fingerprint, new_secret
from workspace.kernel import scope, streams
from workspace.kernel.refusals import Invalid

SHOWN = 12


def make(*, by, name, scopes, days=None):
    """Make a token of `by`; return (token, secret), and keep nothing of the secret but its hash.

    `days` is how long it works; None is until it is revoked.
    """
    if unknown := set(scopes) - token_scopes():
        raise Invalid.at(
            "scopes",
            _("There is no such scope: %(names)s") % {"names": ", ".join(sorted(unknown))},
            _("Choose from the scopes shown."),
        )
    secret = new_secret("api")
    with streams.record("workspace", by.workspace_id, by=by) as record:
        token = ApiToken.objects.create(
            workspace_id=by.workspace_id,
            member=by,
            name=name,
            prefix=secret[:SHOWN],
            token_hash=fingerprint(secret),
            scopes=sorted(scopes),
            created_at=record.at,
            expires_at=record.at + timedelta(days=days) if days else None,
        )
        record("token.made", token, audience="team", scopes=token.scopes)
    return token, secret


def revoke(token, *, by):
    """End a token now; the next request with it is refused."""
    with streams.record("workspace", token.workspace_id, by=by) as record:
        if ApiToken.objects.unrevoked().filter(pk=token.pk).update(revoked_at=record.at):
            record("token.revoked", token, audience="team")
    return token


@transaction.atomic
def revoke_all_of(user):
    """End every token of a person, in all their workspaces."""
    with scope.everything(because="whoever knew a person's password may hold any of their tokens"):
        mine = ApiToken.objects.unrevoked().filter(member__user=user).select_related("member")
        tokens = list(mine.order_by("workspace_id", "pk"))
    for token in tokens:
        with scope.of(token.workspace_id):
            revoke(token, by=token.member)
