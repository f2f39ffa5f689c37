"""The metrics of a workspace, as the reading of a file needs to know them."""

from campaigns.metrics import queries
from campaigns.metrics.intake.reading import Known
from campaigns.metrics.models import Aggregation


def metrics():
    """All that are in use, in their order."""
    return tuple(
        Known(
            metric.key,
            tuple(filter(None, (metric.name, metric.name_zh_hans, metric.name_zh_hant))),
            metric.unit,
            metric.aggregation == Aggregation.SUM,
            metric.aggregation == Aggregation.RATIO,
        )
        for metric in queries.defined().values()
        if metric.retired_at is None
    )
