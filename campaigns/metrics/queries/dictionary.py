"""The dictionary of metrics: what is defined, and what is made of what."""

from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils import timezone

from campaigns.metrics import formulas
from campaigns.metrics.meanings import Known, Said
from campaigns.metrics.models import Aggregation, Definition, Metric, Target
from workspace.kernel.remembering import OfWorkspaces

dictionaries = OfWorkspaces(200)


def defined():
    """{key: metric} of the workspace in scope, in their order; retired ones are among them.

    They know what they meant before. One statement, and one more where any was redefined.
    """
    known = Known((metric.key, metric) for metric in Metric.objects.order_by("position", "pk"))
    redefined = {metric.pk: metric for metric in known.values() if metric.number > 1}
    if redefined:
        look_back(known, redefined)
    return known


def look_back(known, redefined):
    """Tell the dictionary what was reckoned otherwise, and until when."""
    rows = Definition.objects.filter(metric__in=redefined).order_by("metric", "number")
    told, changes = list(rows.select_related("workspace")), {}
    for each in told:
        known.definitions.setdefault(each.metric_id, []).append(each)
    for before, now in pairwise(told):
        same = before.aggregation, before.formula
        if before.metric_id != now.metric_id or same == (now.aggregation, now.formula):
            continue
        metric = redefined[now.metric_id]
        day = timezone.localtime(now.since, ZoneInfo(now.workspace.time_zone)).date()
        changes.setdefault(day, {}).setdefault(metric.key, as_it_was(metric, before))
    for day in sorted(changes, reverse=True):
        known.was_before(day, changes[day])


def as_it_was(metric, definition):
    """Numbers of another unit stay apart anyway; what is reckoned has the unit that it had."""
    is_ratio = definition.aggregation == Aggregation.RATIO
    unit = definition.unit if is_ratio else metric.unit
    return Said(metric.key, unit, definition.aggregation, definition.formula)


def defined_in(workspace):
    """The same for pages, which change nothing of them: remembered for a `face` of the workspace,
    which moves whenever a metric is defined or changed (`actions/defining.py`)."""
    return dictionaries.of(workspace, defined)


def made_of(key, metrics):
    """The metrics whose own formula names `key`."""
    return [
        metric
        for metric in metrics.values()
        if metric.aggregation == Aggregation.RATIO and key in formulas.parse(metric.formula).names
    ]


def made_of_it(key, metrics):
    """All metrics that are made of `key`, by whatever formulas between."""
    found, waiting = {}, [key]
    while waiting:
        for metric in made_of(waiting.pop(), metrics):
            if metric.key not in found:
                found[metric.key] = metric
                waiting.append(metric.key)
    return list(found.values())


def redefined_within(metric_ids, since, until):
    """[(metric id, number, day)] of the definitions that began within a span, but the first."""
    rows = Definition.objects.filter(metric__in=metric_ids, number__gt=1).order_by("since")
    found = rows.values_list("metric_id", "number", "since")
    days = [(pk, number, timezone.localtime(moment).date()) for pk, number, moment in found]
    return [each for each in days if since <= each[2] <= until]


def target_counts():
    """{metric id: how many targets name it}, one statement."""
    rows = Target.objects.order_by().values_list("metric_id").annotate(count=Count("pk"))
    return dict(rows)
