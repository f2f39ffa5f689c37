"""The people of a workspace."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema

from teams import policies
from teams.actions import members
from teams.api.shapes import MemberQuery, MemberShape, NewName
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown


class Members(Listed, Resource):
    policy = policies.member
    abilities = {"list": "view", "create": "add"}
    serializer_class = MemberShape
    asking = MemberQuery

    @extend_schema(request=NewName)
    def create(self, request):
        """Keep somebody as a name that work can be given to.

        Nobody is invited by it; see `invitations`.
        """
        return self.made(members.add_name(by=self.member, **self.wanted(NewName)))

    def address_of(self, row):
        return reverse("api:member", args=[row.pk])


class OneMember(Shown, Resource):
    policy = policies.member
    abilities = {
        "retrieve": "view",
        "partial_update": "edit",
        "destroy": "remove",
        "bring_back": "bring_back",
    }
    lookup = {"pk": "member"}
    conditional = frozenset({"partial_update", "destroy", "bring_back"})
    serializer_class = MemberShape

    def partial_update(self, request, member):
        """Change what a member is called, their role, team or partner."""
        wanted = self.wanted(partial=True)
        members.edit(self.row, by=self.member, version=self.seen_version(), strict=True, **wanted)
        return self.answer_anew(self.row)

    def destroy(self, request, member):
        """End a member's access now; their work and words stay."""
        members.remove(self.row, by=self.member, version=self.seen_version())
        return self.done()

    @extend_schema(request=None)
    def bring_back(self, request, member):
        """Let somebody in again who was removed."""
        members.bring_back(self.row, by=self.member, version=self.seen_version())
        return self.answer_anew(self.row)


routes = [
    route("members", Members, "members", get="list", post="create"),
    route(
        "members/<int:member>",
        OneMember,
        "member",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    route("members/<int:member>/bring_back", OneMember, "member_back", post="bring_back"),
]
