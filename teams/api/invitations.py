"""Invitations to a workspace."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema

from teams import policies
from teams.actions import invitations
from teams.api.shapes import InvitationShape, MemberShape, NewInvitation
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource, Shown


class Invitations(Resource):
    policy = policies.workspace
    abilities = {"list": "see_people", "create": "bring_guests"}
    serializer_class = InvitationShape

    def list(self, request):
        """The invitations that nobody has answered yet."""
        return self.page(policies.invitation.visible_to(self.member).unanswered())

    @extend_schema(request=NewInvitation, responses={201: MemberShape})
    def create(self, request):
        """Invite the person behind a mailbox; their role is never above your own.

        The answer is the member, who is `invited` until they accept, or `active` if they are
        here already.
        """
        person = invitations.invite(
            self.member.workspace_id, by=self.member, **self.wanted(NewInvitation)
        )
        self.serializer_class = MemberShape
        return self.made(person)

    def get_queryset(self):
        return policies.member.visible_to(self.member)

    def address_of(self, row):
        return reverse("api:member", args=[row.pk])


class OneInvitation(Shown, Resource):
    policy = policies.invitation
    abilities = {"retrieve": "view", "destroy": "withdraw", "resend": "resend"}
    lookup = {"pk": "invitation"}
    perishable = True
    conditional = frozenset()
    serializer_class = InvitationShape

    def destroy(self, request, invitation):
        """Take it back; its link opens nothing any more."""
        invitations.withdraw(self.row, by=self.member)
        return self.done()

    @extend_schema(request=None)
    def resend(self, request, invitation):
        """Send a new link for another 14 days; the old one ends."""
        return self.answer_anew(invitations.resend(self.row, by=self.member))


routes = [
    route("invitations", Invitations, "invitations", get="list", post="create"),
    route(
        "invitations/<int:invitation>",
        OneInvitation,
        "invitation",
        get="retrieve",
        delete="destroy",
    ),
    route("invitations/<int:invitation>/resend", OneInvitation, "invitation_again", post="resend"),
]
