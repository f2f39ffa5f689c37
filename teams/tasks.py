"""Effects of actions on people, carried out by the worker."""

from django.conf import settings
from django.urls import reverse

from teams import mails
from teams.models import Invitation
from teams.secrets import invitation_token
from workspace.kernel import outbox


@outbox.handles("teams.send_invitation", network=True)
def send_invitation(effect, *, invitation):
    """Mail the link of an invitation, unless it was withdrawn or replaced meanwhile."""
    invitation = (
        Invitation.objects.open()
        .filter(pk=invitation)
        .select_related("workspace", "member", "invited_by__user")
        .first()
    )
    if invitation is None:
        return
    path = reverse("invitation", kwargs={"token": invitation_token(invitation.nonce)})
    inviter = invitation.invited_by
    mails.send(
        "teams/mail/invitation",
        invitation.email,
        key=effect.key,
        language=inviter.user.language if inviter and inviter.user else "",
        invitation=invitation,
        url=settings.PUBLIC_URL + path,
    )
