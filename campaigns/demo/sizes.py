"""Plans of any size, for benchmarks: nobody needs to believe them, but every row is furnished.

The same seed gives the same plans on the same day. The items of a plan come in as one revision.
"""

import random
from datetime import timedelta
from itertools import count

from django.db import transaction
from django.utils import timezone

from campaigns.brief import actions as brief
from campaigns.brief import gate
from campaigns.brief.models import Campaign
from campaigns.demo import company, leads, measuring
from campaigns.plan import actions
from campaigns.plan.actions import together
from campaigns.plan.models import Channel, Stage
from teams.models import Member, Team
from workspace.kernel import scope, streams

VERBS = ["Write", "Review", "Design", "Translate", "Publish", "Measure", "Plan", "Test", "Brief"]
THINGS = [
    "landing page",
    "announcement",
    "customer story",
    "price sheet",
    "invitation",
    "film of 15 seconds",
    "keyword list",
    "mailing",
    "slides",
    "案例页",
    "报价单",
    "活动邀请函",
]
PURPOSES = ["spring launch", "cold stores", "carriers", "the fair", "key accounts", "renewals"]
LABELS = ["legal", "research", "budget", "reference", "sales-kit", "experiment"]
STATUSES = ["todo", "doing", "review", "blocked", "done", "dropped"]
PAST, COMING = [1, 2, 1, 1, 16, 1], [16, 3, 1, 1, 2, 0]


class Furniture:
    """What the items of a workspace can have, and the chance that gives it to them."""

    def __init__(self, owner, seed):
        self.chance = random.Random(seed)
        self.numbers = random.Random(f"{seed}: numbers")
        self.today = timezone.localdate()
        self.members = ids(Member.objects.active().exclude(role="guest"))
        self.channels = ids(Channel.objects.all())
        self.stages = ids(Stage.objects.all())
        self.teams = ids(Team.objects.all())
        self.labels = [
            actions.label_named(owner.workspace_id, name, by=owner).pk for name in LABELS
        ]

    def draft(self, number):
        """The plain values of one item; it may wait for any that come before it."""
        chance = self.chance
        due = self.today + timedelta(days=chance.randrange(-120, 150))
        weights = PAST if due < self.today else COMING
        return {
            "title": self.title(number),
            "description": "One paragraph on what is wanted, and why.",
            "kind": chance.choices(["task", "deliverable", "milestone"], [7, 2, 1])[0],
            "status": chance.choices(STATUSES, weights)[0],
            "priority": chance.choices([1, 2, 3, 4], [1, 3, 12, 3])[0],
            "channel": chance.choice(self.channels),
            "stage": chance.choice(self.stages),
            "team": chance.choice(self.teams),
            "start_on": (due - timedelta(days=chance.randrange(1, 15))).isoformat(),
            "due_on": due.isoformat(),
            "estimate": str(chance.randrange(1, 40)),
            "assignees": sorted(chance.sample(self.members, chance.choice([1, 1, 2]))),
            "labels": sorted(chance.sample(self.labels, chance.choice([0, 1, 1, 2]))),
            "checklist": self.checklist(),
            "waits_for_at": self.before(number),
        }

    def before(self, number):
        """Places of up to two earlier items."""
        wanted = min(self.chance.choice([0, 0, 1, 2]), number - 1)
        return self.chance.sample(range(number - 1), wanted)

    def title(self, number):
        words = (self.chance.choice(list_) for list_ in (VERBS, THINGS, PURPOSES))
        verb, thing, purpose = words
        return f"{verb} {thing} for {purpose}, {number}"

    def checklist(self):
        if self.chance.random() < 0.6:
            return []
        return [[f"Step {step}", self.chance.random() < 0.4] for step in range(1, 5)]


def ids(rows):
    return list(rows.order_by("pk").values_list("pk", flat=True))


def workspace_of(slug):
    """The owner of the workspace at that address; it is made when there is none."""
    with scope.everything(because="a workspace is looked up by its address"):
        owner = Member.objects.filter(workspace__slug=slug, role="owner").first()
    if owner is None:
        with transaction.atomic():
            owner = company.found(slug, f"Size {slug}")
            with scope.of(owner.workspace_id):
                company.bring_everybody(owner)
    return owner


def make(*, slug, campaigns, items, seed):
    """Fill the workspace `slug`; yields each campaign when it stands."""
    owner = workspace_of(slug)
    with scope.of(owner.workspace_id):
        furniture = Furniture(owner, seed)
        keys = free_keys(owner.workspace_id)
        for _number in range(campaigns):
            yield make_plan(next(keys), items, by=owner, furniture=furniture)


def free_keys(workspace_id):
    taken = set(Campaign.objects.filter(workspace_id=workspace_id).values_list("key", flat=True))
    return (key for key in (f"SIZE{number}" for number in count(1)) if key not in taken)


@transaction.atomic
def make_plan(key, items, *, by, furniture):
    today = furniture.today
    campaign = brief.create(
        by.workspace_id,
        by=by,
        key=key,
        name=f"Campaign {key}",
        objective=f"A plan of {items} items.",
        starts_on=today - timedelta(days=120),
        ends_on=today + timedelta(days=150),
    )
    brief.advance(campaign, by=by, version=campaign.version, phase="planned")
    if absent := [need.key for need in gate.missing(campaign, "live")]:
        until = today + timedelta(days=365)
        brief.waive(campaign, by=by, keys=absent, reason="A plan to measure with.", until=until)
    brief.advance(campaign, by=by, version=campaign.version, phase="live")
    drafts = [furniture.draft(number) for number in range(1, items + 1)]
    with streams.record("campaign", campaign.pk, by=by) as record:
        made = together.add_many(record, campaign, drafts)
        together.recount(record, [item.pk for item in made])
    measuring.measure_size(campaign, by, today, furniture.numbers)
    leads.many(campaign, furniture.chance, by=by)
    return campaign
