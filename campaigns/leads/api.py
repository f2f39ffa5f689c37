"""Leads as JSON: who they are as far as the token's owner may know."""

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief.api import IN_CAMPAIGN
from campaigns.leads import duplicates, facts, filters, forms, masking, policies
from campaigns.leads.actions import bringing, editing, erasing, looking, merging
from campaigns.leads.models import Lead
from workspace.kernel.api import fields, pages
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource, Shown
from workspace.kernel.refusals import Forbidden, Invalid

MILLION = 1_000_000
MOST_AT_ONCE = 500
SOURCE = "api"
MONEY = {"max_digits": 18, "decimal_places": 6, "min_value": 0}
MOMENTS = (
    "created_at",
    "mql_at",
    "due_at",
    "decided_at",
    "accepted_at",
    "rejected_at",
    "qualified_at",
    "opportunity_at",
    "won_at",
    "lost_at",
    "erased_at",
)
NEW_LEAD = OpenApiExample(
    "A lead from a fair",
    request_only=True,
    value={
        "external_id": "badge-1042",
        "name": "Erin Rask",
        "company": "Nordwind Logistik",
        "email": "erin.rask@nordwind.example",
        "utm": {"source": "fair", "medium": "event"},
    },
)


class UtmField(serializers.DictField):
    """The parameters of UTM; unknown ones are refused."""

    child = serializers.CharField(max_length=facts.LONGEST_UTM, allow_blank=True)

    def to_internal_value(self, data):
        found = super().to_internal_value(data)
        if unknown := sorted(set(found) - set(facts.UTM)):
            raise serializers.ValidationError({name[:100]: [fields.UNKNOWN] for name in unknown})
        return found


class LeadShape(fields.Shape):
    """A lead. Whoever sees leads masked gets their outline, and `masked` says so."""

    id = serializers.IntegerField(read_only=True)
    campaign = serializers.CharField(source="campaign.key", read_only=True)
    masked = serializers.BooleanField(source="face.is_masked", read_only=True)
    name = serializers.CharField(source="face.name", read_only=True)
    company = serializers.CharField(source="face.company", read_only=True)
    title = serializers.CharField(source="face.title", read_only=True)
    email = serializers.CharField(source="face.email", read_only=True)
    phone = serializers.CharField(source="face.phone", read_only=True)
    country = serializers.CharField(source="face.country", read_only=True)
    consent = serializers.CharField(source="face.consent", read_only=True)
    consent_at = serializers.DateTimeField(read_only=True, allow_null=True)
    external_id = serializers.CharField(source="face.external_id", read_only=True)
    source = serializers.CharField(read_only=True)
    utm = serializers.SerializerMethodField()
    touchpoint = serializers.IntegerField(source="touchpoint_id", read_only=True, allow_null=True)
    state = serializers.ChoiceField(choices=Lead.State.choices, read_only=True)
    reason = serializers.IntegerField(source="reason_id", read_only=True, allow_null=True)
    back_on = serializers.DateField(read_only=True, allow_null=True)
    owner = serializers.IntegerField(source="owner_id", read_only=True, allow_null=True)
    value = serializers.SerializerMethodField(help_text="An exact decimal, as text.")
    currency = serializers.CharField(read_only=True)
    merged_into = serializers.IntegerField(source="merged_into_id", read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)

    def get_fields(self):
        moments = {
            name: serializers.DateTimeField(read_only=True, allow_null=True) for name in MOMENTS
        }
        return super().get_fields() | moments

    def to_representation(self, lead):
        lead.face = masking.face(lead, self.reader)
        return super().to_representation(lead)

    def get_utm(self, lead) -> dict[str, str]:
        hidden = {"id"} if lead.face.is_masked else set()
        return {name: said for name, said in lead.utm.items() if name not in hidden}

    def get_value(self, lead) -> str | None:
        return None if lead.value is None else f"{lead.value / MILLION:.6f}"


def of_the_campaign(context):
    return forms.touchpoints(context["view"].campaign)


class WrittenLead(fields.Shape):
    """What a lead can be told to be."""

    name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    company = serializers.CharField(max_length=120, required=False, allow_blank=True)
    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    country = serializers.CharField(max_length=60, required=False, allow_blank=True)
    consent = serializers.CharField(max_length=200, required=False, allow_blank=True)
    consent_at = serializers.DateTimeField(required=False, allow_null=True)
    utm = UtmField(required=False)
    touchpoint = fields.Chosen(of_the_campaign, required=False, allow_null=True)
    owner = fields.Chosen(lambda context: forms.people(), required=False, allow_null=True)
    value = serializers.DecimalField(**MONEY, required=False, allow_null=True)
    currency = serializers.RegexField("^[A-Za-z]{3}$|^$", required=False, allow_blank=True)

    def validate_value(self, value):
        return None if value is None else int(value * MILLION)


