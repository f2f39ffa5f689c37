"""The workspaces that everything is measured on: a thousand items, and ten thousand."""

from dataclasses import dataclass

from campaigns.brief.models import Campaign
from campaigns.demo import sizes
from campaigns.plan.models import Item
from teams.models import Member, Workspace
from workspace.kernel import scope

SIZES = {"1k": (1, 1_000), "10k": (1, 10_000), "one": (1, 1)}


@dataclass
class Plan:
    """A campaign of a size, and a marketer who works on it."""

    size: str
    workspace: Workspace
    campaign: Campaign
    reader: Member

    @property
    def base(self):
        return f"/w/{self.workspace.slug}/c/{self.campaign.key}/"

    @property
    def home(self):
        return f"/w/{self.workspace.slug}/"

    def item(self, place=0):
        return Item.objects.filter(campaign=self.campaign).order_by("pk")[place]


def plan_of(size):
    """The plan of that size, made when it is not there yet."""
    slug = f"bench-{size}"
    campaigns, items = SIZES[size]
    with scope.everything(because="the bench looks for its workspace by the address"):
        found = Campaign.objects.filter(workspace__slug=slug).exists()
    if not found:
        list(sizes.make(slug=slug, campaigns=campaigns, items=items, seed=1))
    with scope.everything(because="the bench looks for its workspace by the address"):
        campaign = Campaign.objects.select_related("workspace").get(workspace__slug=slug)
        reader = Member.objects.select_related("user", "workspace").get(
            workspace__slug=slug, name="Jonas Lindqvist"
        )
    return Plan(size, campaign.workspace, campaign, reader)
