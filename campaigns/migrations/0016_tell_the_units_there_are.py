"""Totals and targets that are there say their unit; numbers of an earlier unit are set apart."""

from collections import defaultdict

from django.db import migrations
from django.db.models import Sum

from workspace.kernel import scope


def tell(apps, schema_editor):
    Metric = apps.get_model("campaigns", "Metric")
    Target = apps.get_model("campaigns", "Target")
    DayTotal = apps.get_model("campaigns", "DayTotal")
    Definition = apps.get_model("campaigns", "Definition")
    with scope.everything(because="the units of all workspaces are told"):
        for metric in Metric.objects.all():
            for model in (Target, DayTotal):
                model.objects.filter(metric=metric).update(unit=metric.unit)
            said = list(Definition.objects.filter(metric=metric).order_by("number"))
            apart = {str(each.number): each.unit for each in said if each.unit != metric.unit}
            if apart:
                Metric.objects.filter(pk=metric.pk).update(apart=apart)
                part(apps, metric, apart)
                date(Target, metric, said)


def part(apps, metric, apart):
    """Add the numbers of each unit up by themselves."""
    Observation = apps.get_model("campaigns", "Observation")
    DayTotal = apps.get_model("campaigns", "DayTotal")
    rows = Observation.objects.filter(series__metric=metric, series__campaign__isnull=False)
    rows = rows.order_by().values_list(
        "workspace_id", "series__campaign_id", "series__currency", "day", "definition"
    )
    sums = defaultdict(int)
    for *place, definition, total in rows.annotate(total=Sum("amount")):
        sums[*place, apart.get(str(definition), metric.unit)] += int(total)
    DayTotal.objects.filter(metric=metric).delete()
    DayTotal.objects.bulk_create(
        (
            DayTotal(
                workspace_id=workspace,
                campaign_id=campaign,
                metric=metric,
                currency=currency,
                unit=unit,
                day=day,
                amount=amount,
            )
            for (workspace, campaign, currency, day, unit), amount in sums.items()
        ),
        batch_size=1000,
    )


def date(Target, metric, said):
    """A target is in the unit that its metric had when it was set."""
    for target in Target.objects.filter(metric=metric):
        then = [each.unit for each in said if each.since <= target.created_at]
        if then and then[-1] != target.unit:
            Target.objects.filter(pk=target.pk).update(unit=then[-1])


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0015_numbers_keep_their_unit")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop, elidable=True)]