class NewLead(WrittenLead):
    external_id = serializers.CharField(
        max_length=120,
        required=False,
        allow_blank=True,
        help_text="Its id where it comes from: sent again, the lead is changed and not doubled.",
    )
    state = serializers.RegexField(
        "^(new|mql)$", required=False, help_text="`new`, or `mql` for one that waits for sales."
    )
    created_at = serializers.DateTimeField(required=False)
    note = serializers.CharField(max_length=5_000, required=False, allow_blank=True)
    touch = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="How it met the campaign."
    )

    def validate(self, values):
        note, touch = values.pop("note", ""), values.pop("touch", "")
        more = {"notes": [note]} if note.strip() else {}
        return values | more | ({"touches": [(None, touch)]} if touch.strip() else {})


SOURCE_FIELD = {
    "max_length": 20,
    "required": False,
    "help_text": "Which system the ids are of; `api` by default.",
}


class OneNewLead(NewLead):
    source = serializers.SlugField(**SOURCE_FIELD)


class LeadBatch(fields.Shape):
    source = serializers.SlugField(**SOURCE_FIELD)
    leads = NewLead(many=True)

    def validate_leads(self, leads):
        if not 0 < len(leads) <= MOST_AT_ONCE:
            raise serializers.ValidationError([f"1–{MOST_AT_ONCE}"])
        return leads


class BatchOutcome(serializers.Serializer):
    """Which leads came in, and which were changed; the counts of those that were left alone."""

    new = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    changed = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    same = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    elsewhere = serializers.IntegerField(read_only=True)
    merged = serializers.IntegerField(read_only=True)
    erased = serializers.IntegerField(read_only=True)


class EraseShape(fields.Shape):
    why = serializers.CharField(max_length=200)


class MergeShape(fields.Shape):
    other = fields.Chosen(
        fields.seen_by_policy(policies.lead), help_text="The lead that becomes this one."
    )
    take = serializers.ListField(
        child=serializers.ChoiceField(choices=merging.CHOSEN),
        required=False,
        max_length=len(merging.CHOSEN),
        help_text="Which facts of the other one this one takes over.",
    )


WORDS = {
    "campaign": "The ids of campaigns, with commas.",
    "state": f"Some of {', '.join(Lead.State.values)}, with commas.",
    "touchpoint": "Ids, or `none`.",
    "owner": "Ids, `me` or `none`.",
    "reason": "Ids of rejection reasons.",
    "source": "Where they came from, such as `form`, `hubspot` or `api`.",
    "standing": "`waiting` for sales, or `overdue`.",
    "q": "Words in name, company, mail or phone; for those who see leads.",
    "external_id": "The id at its source; for those who see leads.",
}
PARAMETERS = [OpenApiParameter(name, str, description=words) for name, words in WORDS.items()]
ABOUT_WHO = ("q", "external_id")


class LeadResource(Resource):
    policy = policies.lead
    serializer_class = LeadShape
    asking_parameters = PARAMETERS

    @property
    def campaign(self):
        return self.row.campaign

    def narrowed(self, found):
        params = self.request.query_params
        known = {name: serializers.CharField() for name in WORDS}
        given = {name: value for name, value in params.items() if name not in pages.PARAMETERS}
        fields.refuse_others(given, known)
        if not masking.sees(self.member) and any(name in params for name in ABOUT_WHO):
            raise Forbidden()
        refuse_unknown(params)
        found = filters.narrowed(found, filters.read(params, self.member), self.member)
        given = params.get("external_id")
        return found.filter(external_id=given[:200]) if given else found

    def page(self, found):
        """A page of them; who was given contact data, is noted."""
        answer = super().page(found)
        wanted = filters.read(self.request.query_params, self.member).without_words()
        looking.viewed_many(len(answer.data["results"]), by=self.member, wanted=wanted)
        return answer

    def answer(self, row, status=200, **headers):
        looking.viewed(row, by=self.member)
        return super().answer(row, status, **headers)

    def address_of(self, row):
        return reverse("api:lead", args=[row.pk])


