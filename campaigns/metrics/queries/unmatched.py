"""Numbers of campaigns of other tools that are not matched with ours yet."""

from django.db.models import Count, Exists, OuterRef, Value
from django.db.models.functions import Concat

from campaigns.metrics.models import Observation, Series


def waiting():
    """How many campaigns of other tools wait to be matched with one of ours; one statement."""
    return next(iter(waiting_count().values_list("count", flat=True)), 0)


def waiting_count():
    """The same as a query of one row at most, to be asked along with another."""
    rows = Series.objects.filter(
        Exists(Observation.objects.filter(series=OuterRef("pk"))), campaign=None, ignored=False
    )
    told = Concat("source", Value("\n"), "external_id")
    return (
        rows.order_by()
        .values("workspace")
        .annotate(count=Count(told, distinct=True))
        .values("count")
    )
