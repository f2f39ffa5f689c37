"""Forms on websites that send leads, by program: made, given another secret, revoked."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.leads import forms as typed
from campaigns.leads import policies, secrets
from campaigns.leads.actions import forms as actions
from campaigns.leads.views.forms import url_of
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource, Shown

SECRET = "secret"


class LeadFormShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    campaign = serializers.CharField(source="campaign.key", read_only=True)
    name = serializers.CharField(read_only=True)
    touchpoint = serializers.IntegerField(source="touchpoint_id", read_only=True, allow_null=True)
    per_minute = serializers.IntegerField(read_only=True)
    url = serializers.SerializerMethodField(help_text="Where the website sends its leads.")
    made_by = serializers.IntegerField(source="made_by_id", read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)
    revoked_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)

    def get_url(self, form) -> str:
        return url_of(form)


class FreshLeadForm(LeadFormShape):
    """With the secret that messages are signed with; it is told this once and never again."""

    secret = serializers.SerializerMethodField(
        help_text="Null when the request is sent again with the same Idempotency-Key."
    )

    def get_secret(self, form) -> str | None:
        return secrets.secret_of(form)


class NewLeadForm(fields.Shape):
    name = serializers.CharField(max_length=80)
    touchpoint = fields.Chosen(
        lambda context: typed.touchpoints(context["view"].parent), required=False, allow_null=True
    )
    per_minute = serializers.IntegerField(
        min_value=1, max_value=actions.MOST_A_MINUTE, required=False
    )


class FormResource(Resource):
    policy = policies.form
    serializer_class = LeadFormShape

    def furnished(self, rows):
        return rows.select_related("campaign")

    def with_secret(self, answer_to, form):
        """The answer that tells the secret, which nobody keeps a copy of."""
        self.serializer_class = FreshLeadForm
        response = answer_to(form)
        response.told_once = (SECRET,)
        response["Cache-Control"] = "no-store"
        return response


class LeadForms(FormResource):
    abilities = {"list": "view", "create": "add"}
    within = IN_CAMPAIGN

    def list(self, request, campaign):
        """The forms of a campaign that are in use."""
        return self.page(self.get_queryset().filter(campaign=self.parent, revoked_at__isnull=True))

    @extend_schema(request=NewLeadForm, responses={201: FreshLeadForm})
    def create(self, request, campaign):
        """Make a form; the secret is in this answer and nowhere else."""
        made = actions.make(self.parent, by=self.member, **self.wanted(NewLeadForm))
        return self.with_secret(self.made, made)

    def address_of(self, row):
        return reverse("api:lead_form", args=[row.pk])


class OneLeadForm(Shown, FormResource):
    abilities = {"retrieve": "view", "rotate": "edit", "destroy": "revoke"}
    lookup = {"pk": "form"}

    @extend_schema(request=None, responses=FreshLeadForm)
    def rotate(self, request, form):
        """Give it another secret, told once; what is signed with the old one is refused."""
        actions.rotate(self.row, by=self.member)
        return self.with_secret(self.answer_anew, self.row)

    @extend_schema(responses={204: None})
    def destroy(self, request, form):
        """Revoke it: what it sends is refused from now on."""
        self.seen_version()
        actions.revoke(self.row, by=self.member)
        return self.done()


routes = [
    route(
        "campaigns/<slug:campaign>/lead-forms",
        LeadForms,
        "campaign_lead_forms",
        get="list",
        post="create",
    ),
    route("lead-forms/<int:form>", OneLeadForm, "lead_form", get="retrieve", delete="destroy"),
    route("lead-forms/<int:form>/rotate", OneLeadForm, "lead_form_rotate", post="rotate"),
]
