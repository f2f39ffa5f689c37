"""Templates as JSON."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.brief import policies as brief
from campaigns.brief.api import CampaignShape
from campaigns.patterns import policies
from campaigns.patterns.actions import templates
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown


class TemplateShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=80)
    description = serializers.CharField(max_length=300, required=False, allow_blank=True)
    items = serializers.SerializerMethodField(help_text="How many items its plan has.")
    used = serializers.IntegerField(read_only=True, help_text="How many campaigns began with it.")
    made_by = serializers.IntegerField(source="made_by_id", read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)
    version = serializers.IntegerField(read_only=True)

    def get_items(self, template) -> int:
        return len(template.plan["items"])


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


routes = [
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
