"""What happened in campaigns and to items."""

from functools import cached_property

from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.brief.models import Campaign
from campaigns.plan import policies
from campaigns.plan.api.shapes import hidden_from
from campaigns.plan.models import Item
from campaigns.plan.querysets import is_outside
from workspace.kernel.api import events, pages
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource

OTHER_ITEMS = {"waits_for", "waits_how"}


class EventResource(events.Teller, Resource):
    serializer_class = events.EventShape
    pagination_class = pages.EventPages
    asking = events.EventQuery

    @property
    def hidden_columns(self):
        return hidden_from(self.member)

    def tells(self, name, values):
        """Whoever is not of the team does not read which items of other campaigns are there."""
        if name not in OTHER_ITEMS or not is_outside(self.member):
            return values
        return [value and here(value, self.known) for value in values]

    def reason_of(self, event):
        return policies.reason_told(event, self.member)

    @cached_property
    def known(self):
        """The ids of the items, also thrown away, of the campaigns that the reader sees."""
        seen = Campaign.objects.visible_to(self.member)
        return set(Item.objects.filter(campaign__in=seen).values_list("pk", flat=True))

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


def here(value, known):
    """Those of a list of ids, or of a dict by them, that are known."""
    if isinstance(value, dict):
        return {pk: each for pk, each in value.items() if int(pk) in known}
    return [pk for pk in value if pk in known]


routes = [
    route("campaigns/<slug:campaign>/events", CampaignEvents, "campaign_events", get="list"),
    route("items/<int:item>/events", ItemEvents, "item_events", get="list"),
]