def refuse_unknown(params):
    """A value that cannot be meant is refused, not left out as on a page."""
    wrong = {
        name: [fields.UNKNOWN]
        for name in filters.SEVERAL
        for value in filters.values(params, name)
        if not filters.fits(name, value)
    }
    if params.get("standing", "") not in ("", *filters.STANDINGS):
        wrong["standing"] = [fields.UNKNOWN]
    if wrong:
        raise serializers.ValidationError(wrong)


class AllLeads(LeadResource):
    abilities = {"list": "view"}

    @extend_schema(parameters=PARAMETERS)
    def list(self, request):
        """The leads of all campaigns."""
        return self.page(self.get_queryset())


class CampaignLeads(LeadResource):
    abilities = {"list": "view", "create": "add", "batch": "add"}
    within = IN_CAMPAIGN

    @property
    def campaign(self):
        return self.parent

    @extend_schema(parameters=PARAMETERS)
    def list(self, request, campaign):
        """The leads of a campaign."""
        return self.page(self.get_queryset().filter(campaign=self.parent))

    @extend_schema(request=OneNewLead, examples=[NEW_LEAD])
    def create(self, request, campaign):
        """Bring one lead in; with the `external_id` of a known one, change that."""
        wanted = self.wanted(OneNewLead)
        source = wanted.pop("source", SOURCE)
        outcome = self.bring([wanted], source)
        found = [*outcome.new, *(lead for lead, _before in outcome.changed), *outcome.same]
        if not found:
            words = _("This lead was erased, merged, or is another campaign's; it stays as it is.")
            raise Invalid(words, fields={"external_id": [words]})
        return self.made(found[0])

    @extend_schema(request=LeadBatch, responses=BatchOutcome)
    def batch(self, request, campaign):
        """Bring up to 500 leads in at once: all of them or, when one cannot be used, none."""
        wanted = self.wanted(LeadBatch)
        outcome = self.bring(wanted["leads"], wanted.get("source", SOURCE))
        told = {
            "new": [lead.pk for lead in outcome.new],
            "changed": [lead.pk for lead, _before in outcome.changed],
            "same": [lead.pk for lead in outcome.same],
            **outcome.left,
        }
        return Response(BatchOutcome(told).data)

    def bring(self, leads, source):
        ids = [lead["external_id"] for lead in leads if lead.get("external_id")]
        if len(set(ids)) < len(ids):
            words = _("Name each external_id once in a batch.")
            raise Invalid(words, fields={"leads": [words]})
        return bringing.bring(self.parent, leads, by=self.member, source=source)


class OneLead(Shown, LeadResource):
    abilities = {
        "retrieve": "view",
        "partial_update": "edit",
        "erase": "erase",
        "merge": "merge",
        "unmerge": "merge",
    }
    lookup = {"pk": "lead"}
    conditional = frozenset({"partial_update"})

    @extend_schema(request=WrittenLead(partial=True))
    def partial_update(self, request, lead):
        """Change facts of a lead."""
        wanted = self.wanted(WrittenLead, partial=True)
        editing.edit(self.row, by=self.member, version=self.seen_version(), **wanted)
        return self.answer_anew(self.row)

    @extend_schema(request=EraseShape)
    def erase(self, request, lead):
        """Erase the person for good; what was counted stays."""
        erasing.erase(self.row, by=self.member, **self.wanted(EraseShape))
        return self.answer_anew(self.row)

    @extend_schema(request=MergeShape)
    def merge(self, request, lead):
        """Say that another lead is the same person; this one stays."""
        wanted = self.wanted(MergeShape)
        merging.merge(self.row, wanted["other"], by=self.member, take=wanted.get("take", ()))
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def unmerge(self, request, lead):
        """Take the newest merge into this lead back."""
        found = duplicates.merged_into(self.row).select_related("kept").first()
        if found is None:
            raise Invalid(_("Nothing was merged into this lead."))
        merging.unmerge(found, by=self.member)
        return self.answer_anew(self.row)


routes = [
    route("leads", AllLeads, "leads", get="list"),
    route(
        "campaigns/<slug:campaign>/leads",
        CampaignLeads,
        "campaign_leads",
        get="list",
        post="create",
    ),
    route(
        "campaigns/<slug:campaign>/leads/batch", CampaignLeads, "campaign_leads_batch", post="batch"
    ),
    route("leads/<int:lead>", OneLead, "lead", get="retrieve", patch="partial_update"),
    route("leads/<int:lead>/erase", OneLead, "lead_erase", post="erase"),
    route("leads/<int:lead>/merge", OneLead, "lead_merge", post="merge"),
    route("leads/<int:lead>/unmerge", OneLead, "lead_unmerge", post="unmerge"),
]
