"""What changed between two points, and the names of points, as JSON."""

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief import policies as brief
from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.history import actions, asking, points, policies, queries
from campaigns.plan import windows
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource

POINT = (
    "`now`, `start`, `monday`, `visit` (your last one), `baseline:7`, `revision:120`, a day such "
    "as `2026-11-01` (its beginning for `from`, its end for `to`), or a moment."
)
WORDS = {
    "from": f"The point to compare from, `monday` by default: {POINT}",
    "to": "The point to compare to, `now` by default: the same.",
    "show": f"One of {', '.join(asking.SHOWN)}.",
}
PARAMETERS = [OpenApiParameter(name, str, description=words) for name, words in WORDS.items()]
KNOWN = {name: serializers.CharField() for name in WORDS}


class BaselineShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=80)
    revision = serializers.IntegerField(
        required=False, min_value=1, max_value=10**15, help_text="The present one by default."
    )
    made_by = serializers.IntegerField(source="made_by_id", read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)


class PointShape(fields.Shape):
    text = serializers.CharField(read_only=True, help_text="What the query said.")
    revision = serializers.IntegerField(read_only=True)
    at = serializers.DateTimeField(read_only=True, allow_null=True)


class SumShape(fields.Shape):
    items = serializers.IntegerField(read_only=True)
    working_days = serializers.IntegerField(read_only=True)


class TeamSumShape(SumShape):
    team = serializers.IntegerField(read_only=True, allow_null=True)


class ReasonSumShape(SumShape):
    why = serializers.CharField(read_only=True, help_text="Empty where no reason was given.")


class ChangeShape(fields.Shape):
    """What became of one item."""

    id = serializers.IntegerField(source="pk", read_only=True)
    number = serializers.IntegerField(source="state.number", read_only=True)
    title = serializers.CharField(source="state.title", read_only=True)
    sorts = serializers.ListField(
        child=serializers.ChoiceField(choices=asking.SORTS), read_only=True
    )
    for_good = serializers.BooleanField(
        read_only=True, help_text="A removed item that is not in the trash either."
    )
    changes = serializers.DictField(
        source="fields", child=serializers.ListField(), read_only=True, help_text="[before, after]"
    )
    working_days_later = serializers.IntegerField(
        source="slip", read_only=True, allow_null=True, help_text="Negative when earlier."
    )
    days_later = serializers.IntegerField(source="calendar", read_only=True, allow_null=True)
    reasons = serializers.SerializerMethodField()
    by = serializers.CharField(read_only=True)
    at = serializers.DateTimeField(read_only=True, allow_null=True)

    def get_reasons(self, change) -> list[str]:
        return list(dict.fromkeys(said.why for said in change.said if said.why))


class ComparisonShape(serializers.Serializer):
    """What changed between two points of a plan."""

    to = PointShape(source="last", read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    slip = SumShape(read_only=True)
    teams = TeamSumShape(many=True, read_only=True)
    reasons = ReasonSumShape(many=True, read_only=True)
    results = ChangeShape(many=True, read_only=True)

    def get_fields(self):
        return {"from": PointShape(source="first", read_only=True), **super().get_fields()}


class Compared(Resource):
    policy = brief.campaign
    abilities = {"retrieve": "view"}
    lookup = IN_CAMPAIGN[1]
    serializer_class = ComparisonShape

    @extend_schema(parameters=PARAMETERS)
    def retrieve(self, request, campaign):
        """What changed between two points: what came, went, moved (how far, why, by whom),
        changed hands or scope; and how far the plan slipped, per team and per reason."""
        asked, found = self.compared()
        shown = {
            "first": asked.first,
            "last": asked.last,
            "counts": found.counted(),
            "slip": {"items": len(found.slipped), "working_days": found.slip},
            "teams": [summed("team", *row) for row in found.by_team()],
            "reasons": [summed("why", *row) for row in found.by_reason()],
            "results": asking.shown(found, asked.show),
        }
        return Response(self.get_serializer(shown).data)

    def compared(self):
        """What the query asks for, refused where it cannot be read; and the comparison."""
        fields.refuse_others(self.request.query_params, KNOWN)
        stream, newest = windows.revision_of(self.row)
        params = self.request.query_params
        try:
            asked = asking.strictly(params, self.row, self.member, stream=stream, newest=newest)
        except points.Unknown as unknown:
            name, text = unknown.args
            words = _("%(value)s cannot be used.") % {"value": text[:100]}
            raise serializers.ValidationError({name: [words]}) from None
        first, last = asked.first.revision, asked.last.revision
        return asked, queries.compared(stream, first, last, self.member)


def summed(name, key, items, days):
    return {name: key, "items": items, "working_days": days}


class Baselines(Listed, Resource):
    policy = policies.baseline
    abilities = {"list": "view", "create": "add"}
    within = IN_CAMPAIGN
    serializer_class = BaselineShape

    def get_queryset(self):
        return super().get_queryset().filter(campaign=self.parent)

    def create(self, request, campaign):
        """Name the plan as it is now, or as it was at a revision. A name never changes."""
        return self.made(actions.name_plan(self.parent, by=self.member, **self.wanted()))

    def address_of(self, row):
        return reverse("api:campaign_baselines", args=[self.parent.key])


class OneBaseline(Resource):
    """Baselines are never edited, so none has a version for If-Match."""

    policy = policies.baseline
    abilities = {"destroy": "remove"}
    lookup = {"pk": "baseline"}
    conditional = frozenset()

    @extend_schema(responses={204: None})
    def destroy(self, request, baseline):
        """Take the name away; the state that it named stays readable."""
        actions.remove(self.row, by=self.member)
        return self.done()


routes = [
    route("campaigns/<slug:campaign>/compare", Compared, "campaign_compare", get="retrieve"),
    route(
        "campaigns/<slug:campaign>/baselines",
        Baselines,
        "campaign_baselines",
        get="list",
        post="create",
    ),
    route("baselines/<int:baseline>", OneBaseline, "baseline", delete="destroy"),
]
