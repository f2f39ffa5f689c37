"""Numbers by program: brought in batches, read, matched, and taken out again."""

from decimal import Decimal

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief.models import Campaign
from campaigns.metrics import policies as metrics
from campaigns.metrics.intake import actions, calls, policies, waiting
from campaigns.metrics.models import Batch
from campaigns.plan.models import Channel, Stage
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown
from workspace.kernel.numbers import MILLION
from workspace.kernel.refusals import Invalid

VALUE = {"max_digits": 18, "decimal_places": 6, "max_value": 10**10, "min_value": -(10**10)}
IN_WORDS = (
    "A count, an amount of money, a share of one (12.5 % is 0.125) or seconds, as the metric has "
    "it; to six decimal places. null takes the number of that day away."
)


class Key(serializers.CharField):
    """A campaign by its key; null for none."""

    def to_internal_value(self, data):
        key = super().to_internal_value(data)
        found = self.known.get(key.upper())
        if found is None:
            raise serializers.ValidationError(fields.MISSING % {"id": key[:40]})
        return found

    @property
    def known(self):
        """All campaigns that the caller sees, fetched once for a whole batch."""
        context = self.context
        if "campaigns" not in context:
            rows = Campaign.objects.visible_to(context["reader"])
            context["campaigns"] = {row.key.upper(): row for row in rows}
        return context["campaigns"]


class Known(fields.Chosen):
    """A row by its id, all of them fetched once for a whole batch."""

    def __init__(self, model, **kwargs):
        self.model = model
        super().__init__(lambda context: model.objects.all(), **kwargs)

    def to_internal_value(self, data):
        pk = self.id.run_validation(data)
        known = self.context.setdefault(self.model, {})
        if not known:
            known.update({row.pk: row for row in self.model.objects.all()})
        if pk not in known:
            raise serializers.ValidationError(fields.MISSING % {"id": pk})
        return known[pk]


class NewObservation(fields.Shape):
    metric = serializers.CharField(max_length=40, help_text="The key of a metric.")
    day = serializers.DateField()
    value = serializers.DecimalField(**VALUE, allow_null=True, help_text=IN_WORDS)
    currency = serializers.CharField(
        max_length=3,
        required=False,
        allow_blank=True,
        help_text="Three letters, where it is money.",
    )
    campaign = Key(
        required=False,
        allow_null=True,
        help_text="Its key. Left out, the numbers of a tool's campaign go where somebody said, or "
        "wait until somebody does.",
    )
    channel = Known(Channel, required=False, allow_null=True)
    stage = Known(
        Stage, required=False, allow_null=True, help_text="With a channel: the touchpoint."
    )
    external_id = serializers.CharField(
        max_length=120, required=False, allow_blank=True, help_text="The tool's own campaign."
    )
    external_name = serializers.CharField(max_length=200, required=False, allow_blank=True)


class NewBatch(fields.Shape):
    """Rows that come in together or not at all."""

    source = serializers.RegexField(
        r"^[a-z0-9_]{1,20}\Z", help_text="The tool: numbers of one tool replace each other."
    )
    observations = NewObservation(many=True, allow_empty=False, max_length=calls.MOST)


class NumberShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    day = serializers.DateField(read_only=True)
    metric = serializers.CharField(source="series.metric.key", read_only=True)
    value = serializers.SerializerMethodField(help_text=IN_WORDS)
    currency = serializers.CharField(source="series.currency", read_only=True)
    campaign = serializers.CharField(
        source="series.campaign.key", read_only=True, allow_null=True, default=None
    )
    channel = serializers.IntegerField(source="series.channel_id", read_only=True, allow_null=True)
    touchpoint = serializers.IntegerField(
        source="series.touchpoint_id", read_only=True, allow_null=True
    )
    series = serializers.IntegerField(source="series_id", read_only=True)
    source = serializers.CharField(source="series.source", read_only=True)
    external_id = serializers.CharField(source="series.external_id", read_only=True)
    definition = serializers.IntegerField(
        read_only=True, help_text="The number of the definition it was observed under."
    )
    batch = serializers.IntegerField(source="batch_id", read_only=True, allow_null=True)

    def get_value(self, row) -> str:
        return f"{(Decimal(row.amount) / MILLION).normalize():f}"


