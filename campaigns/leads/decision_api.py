"""What sales decides and marketing answers, as JSON."""

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief.api import IN_CAMPAIGN
from campaigns.leads import masking, policies, queries
from campaigns.leads.actions import answering, deciding, looking, quoting, ruling
from campaigns.leads.models import Lead, OfficeHours, Theme
from campaigns.leads.queries import waiting
from campaigns.plan import policies as plan
from teams import policies as people
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown

ONE_LEAD = {"pk": "lead"}
LARGEST = fields.LARGEST


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
    body = serializers.CharField(max_length=5_000)


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


class QuoteShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    lead = serializers.IntegerField(source="lead_id", read_only=True, allow_null=True)
    touchpoint = serializers.IntegerField(source="touchpoint_id", read_only=True, allow_null=True)
    theme = serializers.ChoiceField(choices=Theme.choices)
    body = serializers.CharField(max_length=500)
    by = serializers.IntegerField(source="by_id", read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)
    answer = serializers.IntegerField(source="answer_id", read_only=True, allow_null=True)


class MarketingAnswerShape(fields.Shape):
    """To some quotes, or to every rejection of a touchpoint for one reason."""

    id = serializers.IntegerField(read_only=True)
    decision = serializers.CharField(max_length=500, required=False, allow_blank=True)
    item = fields.Chosen(fields.seen_by_policy(plan.item), required=False, allow_null=True)
    title = serializers.CharField(
        max_length=200, required=False, write_only=True, help_text="Of a new item of the plan."
    )
    quotes = fields.ChosenSeveral(
        fields.seen_by_policy(policies.quote),
        lambda answer: [quote.pk for quote in answer.quotes.all()],
        required=False,
    )
    reason = fields.Chosen(fields.seen_by_policy(policies.rejection_reason), required=False)
    touchpoint = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST, source="touchpoint_id", allow_null=True
    )
    leads = serializers.SerializerMethodField(help_text="The leads that it is about.")
    by = serializers.IntegerField(source="by_id", read_only=True, allow_null=True)
    at = serializers.DateTimeField(read_only=True)

    def get_leads(self, answer) -> list[int]:
        return sorted(told.lead_id for told in answer.leads.all())


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
        fields.seen_by_policy(people.team), required=False, allow_null=True, default=None
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


class Inbox(Resource):
    policy = policies.lead
    abilities = {"list": "decide"}
    serializer_class = WaitingShape

    def get_queryset(self):
        rows = waiting.rows(self.member)
        return rows.select_related("campaign", "touchpoint")

    def list(self, request):
        """The leads that wait for you: yours and nobody's. Order them by `due_at` yourself."""
        response = self.page(self.get_queryset())
        shown = len(response.data["results"])
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


class Quotes(Listed, Resource):
    policy = policies.quote
    abilities = {"list": "view"}
    within = IN_CAMPAIGN
    serializer_class = QuoteShape

    def get_queryset(self):
        return super().get_queryset().filter(campaign=self.parent)


class Answers(Listed, Resource):
    policy = policies.answer
    abilities = {"list": "view", "create": "add"}
    within = IN_CAMPAIGN
    serializer_class = MarketingAnswerShape

    def get_queryset(self):
        rows = super().get_queryset().filter(campaign=self.parent)
        return rows.prefetch_related("quotes", "leads")

    def create(self, request, campaign):
        """Answer quotes, or all rejections of a touchpoint for a reason; sales is told."""
        wanted = self.wanted()
        said = {name: wanted[name] for name in ("decision", "item", "title") if name in wanted}
        if "reason" in wanted:
            touchpoint = self.touchpoint(wanted.get("touchpoint_id"))
            made = answering.answer_reason(
                self.parent, touchpoint, wanted["reason"], by=self.member, **said
            )
        else:
            quotes = wanted.get("quotes", [])
            made = answering.answer_quotes(self.parent, quotes, by=self.member, **said)
        return self.made(made)

    def touchpoint(self, pk):
        if pk is None:
            return None
        found = self.parent.touchpoints.filter(pk=pk).first()
        if found is None:
            raise serializers.ValidationError({"touchpoint": [fields.MISSING % {"id": pk}]})
        return found

    def address_of(self, row):
        return reverse("api:campaign_answers", args=[self.parent.key])


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


class News(Resource):
    policy = policies.answer
    abilities = {"retrieve": "view", "destroy": "see"}
    conditional = frozenset()
    serializer_class = MarketingAnswerShape

    def retrieve(self, request):
        """The answers to your rejections and quotes that you have not seen; 404 without any."""
        found = queries.news_for(self.member)
        if found is None:
            raise Http404
        shown = self.get_serializer(found.answers, many=True).data
        return Response({"rejections": found.rejections, "quotes": found.quotes, "answers": shown})

    @extend_schema(responses={204: None})
    def destroy(self, request):
        """You have seen them."""
        answering.see(by=self.member)
        return self.done()


STEPS = ("accept", "reject", "recycle", "note", "quote", "undo", "promote", "advance")

routes = [
    route("inbox", Inbox, "inbox", get="list"),
    *(route(f"leads/<int:lead>/{step}", OneDecision, f"lead_{step}", post=step) for step in STEPS),
    route("campaigns/<slug:campaign>/quotes", Quotes, "campaign_quotes", get="list"),
    route(
        "campaigns/<slug:campaign>/answers",
        Answers,
        "campaign_answers",
        get="list",
        post="create",
    ),
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
    route("answers/news", News, "answers_news", get="retrieve", delete="destroy"),
]
