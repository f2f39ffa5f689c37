"""Teams of the company, and the organisations that work with it."""

from django.urls import reverse

from teams import policies
from teams.actions import groups
from teams.api.shapes import PartnerShape, TeamShape
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown


class Groups(Listed, Resource):
    abilities = {"list": "view", "create": "add"}

    def create(self, request):
        """Add one."""
        return self.made(self.add(by=self.member, **self.wanted()))


class Teams(Groups):
    policy = policies.team
    serializer_class = TeamShape
    add = staticmethod(groups.add_team)

    def address_of(self, row):
        return reverse("api:team", args=[row.pk])


class Partners(Groups):
    policy = policies.partner
    serializer_class = PartnerShape
    add = staticmethod(groups.add_partner)

    def address_of(self, row):
        return reverse("api:partner", args=[row.pk])


class OneGroup(Shown, Resource):
    abilities = {"retrieve": "view", "partial_update": "edit", "destroy": "dissolve"}

    def partial_update(self, request, **_named):
        """Change its name, function or kind."""
        wanted = self.wanted(partial=True)
        groups.edit(self.row, by=self.member, version=self.seen_version(), strict=True, **wanted)
        return self.answer_anew(self.row)

    def destroy(self, request, **_named):
        """Take it away, when nobody and nothing belongs to it any more."""
        self.seen_version()
        groups.dissolve(self.row, by=self.member)
        return self.done()


class OneTeam(OneGroup):
    policy = policies.team
    lookup = {"pk": "team"}
    serializer_class = TeamShape


class OnePartner(OneGroup):
    policy = policies.partner
    lookup = {"pk": "partner"}
    serializer_class = PartnerShape


routes = [
    route("teams", Teams, "teams", get="list", post="create"),
    route(
        "teams/<int:team>",
        OneTeam,
        "team",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    route("partners", Partners, "partners", get="list", post="create"),
    route(
        "partners/<int:partner>",
        OnePartner,
        "partner",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
]
