"""What happened in campaigns and to items."""

from campaigns.brief.api import IN_CAMPAIGN
from campaigns.plan import policies
from campaigns.plan.api.shapes import hidden_from
from workspace.kernel.api import events, pages
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource


class EventResource(Resource):
    serializer_class = events.EventShape
    pagination_class = pages.EventPages
    asking = events.EventQuery

    @property
    def hidden_columns(self):
        return hidden_from(self.member)

    def get_queryset(self):
        return policies.event.visible_to(self.member)


class CampaignEvents(EventResource):
    policy = policies.event
    abilities = {"list": "view"}
    within = IN_CAMPAIGN

    def list(self, request, campaign):
        """What happened in a campaign, oldest first; follow it with `since`."""
        here = {"stream__kind": "campaign", "stream__of": self.parent.pk}
        return self.page(self.get_queryset().filter(**here))


class ItemEvents(EventResource):
    policy = policies.item
    abilities = {"list": "view"}
    lookup = {"pk": "item"}

    def list(self, request, item):
        """What happened to an item, oldest first."""
        return self.page(self.get_queryset().filter(noun="item", object_id=self.row.pk))


routes = [
    route("campaigns/<slug:campaign>/events", CampaignEvents, "campaign_events", get="list"),
    route("items/<int:item>/events", ItemEvents, "item_events", get="list"),
]
