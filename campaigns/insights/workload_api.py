"""Who has how much to do, as JSON."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief import policies as brief
from campaigns.insights import workload_queries
from teams import policies as teams
from teams.policies import workspace as workspace_policy
from workspace.kernel.api import fields, pages
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource


class LoadedWeekShape(fields.Shape):
    """One week of a member; `capacity` is null for guests, of whose hours nothing is known."""

    week = serializers.DateField(read_only=True)
    hours = serializers.FloatField(read_only=True)
    capacity = serializers.FloatField(read_only=True, allow_null=True)
    over = serializers.FloatField(read_only=True)
    items = serializers.IntegerField(read_only=True)
    without_estimate = serializers.IntegerField(read_only=True)
    pressing = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        help_text="Campaigns whose urgent or high work meets in this week, two or more.",
    )


class LoadShape(fields.Shape):
    """A member, their weeks, and the items that are in none: overdue ones, and without dates."""

    member = serializers.IntegerField(source="member.pk", read_only=True)
    name = serializers.CharField(source="member.name", read_only=True)
    late = serializers.IntegerField(read_only=True)
    undated = serializers.IntegerField(read_only=True)
    weeks = LoadedWeekShape(many=True, read_only=True)


class LoadQuery(fields.Shape):
    """From which day on, whose week is the first of eight (else the present one); the people of one
    team, the work of one campaign."""

    first = serializers.DateField(required=False)
    team = fields.Chosen(lambda context: teams.team.visible_to(context["reader"]), required=False)
    campaign = serializers.CharField(required=False, help_text="The key of a campaign.")

    def validate_campaign(self, key):
        rows = brief.campaign.visible_to(self.reader)
        found = rows.filter(key__iexact=key).values_list("pk", flat=True).first()
        if found is None:
            raise serializers.ValidationError(_("There is no such campaign."))
        return found


class Workload(Resource):
    policy = workspace_policy
    abilities = {"list": "see_people"}
    serializer_class = LoadShape
    asking = LoadQuery

    def list(self, request):
        """Hours of work beside hours there are, person by week; always one page."""
        given = {
            name: value
            for name, value in request.query_params.dict().items()
            if name not in pages.PARAMETERS
        }
        asked = LoadQuery(data=given, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        today = timezone.localdate()
        wanted = asked.validated_data
        found = workload_queries.load(
            self.member,
            within(wanted.get("first") or today),
            today,
            teams_wanted=[wanted["team"]] if "team" in wanted else (),
            campaigns_wanted=[wanted["campaign"]] if "campaign" in wanted else (),
        )
        shown = self.get_serializer([told(row, found.mondays) for row in found.rows], many=True)
        return Response({"results": shown.data, "next": None})


def within(day):
    """A day whose weeks can all be counted."""
    earliest, latest = type(day)(2000, 1, 3), type(day)(2100, 1, 1)
    return min(max(day, earliest), latest - timedelta(7 * workload_queries.WEEKS))


def told(row, mondays):
    weeks = [
        {
            "week": monday,
            "hours": round(cell.hours, 2),
            "capacity": cell.capacity,
            "over": cell.over,
            "items": cell.items,
            "without_estimate": cell.without,
            "pressing": cell.rivals,
        }
        for monday, cell in zip(mondays, row.cells, strict=True)
    ]
    return {"member": row.member, "late": row.late, "undated": row.undated, "weeks": weeks}


routes = [route("workload", Workload, "workload", get="list")]
