"""Leads as JSON: who they are as far as the token's owner may know."""

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from campaigns.leads import facts, forms, masking, policies
from campaigns.leads.actions import merging
from campaigns.leads.models import Lead
from workspace.kernel.api import fields
from workspace.kernel.numbers import MILLION

MOST_AT_ONCE = 500
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
        help_text="Its id where it comes from: sent again, the lead is changed and not doubled. "
        "Only for those who see leads.",
    )
    state = serializers.RegexField(
        "^(new|mql)$", required=False, help_text="`new`, or `mql` for one that waits for sales."
    )
    created_at = serializers.DateTimeField(required=False)
    note = fields.Prose(max_length=5_000, required=False, allow_blank=True)
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
