"""Who sees and who says what is measured: money and figures are the team's."""

from django.db.models import OuterRef, Subquery

from campaigns.brief.models import Campaign
from campaigns.metrics.models import Batch, Mapping, Metric, Series, Target
from workspace.kernel.access import CONTRIBUTORS, MANAGERS, TEAM, Policy
from workspace.kernel.streams.models import Stream


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


def with_stream(rows):
    """Campaigns with where their stream stands, read before the numbers that are shown with it."""
    streams = Stream.objects.filter(kind="campaign", of=OuterRef("pk"))
    return rows.annotate(
        stream=Subquery(streams.values("pk")[:1]), revision=Subquery(streams.values("revision")[:1])
    )


# The numbers of a campaign: the row is the campaign itself, where figures may be seen of it.
numbers = Policy(
    "numbers",
    visible_to=lambda reader: with_stream(for_the_team(Campaign)(reader)),
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
    abilities={"forget": CONTRIBUTORS},
    area="metrics",
)

series = Policy(
    "series",
    visible_to=for_the_team(Series),
    abilities={"view": TEAM, "match": CONTRIBUTORS},
    area="metrics",
    from_request="workspace",
)
