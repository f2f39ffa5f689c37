"""What sales and marketing agreed on, as JSON: reasons, the time to decide, office hours."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.leads import policies, queries
from campaigns.leads.actions import ruling
from campaigns.leads.models import OfficeHours
from teams import policies as people
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown


class RejectionReasonShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    key = serializers.CharField(read_only=True, help_text="Of a standard reason; else empty.")
    name = serializers.CharField(read_only=True, source="__str__")
    position = serializers.IntegerField(read_only=True)
    retired_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)


class NamedReason(fields.Shape):
    name = serializers.CharField(max_length=80)


class AgreementShape(fields.Shape):
    minutes = serializers.IntegerField(
        min_value=1, max_value=ruling.LONGEST, allow_null=True, help_text="Null: no limit."
    )


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class ClockTime(serializers.TimeField):
    """The time of a clock on a wall, "09:00"; it has no offset."""

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class HoursShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    team = fields.Chosen(
        fields.seen_by_policy(people.team),
        required=False,
        allow_null=True,
        default=None,
        help_text="Null: everybody else, and leads that nobody owns.",
    )
    time_zone = serializers.CharField(max_length=60)
    opens_at = ClockTime()
    closes_at = ClockTime()
    working_days = serializers.IntegerField(
        min_value=1,
        max_value=127,
        required=False,
        allow_null=True,
        help_text="One bit for each working day, Monday the lowest; null: the workspace's own.",
    )
    country = serializers.CharField(
        max_length=6, required=False, allow_blank=True, help_text="`CN`, or a part: `DE-HH`."
    )


class Reasons(Listed, Resource):
    policy = policies.rejection_reason
    abilities = {"list": "view", "create": "add"}
    serializer_class = RejectionReasonShape

    @extend_schema(request=NamedReason)
    def create(self, request):
        """Add a reason of your own, last in the order."""
        return self.made(ruling.add_reason(by=self.member, **self.wanted(NamedReason)))

    def address_of(self, row):
        return reverse("api:rejection_reason", args=[row.pk])


class OneReason(Shown, Resource):
    policy = policies.rejection_reason
    abilities = {"retrieve": "view", "partial_update": "edit", "destroy": "edit"}
    lookup = {"pk": "reason"}
    serializer_class = RejectionReasonShape

    @extend_schema(request=NamedReason)
    def partial_update(self, request, reason):
        """Call it otherwise, in all languages."""
        wanted = self.wanted(NamedReason)
        ruling.rename_reason(self.row, by=self.member, version=self.seen_version(), **wanted)
        return self.answer_anew(self.row)

    @extend_schema(responses={204: None})
    def destroy(self, request, reason):
        """Offer it no more; leads that were rejected for it keep it."""
        self.seen_version()
        ruling.retire_reason(self.row, by=self.member)
        return self.done()


class TheAgreement(Resource):
    policy = policies.rejection_reason
    abilities = {"retrieve": "view", "update": "agree"}
    conditional = frozenset()
    serializer_class = AgreementShape

    def retrieve(self, request):
        """How many working minutes sales may take to decide on an MQL."""
        minutes = queries.Office.of(self.member.workspace).minutes
        return Response(AgreementShape({"minutes": minutes}).data)

    def update(self, request):
        """Agree on another time; the clocks of waiting leads follow soon."""
        made = ruling.agree(by=self.member, **self.wanted())
        return Response(AgreementShape(made).data)


class AllHours(Listed, Resource):
    policy = policies.office_hours
    abilities = {"list": "view", "update": "drop"}
    conditional = frozenset()
    serializer_class = HoursShape

    def update(self, request):
        """Set the hours of a team, or everybody else's; what was set for it before is replaced."""
        made = ruling.set_hours(by=self.member, **self.wanted())
        return Response(HoursShape(OfficeHours.objects.get(pk=made.pk)).data)


class OneOffice(Resource):
    policy = policies.office_hours
    abilities = {"destroy": "drop"}
    lookup = {"pk": "hours"}
    conditional = frozenset()

    @extend_schema(responses={204: None})
    def destroy(self, request, hours):
        """Let a team work as everybody else."""
        ruling.drop_hours(self.row, by=self.member)
        return self.done()


routes = [
    route("rejection-reasons", Reasons, "rejection_reasons", get="list", post="create"),
    route(
        "rejection-reasons/<int:reason>",
        OneReason,
        "rejection_reason",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    route("agreement", TheAgreement, "agreement", get="retrieve", put="update"),
    route("office-hours", AllHours, "office_hours", get="list", put="update"),
    route("office-hours/<int:hours>", OneOffice, "one_office", delete="destroy"),
]
