"""What sales decides about leads, as JSON."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.leads import masking, policies
from campaigns.leads.actions import deciding, looking, quoting
from campaigns.leads.api.talk import QuoteShape
from campaigns.leads.models import Lead
from campaigns.leads.queries import waiting
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource

ONE_LEAD = {"pk": "lead"}


class WaitingShape(fields.Shape):
    """A lead that waits for a decision."""

    id = serializers.IntegerField(source="pk", read_only=True)
    version = serializers.IntegerField(read_only=True)
    state = serializers.CharField(read_only=True)
    campaign = serializers.CharField(source="campaign.key", read_only=True)
    touchpoint = serializers.IntegerField(source="touchpoint_id", read_only=True, allow_null=True)
    promise = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()
    company = serializers.SerializerMethodField()
    owner = serializers.IntegerField(source="owner_id", read_only=True, allow_null=True)
    mql_at = serializers.DateTimeField(read_only=True, allow_null=True)
    due_at = serializers.DateTimeField(read_only=True, allow_null=True)
    decided_at = serializers.DateTimeField(read_only=True, allow_null=True)
    decided_by = serializers.IntegerField(source="decided_by_id", read_only=True, allow_null=True)
    reason = serializers.IntegerField(source="reason_id", read_only=True, allow_null=True)
    back_on = serializers.DateField(read_only=True, allow_null=True)
    value = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="In millionths of the currency."
    )
    currency = serializers.CharField(read_only=True)

    def get_promise(self, lead) -> str:
        return lead.touchpoint.promise if lead.touchpoint else ""

    def get_name(self, lead) -> str:
        return masking.face(lead, self.reader).name

    def get_company(self, lead) -> str:
        return masking.face(lead, self.reader).company


class RejectShape(fields.Shape):
    reason = fields.Chosen(fields.seen_by_policy(policies.rejection_reason))


class RecycleShape(fields.Shape):
    on = serializers.DateField(help_text="The day on which it comes back.")


class NoteShape(fields.Shape):
    body = fields.Prose(max_length=5_000)


class AdvanceShape(fields.Shape):
    state = serializers.ChoiceField(choices=deciding.FORWARD)
    value = serializers.IntegerField(
        required=False, min_value=0, max_value=10**18, help_text="In millionths of the currency."
    )
    currency = serializers.RegexField("^[A-Z]{3}$", required=False)

    def validate(self, values):
        if ("value" in values) != ("currency" in values):
            raise serializers.ValidationError({"currency": ["A value has a currency."]})
        return values


class Inbox(Resource):
    policy = policies.lead
    abilities = {"list": "decide"}
    serializer_class = WaitingShape

    def get_queryset(self):
        rows = waiting.rows(self.member)
        return rows.select_related("campaign", "touchpoint")

    def list(self, request):
        """The leads that wait for you: yours, nobody's, and those whose owner does not decide.

        Order them by `due_at` yourself.
        """
        response = self.page(self.get_queryset())
        shown = [lead["id"] for lead in response.data["results"]]
        looking.viewed_many(shown, by=self.member, wanted={"inbox": waiting.OURS})
        return response


class OneDecision(Resource):
    """What is decided about one lead; of two who decide at once, the second is answered 409."""

    policy = policies.lead
    abilities = {
        "accept": "decide",
        "reject": "decide",
        "recycle": "decide",
        "note": "decide",
        "quote": "decide",
        "undo": "decide",
        "advance": "decide",
        "promote": "promote",
    }
    lookup = ONE_LEAD
    conditional = frozenset()
    serializer_class = WaitingShape

    def get_queryset(self):
        return Lead.objects.visible_to(self.member).select_related("campaign", "touchpoint")

    @extend_schema(request=None)
    def accept(self, request, lead):
        """Take a waiting lead; you are its owner then."""
        return self.answer_anew(deciding.accept(self.row, by=self.member))

    @extend_schema(request=RejectShape)
    def reject(self, request, lead):
        """Say no to a waiting lead, for a reason."""
        wanted = self.wanted(RejectShape)
        return self.answer_anew(deciding.reject(self.row, by=self.member, **wanted))

    @extend_schema(request=RecycleShape)
    def recycle(self, request, lead):
        """Let a waiting lead come back on a day."""
        wanted = self.wanted(RecycleShape)
        return self.answer_anew(deciding.recycle(self.row, by=self.member, **wanted))

    @extend_schema(request=NoteShape, responses={204: None})
    def note(self, request, lead):
        """Note something about a lead."""
        deciding.note(self.row, by=self.member, **self.wanted(NoteShape))
        return self.done()

    @extend_schema(request=QuoteShape, responses={201: QuoteShape})
    def quote(self, request, lead):
        """Pass on what a customer said."""
        made = quoting.quote(self.row, by=self.member, **self.wanted(QuoteShape))
        self.serializer_class = QuoteShape
        return self.answer(made, 201)

    @extend_schema(request=None)
    def undo(self, request, lead):
        """Take the newest decision or step back, unless somebody built on it."""
        return self.answer_anew(deciding.undo(self.row, by=self.member))

    @extend_schema(request=None)
    def promote(self, request, lead):
        """A new lead becomes an MQL and waits for sales."""
        return self.answer_anew(deciding.promote(self.row, by=self.member))

    @extend_schema(request=AdvanceShape)
    def advance(self, request, lead):
        """Bring an accepted lead further."""
        wanted = self.wanted(AdvanceShape)
        return self.answer_anew(deciding.advance(self.row, by=self.member, **wanted))


STEPS = ("accept", "reject", "recycle", "note", "quote", "undo", "promote", "advance")

routes = [
    route("inbox", Inbox, "inbox", get="list"),
    *(route(f"leads/<int:lead>/{step}", OneDecision, f"lead_{step}", post=step) for step in STEPS),
]
