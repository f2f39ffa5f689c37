"""What moving dates and handing over would do, as JSON."""

from rest_framework import serializers

from campaigns.plan.fields import DATES
from workspace.kernel.api import fields


class DatesShape(fields.Shape):
    start_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)


class StepShape(fields.Shape):
    item = serializers.IntegerField(source="item.pk")
    campaign = serializers.CharField(source="item.campaign.key")
    number = serializers.IntegerField(source="item.number")
    title = serializers.CharField(source="item.title")
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()
    wanted = serializers.BooleanField(help_text="Asked for; the others are carried along.")
    deadline = serializers.BooleanField(source="is_deadline", help_text="A shared deadline.")

    def get_before(self, step) -> DatesShape:
        return dates(step.before)

    def get_after(self, step) -> DatesShape:
        return dates(step.after)


class BreakShape(fields.Shape):
    earlier = serializers.IntegerField(source="earlier.pk")
    later = serializers.IntegerField(source="later.pk")
    by_days = serializers.IntegerField(help_text="Working days that the later one is too early.")
    because = serializers.CharField(help_text="pinned, moved, before or ignored.")


class FullWeekShape(fields.Shape):
    monday = serializers.DateField()
    hours = serializers.FloatField(help_text="What they would have in it.")
    capacity = serializers.FloatField(help_text="The hours that they have.")


class StrainShape(fields.Shape):
    """Somebody who would get work and has no time for it."""

    member = serializers.IntegerField(source="member.pk")
    items = serializers.SerializerMethodField()
    away = serializers.ListField(
        child=serializers.DateField(), help_text="The days of the items on which they are away."
    )
    full_weeks = FullWeekShape(many=True, source="weeks")

    def get_items(self, strain) -> list[int]:
        return [item.pk for item in strain.items]


class ImpactShape(fields.Shape):
    """All that a move would do; `seal` names exactly this list and is what `move` confirms."""

    seal = serializers.CharField()
    asks = serializers.BooleanField(help_text="Whether the move has to be confirmed.")
    steps = StepShape(many=True)
    breaks = BreakShape(many=True)
    breaks_alone = BreakShape(
        many=True, help_text="What breaks if only the named items move (“this”)."
    )
    people = serializers.ListField(child=serializers.IntegerField())
    strains = StrainShape(many=True, help_text="Who would get work and has no time for it.")


def dates(pair):
    return dict(zip(DATES, (day and day.isoformat() for day in pair), strict=True))


def listed(preview, by):
    return {
        "seal": preview.seal,
        "asks": preview.hits(by),
        "steps": StepShape(preview.steps, many=True).data,
        "breaks": BreakShape(preview.breaks, many=True).data,
        "breaks_alone": BreakShape(preview.breaks_alone, many=True).data,
        "people": [member.pk for member in preview.people(by)],
        "strains": StrainShape(preview.strains, many=True).data,
    }