class ObservationQuery(fields.Shape):
    campaign = serializers.CharField(
        source="series__campaign__key__iexact", max_length=12, required=False
    )
    metric = serializers.CharField(source="series__metric__key", max_length=40, required=False)
    source = serializers.CharField(source="series__source", max_length=20, required=False)
    series = fields.Id(source="series_id", required=False)
    batch = fields.Id(source="batch_id", required=False)
    since = serializers.DateField(source="day__gte", required=False)
    until = serializers.DateField(source="day__lte", required=False)


class BatchShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    source = serializers.CharField(read_only=True, help_text="form, file, paste or api.")
    name = serializers.CharField(read_only=True, help_text="Of a file its name, else the tool.")
    by = serializers.IntegerField(source="by_id", read_only=True, allow_null=True)
    state = serializers.ChoiceField(choices=Batch.State.choices, read_only=True)
    counts = serializers.DictField(
        child=serializers.IntegerField(),
        read_only=True,
        help_text="added, changed, removed, same, waiting, rows; kept and back after an undo.",
    )
    failure = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    finished_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)


class SeriesShape(fields.Shape):
    """A run of numbers of one metric; without a campaign they wait, or are ignored."""

    id = serializers.IntegerField(read_only=True)
    source = serializers.CharField(read_only=True)
    external_id = serializers.CharField(read_only=True)
    external_name = serializers.CharField(read_only=True)
    metric = serializers.CharField(source="metric.key", read_only=True)
    currency = serializers.CharField(read_only=True)
    campaign = serializers.CharField(
        source="campaign.key", read_only=True, allow_null=True, default=None
    )
    channel = serializers.IntegerField(source="channel_id", read_only=True, allow_null=True)
    touchpoint = serializers.IntegerField(source="touchpoint_id", read_only=True, allow_null=True)
    ignored = serializers.BooleanField(read_only=True)


class SeriesQuery(fields.Shape):
    waiting = serializers.BooleanField(
        required=False, help_text="true: those that no campaign was named for yet."
    )
    source = serializers.CharField(max_length=20, required=False)
    campaign = serializers.CharField(source="campaign__key__iexact", max_length=12, required=False)

    def validate(self, attrs):
        waits = attrs.pop("waiting", None)
        if waits is not None:
            attrs["campaign__isnull"] = waits
        if waits:
            attrs["ignored"] = False
        return attrs


class AssignmentShape(fields.Shape):
    campaign = Key(help_text="Its key.")
    channel = Known(Channel, required=False, allow_null=True)
    stage = Known(Stage, required=False, allow_null=True)


class Observations(Resource):
    policy = policies.observation
    abilities = {"list": "view", "create": "bring"}
    serializer_class = NumberShape
    asking = ObservationQuery

    def furnished(self, rows):
        return rows.select_related("series__metric", "series__campaign")

    def list(self, request):
        """Numbers as they came in, a row for each day of each series."""
        return self.page(self.get_queryset())

    @extend_schema(request=NewBatch, responses={201: BatchShape})
    def create(self, request):
        """Bring up to 5,000 numbers in: all, or none. The same again changes nothing.

        A number takes the place of the one of the same tool, campaign of the tool (or place),
        metric, currency and day. Send an Idempotency-Key to be sure that a repeated call is
        answered like the first.
        """
        given = NewBatch(data=request.data, context=self.get_serializer_context())
        if not given.is_valid():
            raise Invalid(calls.refused(), fields=flat(given.errors))
        wanted = given.validated_data
        rows = [calls.Row(**row_of(given)) for given in wanted["observations"]]
        batch = calls.bring(rows, by=self.member, source=wanted["source"])
        shown = BatchShape(batch, context=self.get_serializer_context()).data
        address = request.build_absolute_uri(reverse("api:batch", args=[batch.pk]))
        return Response(shown, status=201, headers={"Location": address})


