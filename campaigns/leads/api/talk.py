"""What customers said and what marketing answered, as JSON."""

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.leads import policies, queries
from campaigns.leads.actions import answering
from campaigns.leads.models import Theme
from campaigns.plan import policies as plan
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource

LARGEST = fields.LARGEST


class QuoteShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    lead = serializers.IntegerField(source="lead_id", read_only=True, allow_null=True)
    touchpoint = serializers.IntegerField(source="touchpoint_id", read_only=True, allow_null=True)
    theme = serializers.ChoiceField(choices=Theme.choices)
    body = fields.Prose(max_length=500)
    by = serializers.IntegerField(source="by_id", read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)
    answer = serializers.IntegerField(source="answer_id", read_only=True, allow_null=True)


class MarketingAnswerShape(fields.Shape):
    """To some quotes, or to every rejection of a touchpoint for one reason."""

    id = serializers.IntegerField(read_only=True)
    decision = serializers.CharField(max_length=500, required=False, allow_blank=True)
    item = fields.Chosen(fields.seen_by_policy(plan.item), required=False, allow_null=True)
    title = serializers.CharField(
        max_length=200,
        required=False,
        help_text="Of a new item of the plan; later what the item was called, even if it is gone.",
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
        return sorted({told.lead_id for told in answer.leads.all() if told.lead_id})


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


routes = [
    route("campaigns/<slug:campaign>/quotes", Quotes, "campaign_quotes", get="list"),
    route(
        "campaigns/<slug:campaign>/answers",
        Answers,
        "campaign_answers",
        get="list",
        post="create",
    ),
    route("answers/news", News, "answers_news", get="retrieve", delete="destroy"),
]
