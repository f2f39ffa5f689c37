"""The log of who saw, took out or erased what says who leads are."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.leads import policies
from campaigns.leads.models import Looked
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource

ID = {"required": False, "min_value": 1, "max_value": fields.LARGEST}


class LookShape(fields.Shape):
    """One entry; nothing in it says who a lead is."""

    id = serializers.IntegerField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    member = serializers.IntegerField(source="member_id", read_only=True, allow_null=True)
    member_name = serializers.CharField(read_only=True)
    via = serializers.CharField(read_only=True, help_text="`web`, `api`, …")
    what = serializers.ChoiceField(choices=Looked.What.choices, read_only=True)
    lead = serializers.IntegerField(source="lead_id", read_only=True, allow_null=True)
    count = serializers.IntegerField(read_only=True, help_text="How many leads at once.")
    wanted = serializers.DictField(
        child=serializers.JSONField(),
        read_only=True,
        help_text="Of a list or an export its filter; of an erasure the reason that was given.",
    )


class LookQuery(fields.Shape):
    what = serializers.ChoiceField(choices=Looked.What.choices, required=False)
    member = serializers.IntegerField(source="member_id", **ID)
    lead = serializers.IntegerField(source="pk__in", **ID)
    since = serializers.DateTimeField(source="at__gte", required=False)
    until = serializers.DateTimeField(source="at__lt", required=False, help_text="Not included.")

    def validate_lead(self, lead):
        """What was about it alone, and about many with it among them."""
        return Looked.objects.at(lead).values("pk")


class Log(Resource):
    policy = policies.look
    abilities = {"list": "view"}
    serializer_class = LookShape
    asking = LookQuery

    @extend_schema(parameters=[LookQuery])
    def list(self, request):
        """Who saw, took out or erased what says who leads are, in order."""
        return self.page(self.get_queryset())


routes = [route("leads/log", Log, "lead_log", get="list")]
