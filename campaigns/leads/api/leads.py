"""Leads by program: read, brought in one by one and in batches, changed, merged, erased."""

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.leads import duplicates, filters, masking, policies
from campaigns.leads.actions import bringing, editing, erasing, looking, merging
from campaigns.leads.api.shapes import (
    NEW_LEAD,
    BatchOutcome,
    EraseShape,
    LeadBatch,
    LeadShape,
    MergeShape,
    OneNewLead,
    WrittenLead,
)
from campaigns.leads.models import Lead
from workspace.kernel.api import fields, pages
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource, Shown
from workspace.kernel.refusals import Forbidden, Invalid

SOURCE = "api"
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
        pks = [lead["id"] for lead in answer.data["results"]]
        looking.viewed_many(pks, by=self.member, wanted=wanted)
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
            raise Invalid.at("external_id", words)
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
        if ids:
            policies.lead.demand(self.member, "recognise", self.parent)
        if len(set(ids)) < len(ids):
            words = _("Name each external_id once in a batch.")
            raise Invalid.at("leads", words)
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
