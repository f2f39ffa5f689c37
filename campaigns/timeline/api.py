"""What the links of a plan mean for its dates, as JSON."""

from dataclasses import replace

from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief import policies
from campaigns.plan import windows, working
from campaigns.plan.querysets import is_outside
from campaigns.timeline import reckoning
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource


class ConflictShape(fields.Shape):
    """A dependency that does not hold."""

    waits_for = serializers.IntegerField(
        source="link.earlier",
        read_only=True,
        allow_null=True,
        help_text="An item of this or another campaign; for guests null in another one.",
    )
    kind = serializers.CharField(source="link.kind", read_only=True)
    lag = serializers.IntegerField(source="link.lag", read_only=True)
    working_days_too_early = serializers.IntegerField(source="by_days", read_only=True)


class ScheduledShape(fields.Shape):
    """An item among the others of its plan; slack is in working days, null where it has ended."""

    item = serializers.IntegerField(read_only=True)
    number = serializers.IntegerField(read_only=True)
    title = serializers.CharField(read_only=True)
    start_on = serializers.DateField(read_only=True, allow_null=True)
    due_on = serializers.DateField(read_only=True, allow_null=True)
    slack = serializers.IntegerField(
        read_only=True,
        allow_null=True,
        help_text="How many working days it can slip without delaying the end of the plan.",
    )
    critical = serializers.BooleanField(read_only=True)
    conflicts = ConflictShape(many=True, read_only=True)


class Schedule(Resource):
    policy = policies.campaign
    abilities = {"list": "view"}
    lookup = {"key__iexact": "campaign"}
    serializer_class = ScheduledShape

    def list(self, request, campaign):
        """Slack, critical path and conflicts of every item of a plan; always one page."""
        calendars = working.calendars(self.member.workspace)
        revision = windows.revision_of(self.row)[1]
        found = reckoning.of(self.row, revision, calendars)
        outside = is_outside(self.member)
        rows = [scheduled(pk, found, outside) for pk in sorted(found.rows)]
        return Response({"results": self.get_serializer(rows, many=True).data, "next": None})


def scheduled(pk, found, outside):
    row = found.rows[pk]
    return {
        "item": pk,
        "number": row.number,
        "title": row.title,
        "start_on": row.start,
        "due_on": row.due,
        "slack": found.slack_of(pk),
        "critical": found.is_critical(pk),
        "conflicts": [masked(each, found) if outside else each for each in found.conflicts_of(pk)],
    }


def masked(broken, found):
    """A conflict as those see it who know nothing of other campaigns."""
    if broken.link.earlier not in found.abroad.rows:
        return broken
    return replace(broken, link=replace(broken.link, earlier=None))


routes = [route("campaigns/<slug:campaign>/schedule", Schedule, "campaign_schedule", get="list")]
