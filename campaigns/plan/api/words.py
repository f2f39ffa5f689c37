"""The words of a workspace that plans are made of: channels, stages, labels."""

from django.urls import reverse

from campaigns.plan import policies
from campaigns.plan.actions import vocabulary as actions
from campaigns.plan.api.shapes import ChannelShape, LabelShape, StageShape
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown


class Words(Listed, Resource):
    abilities = {"list": "view", "create": "add"}

    def address_of(self, row):
        return reverse(f"api:{self.policy.noun}", args=[row.pk])


class Channels(Words):
    policy = policies.channel
    serializer_class = ChannelShape

    def create(self, request):
        """Add a channel, last in the order."""
        workspace = self.member.workspace_id
        return self.made(actions.add_channel(workspace, by=self.member, **self.wanted()))


class Stages(Words):
    policy = policies.stage
    serializer_class = StageShape

    def create(self, request):
        """Add a stage of the customer's journey, the last."""
        workspace = self.member.workspace_id
        return self.made(actions.add_stage(workspace, by=self.member, **self.wanted()))


class Labels(Words):
    policy = policies.label
    serializer_class = LabelShape

    def create(self, request):
        """Make a label; one that is there already by this name is returned."""
        return self.made(
            actions.label_named(self.member.workspace_id, by=self.member, **self.wanted())
        )


class OneWord(Shown, Resource):
    abilities = {"retrieve": "view", "partial_update": "edit", "destroy": "remove"}

    def partial_update(self, request, **_named):
        """Change it; every item that shows it follows."""
        wanted = self.wanted(partial=True)
        actions.edit(self.row, by=self.member, version=self.seen_version(), **wanted)
        return self.answer_anew(self.row)

    def destroy(self, request, **_named):
        """Remove it, when no item uses it."""
        self.seen_version()
        actions.remove(self.row, by=self.member)
        return self.done()


class OneChannel(OneWord):
    policy = policies.channel
    lookup = {"pk": "channel"}
    serializer_class = ChannelShape


class OneStage(OneWord):
    policy = policies.stage
    lookup = {"pk": "stage"}
    serializer_class = StageShape


class OneLabel(OneWord):
    policy = policies.label
    lookup = {"pk": "label"}
    conditional = frozenset()
    serializer_class = LabelShape

    def partial_update(self, request, label):
        """Give a label another name; items keep it."""
        return self.answer(actions.rename_label(self.row, by=self.member, **self.wanted()))

    def destroy(self, request, label):
        """Remove a label that no item has."""
        actions.remove(self.row, by=self.member)
        return self.done()


routes = [
    route("channels", Channels, "channels", get="list", post="create"),
    route(
        "channels/<int:channel>",
        OneChannel,
        "channel",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    route("stages", Stages, "stages", get="list", post="create"),
    route(
        "stages/<int:stage>",
        OneStage,
        "stage",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    route("labels", Labels, "labels", get="list", post="create"),
    route(
        "labels/<int:label>",
        OneLabel,
        "label",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
]
