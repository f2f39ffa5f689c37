"""Metrics, targets and figures in JSON; amounts are decimals in text: "12.5", 12.5 % is "0.125"."""

from decimal import Decimal

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from campaigns.metrics import policies
from campaigns.metrics.models import (
    Aggregation,
    Cadence,
    Direction,
    Target,
    Unit,
)
from campaigns.plan import policies as plan
from teams.models import Member
from workspace.kernel.api import fields
from workspace.kernel.numbers import MILLION

SOURCE = 120


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]{1,10}(\.[0-9]{1,6})?$"})
class Amount(serializers.DecimalField):
    """Millionths of a unit as a decimal: exact, or refused."""

    def __init__(self, **kwargs):
        super().__init__(max_digits=16, decimal_places=6, **kwargs)

    def to_internal_value(self, data):
        return int(super().to_internal_value(data) * MILLION)

    def to_representation(self, amount):
        return written(amount)


def written(amount):
    if amount is None:
        return None
    return format((Decimal(amount) / MILLION).normalize(), "f")


def possible_owners(_context):
    return Member.objects.active().exclude(role=Member.Role.GUEST)


class DefinitionShape(fields.Shape):
    number = serializers.IntegerField(read_only=True)
    since = serializers.DateTimeField(read_only=True)
    by = serializers.CharField(source="by_name", read_only=True)
    name = serializers.CharField(read_only=True)
    meaning = fields.Prose(read_only=True)
    unit = serializers.ChoiceField(choices=Unit.choices, read_only=True)
    aggregation = serializers.ChoiceField(choices=Aggregation.choices, read_only=True)
    direction = serializers.ChoiceField(choices=Direction.choices, read_only=True)
    formula = serializers.CharField(read_only=True)


class MetricShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    key = serializers.CharField(read_only=True)
    name = serializers.CharField(max_length=80)
    name_zh_hans = serializers.CharField(max_length=80, required=False, allow_blank=True)
    name_zh_hant = serializers.CharField(max_length=80, required=False, allow_blank=True)
    meaning = fields.Prose(max_length=500, required=False, allow_blank=True)
    unit = serializers.ChoiceField(choices=Unit.choices, required=False)
    aggregation = serializers.ChoiceField(choices=Aggregation.choices, required=False)
    direction = serializers.ChoiceField(choices=Direction.choices, required=False)
    formula = serializers.CharField(
        max_length=300,
        required=False,
        allow_blank=True,
        help_text="Of a ratio: keys of metrics, numbers, + - * / and brackets.",
    )
    source = serializers.CharField(max_length=SOURCE, required=False, allow_blank=True)
    cadence = serializers.ChoiceField(choices=Cadence.choices, required=False)
    owner = fields.Chosen(possible_owners, required=False, allow_null=True)
    number = serializers.IntegerField(read_only=True, help_text="Of its present definition.")
    retired_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)


class WrittenMetric(MetricShape):
    leave_apart = serializers.BooleanField(
        required=False,
        write_only=True,
        help_text="Demanded of another unit while there are numbers or targets in the one before:"
        " they keep it, and are never added to or compared with those in the new one.",
    )


class NewMetric(MetricShape):
    key = serializers.CharField(max_length=40)


class MonthShape(fields.Shape):
    month = serializers.RegexField(r"^20\d\d-(0[1-9]|1[0-2])$")
    amount = Amount()


class Months(serializers.ListField):
    """[{month, amount by its end}] of a path by month."""

    child = MonthShape()

    def to_internal_value(self, data):
        return sorted([each["month"], each["amount"]] for each in super().to_internal_value(data))

    def to_representation(self, months):
        return [{"month": month, "amount": written(amount)} for month, amount in months]


class TargetShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    campaign = serializers.IntegerField(source="campaign_id", read_only=True)
    metric = serializers.CharField(source="metric.key", read_only=True)
    channel = serializers.IntegerField(source="channel_id", read_only=True, allow_null=True)
    unit = serializers.CharField(
        read_only=True, help_text="What it was said in; a metric may have another one by now."
    )
    currency = serializers.CharField(max_length=3, required=False, allow_blank=True)
    baseline = Amount(required=False, allow_null=True)
    target = Amount()
    starts_on = serializers.DateField(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    path = serializers.ChoiceField(choices=Target.Path.choices, required=False)
    months = Months(required=False, max_length=120)
    tolerance = serializers.IntegerField(
        min_value=0, max_value=100, required=False, help_text="In percent of the path."
    )
    owner = fields.Chosen(possible_owners, required=False, allow_null=True)
    source = serializers.CharField(max_length=SOURCE, required=False, allow_blank=True)
    is_primary = serializers.BooleanField(required=False)
    version = serializers.IntegerField(read_only=True)


class WrittenTarget(TargetShape):
    why = serializers.CharField(
        max_length=500,
        required=False,
        allow_blank=True,
        help_text="Demanded when the campaign went live.",
    )


class NewTarget(WrittenTarget):
    metric = serializers.CharField(max_length=40, help_text="The key of a metric.")
    channel = fields.Chosen(fields.seen_by_policy(plan.channel), required=False, allow_null=True)

    def validate_metric(self, key):
        metric = policies.metric.visible_to(self.reader).filter(key=key).first()
        if metric is None:
            raise serializers.ValidationError(fields.MISSING % {"id": key})
        return metric


class Reason(fields.Shape):
    why = serializers.CharField(max_length=500, required=False)


class TargetStandingShape(fields.Shape):
    target = serializers.IntegerField(source="target.pk", read_only=True)
    metric = serializers.CharField(source="target.metric.key", read_only=True)
    channel = serializers.IntegerField(source="target.channel_id", read_only=True, allow_null=True)
    currency = serializers.CharField(source="target.currency", read_only=True)
    day = serializers.DateField(read_only=True, help_text="The day that is judged.")
    value = Amount(source="value.amount", read_only=True, allow_null=True)
    why = serializers.CharField(
        source="value.why", read_only=True, help_text="Why there is no value, as of figures."
    )
    expected = Amount(read_only=True, allow_null=True, help_text="By the path.")
    judgement = serializers.ChoiceField(
        choices=["ahead", "on", "behind", "off"],
        read_only=True,
        allow_null=True,
        help_text="By the direction of the metric: where less is better, more is `behind`.",
    )


class SpanShape(fields.Shape):
    """Days from one to another, both included; null where there is no first or no last one."""

    since = serializers.DateField(read_only=True, allow_null=True)
    until = serializers.DateField(read_only=True, allow_null=True)


def spans_of(value):
    return [{"since": first, "until": last} for first, last in value.days]


class FigureShape(fields.Shape):
    """`currency` is that of money, or of the money that a ratio is reckoned from; `reckoned_on`
    are the days on which it was reckoned alike, where that changed."""

    channel = serializers.IntegerField(read_only=True, allow_null=True)
    touchpoint = serializers.IntegerField(read_only=True, allow_null=True)
    day = serializers.DateField(read_only=True, allow_null=True)
    metric = serializers.CharField(read_only=True)
    unit = serializers.ChoiceField(choices=Unit.choices, read_only=True)
    currency = serializers.CharField(read_only=True)
    amount = Amount(read_only=True, allow_null=True)
    why = serializers.CharField(
        read_only=True,
        help_text="Why there is no amount: nothing, zero, currencies (they would be added up),"
        " currency (money came in, and none in that one), units (what came in is in another unit)"
        " or large (the formula comes to more than can be meant). Of an amount: definitions, where"
        " it is of those days alone on which it was reckoned in one way.",
    )
    reckoned_on = SpanShape(many=True, read_only=True)


class FigureQuery(fields.Shape):
    """Which days (the last 30 without), and by what."""

    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    by = serializers.ChoiceField(
        choices=["campaign", "channel", "touchpoint", "day"], required=False
    )
    metric = serializers.CharField(max_length=40, required=False)


class ObservationShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    day = serializers.DateField(read_only=True)
    metric = serializers.CharField(source="series.metric.key", read_only=True)
    channel = serializers.IntegerField(source="series.channel_id", read_only=True, allow_null=True)
    touchpoint = serializers.IntegerField(
        source="series.touchpoint_id", read_only=True, allow_null=True
    )
    currency = serializers.CharField(source="series.currency", read_only=True)
    amount = Amount(read_only=True)
    source = serializers.CharField(source="series.source", read_only=True)
    external_id = serializers.CharField(source="series.external_id", read_only=True)
    batch = serializers.IntegerField(source="batch_id", read_only=True, allow_null=True)
    definition = serializers.IntegerField(read_only=True)
    unit = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "description": "What it came in in."})
    def get_unit(self, row):
        return row.series.metric.unit_under(row.definition)


class ObservationQuery(fields.Shape):
    since = serializers.DateField(source="day__gte", required=False)
    until = serializers.DateField(source="day__lte", required=False)
    metric = serializers.CharField(source="series__metric__key", max_length=40, required=False)
