"""The token's bearer, the workspace, and its log."""

from teams import policies
from teams.actions import workspaces
from teams.api.shapes import MeShape, WorkspaceShape
from workspace.kernel.access import POLICIES, token_allows
from workspace.kernel.api import events, pages
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource


class Me(Resource):
    policy = policies.workspace
    abilities = {"retrieve": "view"}
    serializer_class = MeShape

    def admit(self, member, ability):
        """A token may always ask whose it is."""

    def retrieve(self, request):
        """Whose token this is, and what it may do."""
        return self.answer(self.member)


class ThisWorkspace(Resource):
    policy = policies.workspace
    abilities = {"retrieve": "view", "partial_update": "edit"}
    serializer_class = WorkspaceShape

    def admit(self, member, ability):
        self.row = self.policy.fetch(member, ability, pk=member.workspace_id)

    def retrieve(self, request):
        """The token's workspace."""
        return self.answer(self.row)

    def partial_update(self, request):
        """Rename it, or move it to another time zone."""
        wanted = self.wanted(partial=True)
        version = self.seen_version()
        workspaces.edit(self.row, by=self.member, version=version, strict=True, **wanted)
        return self.answer_anew(self.row)


class Log(events.Teller, Listed, Resource):
    """What happened to people and the workspace; for admins."""

    policy = policies.log
    abilities = {"list": "view"}
    serializer_class = events.EventShape
    pagination_class = pages.EventPages
    asking = events.EventQuery

    def get_queryset(self):
        rows = super().get_queryset().filter(stream__kind="workspace")
        return rows.exclude(noun__in=nouns_beyond(self.member))


def nouns_beyond(member):
    """The nouns, as events name them, that the scopes of a member's token do not reach."""
    return [
        noun.replace(" ", "_")
        for noun, policy in POLICIES.items()
        if not token_allows(member, f"{policy.area}:read")
    ]


routes = [
    route("me", Me, "me", get="retrieve"),
    route("workspace", ThisWorkspace, "workspace", get="retrieve", patch="partial_update"),
    route("workspace/events", Log, "workspace_events", get="list"),
]
