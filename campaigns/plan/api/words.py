"""The words of a workspace that plans are made of: channels, stages, labels."""

from django.urls import reverse

from campaigns.plan import actions, policies
from campaigns.plan.api.shapes import ChannelShape, LabelShape, StageShape
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown


class Channels(Listed, Resource):
    policy = policies.channel
    abilities = {"list": "view"}
    serializer_class = ChannelShape


class OneChannel(Shown, Channels):
    abilities = {"retrieve": "view"}
    lookup = {"pk": "channel"}


class Stages(Listed, Resource):
    policy = policies.stage
    abilities = {"list": "view"}
    serializer_class = StageShape


class OneStage(Shown, Stages):
    abilities = {"retrieve": "view"}
    lookup = {"pk": "stage"}


class Labels(Listed, Resource):
    policy = policies.label
    abilities = {"list": "view", "create": "add"}
    serializer_class = LabelShape

    def create(self, request):
        """Make a label; one that is there already by this name is returned."""
        return self.made(actions.label_named(self.member.workspace_id, **self.wanted()))

    def address_of(self, row):
        return reverse("api:label", args=[row.pk])


class OneLabel(Shown, Labels):
    abilities = {"retrieve": "view"}
    lookup = {"pk": "label"}


routes = [
    route("channels", Channels, "channels", get="list"),
    route("channels/<int:channel>", OneChannel, "channel", get="retrieve"),
    route("stages", Stages, "stages", get="list"),
    route("stages/<int:stage>", OneStage, "stage", get="retrieve"),
    route("labels", Labels, "labels", get="list", post="create"),
    route("labels/<int:label>", OneLabel, "label", get="retrieve"),
]
