"""Calendars over the plan, and feeds of it, as JSON."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.calendar import policies
from campaigns.calendar.actions import feeds, overlays
from campaigns.calendar.models import Feed
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown


class OverlayShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=80)
    url = serializers.CharField(read_only=True, help_text="Read every day; empty for a file.")
    problem = serializers.CharField(read_only=True, help_text="Why it could not be read.")
    fetched_at = serializers.DateTimeField(read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class NewOverlay(fields.Shape):
    name = serializers.CharField(max_length=80)
    url = serializers.URLField(max_length=500, required=False)
    content = fields.Prose(
        required=False, trim_whitespace=False, help_text="The text of a calendar file."
    )

    def validate_content(self, value):
        return value.encode()


class DayShape(fields.Shape):
    title = serializers.CharField(read_only=True)
    first_on = serializers.DateField(read_only=True)
    last_on = serializers.DateField(read_only=True)


class FeedShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    kind = serializers.ChoiceField(choices=Feed.Kind.choices, read_only=True)
    campaign = serializers.IntegerField(source="campaign_id", read_only=True, allow_null=True)
    team = serializers.IntegerField(source="team_id", read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)
    read_at = serializers.DateTimeField(read_only=True, allow_null=True)


class Overlays(Listed, Resource):
    policy = policies.overlay
    abilities = {"list": "view", "create": "add"}
    serializer_class = OverlayShape

    @extend_schema(request=NewOverlay)
    def create(self, request):
        """Lay a calendar over the plan: from an address, or from the text of a file."""
        wanted = self.wanted(NewOverlay)
        return self.made(overlays.lay(self.member.workspace_id, by=self.member, **wanted))

    def address_of(self, row):
        return reverse("api:overlay", args=[row.pk])


class OneOverlay(Shown, Resource):
    policy = policies.overlay
    abilities = {"retrieve": "view", "refresh": "refresh", "destroy": "remove"}
    lookup = {"pk": "overlay"}
    conditional = frozenset()
    serializer_class = OverlayShape

    @extend_schema(request=None, responses={204: None})
    def refresh(self, request, overlay):
        """Have its address read again, soon."""
        overlays.ask_again(self.row, by=self.member)
        return self.done()

    @extend_schema(responses={204: None})
    def destroy(self, request, overlay):
        """Take it away from over the plan."""
        overlays.remove(self.row, by=self.member)
        return self.done()


class OverlayDays(Resource):
    policy = policies.overlay
    abilities = {"list": "view"}
    lookup = {"pk": "overlay"}
    serializer_class = DayShape

    def list(self, request, overlay):
        """What is in it, from a year ago to two years from now."""
        return self.page(self.row.days.all())


class Feeds(Listed, Resource):
    """Feeds are made on their page: their address is shown once and kept nowhere."""

    policy = policies.feed
    abilities = {"list": "view"}
    serializer_class = FeedShape


class OneFeed(Resource):
    policy = policies.feed
    abilities = {"destroy": "revoke"}
    lookup = {"pk": "feed"}
    conditional = frozenset()

    @extend_schema(responses={204: None})
    def destroy(self, request, feed):
        """End a feed now; calendars that read it are told that there is none."""
        feeds.revoke(self.row, by=self.member)
        return self.done()


routes = [
    route("overlays", Overlays, "overlays", get="list", post="create"),
    route("overlays/<int:overlay>", OneOverlay, "overlay", get="retrieve", delete="destroy"),
    route("overlays/<int:overlay>/refresh", OneOverlay, "overlay_refresh", post="refresh"),
    route("overlays/<int:overlay>/days", OverlayDays, "overlay_days", get="list"),
    route("feeds", Feeds, "feeds", get="list"),
    route("feeds/<int:feed>", OneFeed, "feed", delete="destroy"),
]
