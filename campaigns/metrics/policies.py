"""Who sees and who says what is measured: money and figures are the team's."""

from campaigns.brief.models import Campaign
from campaigns.metrics.models import Batch, Mapping, Metric, Series, Target
from workspace.kernel.access import CONTRIBUTORS, MANAGERS, TEAM, Policy


def for_the_team(model):
    """All rows of the workspace, for its team; nothing for guests and who reads by a link."""
    return lambda reader: (
        model.objects.none() if reader.role in {"guest", "viewer"} else model.objects.all()
    )


metric = Policy(
    "metric",
    visible_to=for_the_team(Metric),
    abilities={
        "view": TEAM,
        "add": MANAGERS,
        "edit": MANAGERS,
        "retire": MANAGERS,
    },
    area="metrics",
    from_request="workspace",
)

target = Policy(
    "target",
    visible_to=lambda reader: for_the_team(Target)(reader).select_related(
        "campaign", "metric", "channel", "owner"
    ),
    abilities={
        "view": TEAM,
        "add": CONTRIBUTORS,
        "edit": CONTRIBUTORS,
        "remove": CONTRIBUTORS,
    },
    area="metrics",
)

# The numbers of a campaign: the row is the campaign itself, where figures may be seen of it.
numbers = Policy(
    "numbers",
    visible_to=for_the_team(Campaign),
    abilities={"view": TEAM, "enter": CONTRIBUTORS},
    area="metrics",
    from_request="workspace",
)

batch = Policy(
    "batch",
    visible_to=for_the_team(Batch),
    abilities={"view": TEAM, "bring": CONTRIBUTORS, "take_back": CONTRIBUTORS},
    area="metrics",
    from_request="workspace",
)

mapping = Policy(
    "mapping",
    visible_to=for_the_team(Mapping),
    abilities={"view": TEAM, "forget": CONTRIBUTORS},
    area="metrics",
)

series = Policy(
    "series",
    visible_to=for_the_team(Series),
    abilities={"view": TEAM, "match": CONTRIBUTORS},
    area="metrics",
    from_request="workspace",
)