def flat(errors, path=()):
    """{"observations.17.metric": [sentences]} of nested errors, the first hundred."""
    found = {}
    pairs = errors.items() if isinstance(errors, dict) else enumerate(errors)
    for name, below in pairs:
        if isinstance(below, dict) or (below and isinstance(below[0], dict)):
            found |= flat(below, (*path, str(name)))
        elif below:
            at = path if name == "non_field_errors" else (*path, str(name))
            found[".".join(at) or "body"] = [str(sentence) for sentence in below]
        if len(found) >= calls.MOST_TOLD:
            break
    return found


def row_of(given):
    value = given.pop("value")
    amount = None if value is None else int(value * MILLION)
    return {name: found for name, found in given.items() if found} | {
        "metric": given["metric"],
        "amount": amount,
    }


class Batches(Listed, Resource):
    policy = metrics.batch
    abilities = {"list": "view"}
    serializer_class = BatchShape


class OneBatch(Shown, Resource):
    policy = metrics.batch
    abilities = {"retrieve": "view", "undo": "take_back", "take_up": "bring"}
    conditional = frozenset({"take_up"})
    lookup = {"pk": "batch"}
    serializer_class = BatchShape

    @extend_schema(request=None)
    def undo(self, request, **_named):
        """Let stand again what stood before; what came in over it since stays."""
        actions.undo(self.row, by=self.member)
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def take_up(self, request, **_named):
        """Look again at a file that failed or was taken out; its page asks and brings it in."""
        actions.take_up(self.row, version=self.seen_version())
        return self.answer_anew(self.row)


class ListOfSeries(Listed, Resource):
    policy = metrics.series
    abilities = {"list": "view"}
    serializer_class = SeriesShape
    asking = SeriesQuery

    def furnished(self, rows):
        return rows.select_related("metric", "campaign")


class OneSeries(Shown, Resource):
    policy = metrics.series
    abilities = {
        "retrieve": "view",
        "assign": "match",
        "release": "match",
        "set_aside": "match",
    }
    lookup = {"pk": "series"}
    serializer_class = SeriesShape

    def furnished(self, rows):
        return rows.select_related("metric", "campaign")

    @extend_schema(request=AssignmentShape)
    def assign(self, request, **_named):
        """Say whose the numbers of this campaign of a tool are: all its series, now and later."""
        waiting.assign(self.row, by=self.member, **self.wanted(AssignmentShape))
        return self.answer_anew(self.row)

    @extend_schema(request=None, responses=SeriesShape)
    def release(self, request, **_named):
        """Let them wait again."""
        waiting.release(self.row, by=self.member)
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def set_aside(self, request, **_named):
        """Say that they belong to no campaign of ours."""
        waiting.set_aside(self.row, by=self.member)
        return self.answer_anew(self.row)


routes = [
    route("observations", Observations, "observations", get="list", post="create"),
    route("batches", Batches, "batches", get="list"),
    route("batches/<int:batch>", OneBatch, "batch", get="retrieve"),
    route("batches/<int:batch>/undo", OneBatch, "batch_undo", post="undo"),
    route("batches/<int:batch>/take-up", OneBatch, "batch_take_up", post="take_up"),
    route("series", ListOfSeries, "series_list", get="list"),
    route("series/<int:series>", OneSeries, "series", get="retrieve"),
    route(
        "series/<int:series>/campaign",
        OneSeries,
        "series_campaign",
        put="assign",
        delete="release",
    ),
    route("series/<int:series>/ignore", OneSeries, "series_ignore", post="set_aside"),
]
