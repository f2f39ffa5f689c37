"""Templates and items that return, as JSON."""

from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief import policies as brief
from campaigns.brief.api.campaigns import CampaignShape
from campaigns.patterns import policies, rules
from campaigns.patterns.actions import recurring, templates
from campaigns.patterns.models import Recurrence
from campaigns.plan import policies as plan
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown


class TemplateShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=80)
    description = serializers.CharField(max_length=300, required=False, allow_blank=True)
    items = serializers.SerializerMethodField(help_text="How many items its plan has.")
    coming_again = serializers.SerializerMethodField(help_text="How many of these come again.")
    used = serializers.IntegerField(read_only=True, help_text="How many campaigns began with it.")
    made_by = serializers.IntegerField(source="made_by_id", read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)
    version = serializers.IntegerField(read_only=True)

    def get_items(self, template) -> int:
        return len(template.plan["items"])

    def get_coming_again(self, template) -> int:
        return sum("again" in item for item in template.plan["items"])


class NewTemplate(fields.Shape):
    name = serializers.CharField(max_length=80)
    description = serializers.CharField(max_length=300, required=False, allow_blank=True)
    launch = serializers.DateField(help_text="The day that all others are counted from.")
    people = serializers.BooleanField(required=False, help_text="Keep who does what.")


class StartShape(fields.Shape):
    key = serializers.CharField(max_length=12)
    name = serializers.CharField(max_length=120)
    launch = serializers.DateField()


class Templates(Listed, Resource):
    policy = policies.template
    abilities = {"list": "view"}
    serializer_class = TemplateShape


class OneTemplate(Shown, Resource):
    policy = policies.template
    abilities = {"retrieve": "view", "partial_update": "edit", "destroy": "remove", "start": "use"}
    lookup = {"pk": "template"}
    conditional = frozenset({"partial_update"})
    serializer_class = TemplateShape

    def partial_update(self, request, template):
        """Change its name or description."""
        wanted = self.wanted(partial=True)
        templates.rename(self.row, by=self.member, version=self.seen_version(), **wanted)
        return self.answer_anew(self.row)

    @extend_schema(responses={204: None})
    def destroy(self, request, template):
        """Remove it; campaigns that were started from it stay."""
        templates.remove(self.row, by=self.member)
        return self.done()

    @extend_schema(request=StartShape, responses={201: CampaignShape})
    def start(self, request, template):
        """Start a campaign from it, with all days planned from the launch over working days."""
        campaign = templates.start(self.row, by=self.member, **self.wanted(StartShape))
        self.serializer_class = CampaignShape
        address = reverse("api:campaign", args=[campaign.key])
        return self.answer(campaign, 201, Location=request.build_absolute_uri(address))


class CampaignTemplates(Resource):
    policy = policies.template
    abilities = {"create": "add"}
    within = (brief.campaign, {"key__iexact": "campaign"})
    serializer_class = TemplateShape

    @extend_schema(request=NewTemplate)
    def create(self, request, campaign):
        """Keep the plan of a campaign as a template."""
        wanted = self.wanted(NewTemplate)
        return self.made(templates.save(self.parent, by=self.member, **wanted))

    def address_of(self, row):
        return reverse("api:template", args=[row.pk])


class RecurrenceShape(fields.Shape):
    rule = serializers.CharField(read_only=True, help_text="A recurrence rule of RFC 5545.")
    first_on = serializers.DateField(read_only=True)
    next_on = serializers.SerializerMethodField(
        help_text="The day that the next one will have: with `on_working_days`, a working day."
    )
    next_days = serializers.SerializerMethodField(help_text="The next five days, that one first.")
    times = serializers.IntegerField(
        read_only=True,
        allow_null=True,
        help_text="How often it was to be there in all, where that was said instead of a day.",
    )
    ahead = serializers.IntegerField(read_only=True)
    on_working_days = serializers.BooleanField(read_only=True)

    def get_next_days(self, recurrence) -> list[date]:
        return recurrence.to_come(recurrence.workspace)

    def get_next_on(self, recurrence) -> date | None:
        return recurrence.returns_on(recurrence.workspace)


class NewRecurrence(fields.Shape):
    every = serializers.ChoiceField(choices=rules.Every.choices)
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6),
        required=False,
        max_length=7,
        help_text="For every week; Monday is 0.",
    )
    until = serializers.DateField(required=False)
    count = serializers.IntegerField(required=False, min_value=2, max_value=500)
    ahead = serializers.IntegerField(
        required=False, min_value=0, max_value=60, help_text="Days before it is due it is made."
    )
    on_working_days = serializers.BooleanField(required=False)

    def validate(self, values):
        if "until" in values and "count" in values:
            raise serializers.ValidationError({"count": [_("Choose one end: a day, or a number.")]})
        return values


class ItemRecurrence(Resource):
    policy = plan.item
    abilities = {"retrieve": "view", "update": "edit", "destroy": "edit"}
    lookup = {"pk": "item"}
    conditional = frozenset()
    serializer_class = RecurrenceShape

    def retrieve(self, request, item):
        """By which rule an item comes again; 404 when it does not."""
        return Response(self.get_serializer(self.running()).data)

    def running(self):
        rows = Recurrence.objects.select_related("workspace")
        found = rows.filter(item=self.row, stopped_at__isnull=True).first()
        if found is None:
            raise Http404
        return found

    @extend_schema(request=NewRecurrence)
    def update(self, request, item):
        """Let an item come again, counted from the day it is due."""
        wanted = self.wanted(NewRecurrence)
        how = {name: wanted[name] for name in ("ahead", "on_working_days") if name in wanted}
        often = {name: wanted[name] for name in ("weekdays", "until", "count") if name in wanted}
        on_working_days = wanted.get("on_working_days", False)
        text = recurring.rule_for(
            self.row, wanted["every"], by=self.member, on_working_days=on_working_days, **often
        )
        recurring.repeat(self.row, by=self.member, rule=text, times=wanted.get("count"), **how)
        return Response(self.get_serializer(self.running()).data)

    @extend_schema(responses={204: None})
    def destroy(self, request, item):
        """Let it come no more; those that came stay."""
        recurring.stop(self.row, by=self.member)
        return self.done()


routes = [
    route(
        "items/<int:item>/recurrence",
        ItemRecurrence,
        "item_recurrence",
        get="retrieve",
        put="update",
        delete="destroy",
    ),
    route("templates", Templates, "templates", get="list"),
    route(
        "templates/<int:template>",
        OneTemplate,
        "template",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    route("templates/<int:template>/start", OneTemplate, "template_start", post="start"),
    route(
        "campaigns/<slug:campaign>/templates",
        CampaignTemplates,
        "campaign_templates",
        post="create",
    ),
]
