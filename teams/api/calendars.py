"""Working days as JSON: the week, the holidays, each person's time."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from teams import policies
from teams.actions import calendars
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown


@extend_schema_field(
    {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 7}, "minItems": 1}
)
class Weekdays(serializers.Field):
    """Days of the week as ISO 8601 numbers them: 1 is Monday, 7 is Sunday."""

    numbers = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7), allow_empty=False, max_length=7
    )

    def __init__(self, **kwargs):
        super().__init__(source="working_days", **kwargs)

    def to_internal_value(self, data):
        return sum(1 << number - 1 for number in set(self.numbers.run_validation(data)))

    def to_representation(self, mask):
        return [number for number in range(1, 8) if mask >> number - 1 & 1]


@extend_schema_field(
    {
        "type": "array",
        "maxItems": calendars.MOST_OWN_DAYS,
        "items": {
            "type": "object",
            "properties": {
                "day": {"type": "string", "format": "date"},
                "works": {"type": "boolean"},
            },
            "required": ["day", "works"],
        },
    }
)
class OwnDays(serializers.Field):
    """Single days that differ: `works` though others rest, or not though they work."""

    class One(fields.Shape):
        day = serializers.DateField()
        works = serializers.BooleanField()

    def to_internal_value(self, data):
        given = self.One(data=data, many=True, context=self.context)
        given.is_valid(raise_exception=True)
        return {each["day"].isoformat(): each["works"] for each in given.validated_data}

    def to_representation(self, days):
        return [{"day": day, "works": works} for day, works in sorted(days.items())]


class WeekShape(fields.Shape):
    weekdays = Weekdays()
    version = serializers.IntegerField(read_only=True)


class HolidayShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    day = serializers.DateField()
    name = serializers.CharField(max_length=120)
    works = serializers.BooleanField(
        default=False,
        help_text="Worked on, though the week has it off: it makes up for a bridge day.",
    )


class TimeShape(fields.Shape):
    weekly_hours = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=168, required=False
    )
    weekdays = Weekdays(required=False, allow_null=True)
    holiday_country = serializers.CharField(
        max_length=6,
        required=False,
        allow_blank=True,
        help_text="ISO 3166 code of whose holidays they have; empty: the workspace's.",
    )
    holiday_region = serializers.CharField(max_length=40, required=False, allow_blank=True)
    own_days = OwnDays(required=False)
    version = serializers.IntegerField(read_only=True)


class TimeOffShape(fields.Shape):
    """Days on which a member is away; the note is for themselves and managers, empty to others."""

    id = serializers.IntegerField(read_only=True)
    member = serializers.IntegerField(source="member_id", read_only=True)
    first_on = serializers.DateField()
    last_on = serializers.DateField()
    note = serializers.CharField(max_length=120, required=False, allow_blank=True)

    def to_representation(self, away):
        shown = super().to_representation(away)
        if not policies.time_off.who_may("remove").admits(self.reader, away):
            shown["note"] = ""
        return shown


class Week(Resource):
    policy = policies.workspace
    abilities = {"retrieve": "see_people", "partial_update": "keep_days"}
    serializer_class = WeekShape

    def admit(self, member, ability):
        self.row = self.policy.fetch(member, ability, pk=member.workspace_id)

    def retrieve(self, request):
        """The days of the week on which the workspace works."""
        return self.answer(self.row)

    def partial_update(self, request):
        """Choose the days of the week on which the workspace works."""
        mask = self.wanted()["working_days"]
        version = self.seen_version()
        calendars.set_week(self.row, by=self.member, version=version, mask=mask, strict=True)
        return self.answer_anew(self.row)


class Holidays(Listed, Resource):
    policy = policies.holiday
    abilities = {"list": "view", "create": "add"}
    serializer_class = HolidayShape

    def create(self, request):
        """List a day on which nobody of the workspace works; or, with `works`, all do."""
        return self.made(calendars.add_holiday(by=self.member, **self.wanted()))

    def address_of(self, row):
        return reverse("api:holiday", args=[row.pk])


class OneHoliday(Shown, Resource):
    policy = policies.holiday
    abilities = {"retrieve": "view", "destroy": "remove"}
    lookup = {"pk": "holiday"}
    conditional = frozenset()
    serializer_class = HolidayShape

    def destroy(self, request, holiday):
        """Make it again what its weekday is."""
        calendars.remove_holiday(self.row, by=self.member)
        return self.done()


class WorkingTime(Shown, Resource):
    policy = policies.member
    abilities = {"retrieve": "see_time", "partial_update": "set_time"}
    lookup = {"pk": "member"}
    serializer_class = TimeShape

    def partial_update(self, request, member):
        """Change a member's hours a week, their own weekdays (null: the workspace's), whose
        holidays they have, or single days."""
        wanted = self.wanted(partial=True)
        version = self.seen_version()
        calendars.set_time(self.row, by=self.member, version=version, strict=True, **wanted)
        return self.answer_anew(self.row)


class Away(Resource):
    """The time off of one member."""

    policy = policies.member
    abilities = {"list": "see_time", "create": "set_time"}
    lookup = {"pk": "member"}
    serializer_class = TimeOffShape

    def get_queryset(self):
        return policies.time_off.visible_to(self.member).filter(member=self.row)

    def list(self, request, member):
        """A page of when a member is away."""
        return self.page(self.get_queryset())

    def create(self, request, member):
        """Enter time off, from the first to the last day."""
        return self.made(calendars.add_time_off(self.row, by=self.member, **self.wanted()))

    def address_of(self, row):
        return reverse("api:one_time_off", args=[row.pk])


class OneTimeOff(Shown, Resource):
    policy = policies.time_off
    abilities = {"retrieve": "view", "destroy": "remove"}
    lookup = {"pk": "time_off"}
    conditional = frozenset()
    serializer_class = TimeOffShape

    def destroy(self, request, time_off):
        """Take it away."""
        calendars.remove_time_off(self.row, by=self.member)
        return self.done()


routes = [
    route("workspace/week", Week, "week", get="retrieve", patch="partial_update"),
    route("holidays", Holidays, "holidays", get="list", post="create"),
    route("holidays/<int:holiday>", OneHoliday, "holiday", get="retrieve", delete="destroy"),
    route(
        "members/<int:member>/time",
        WorkingTime,
        "working_time",
        get="retrieve",
        patch="partial_update",
    ),
    route("members/<int:member>/time_off", Away, "time_off", get="list", post="create"),
    route("time_off/<int:time_off>", OneTimeOff, "one_time_off", get="retrieve", delete="destroy"),
]
