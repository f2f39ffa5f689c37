"""Leads that may be one person, and what was merged: found, looked through, taken back."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.leads import duplicates, policies
from campaigns.leads.actions import looking, merging
from campaigns.leads.api.leads import LeadResource
from campaigns.leads.api.shapes import LeadShape
from campaigns.leads.models import Merge
from workspace.kernel.api import fields
from workspace.kernel.api.pages import CursorPages
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource

SAME = {"email_key": "email", "phone_key": "phone"}


class GroupShape(fields.Shape):
    """Leads that share a mail or a phone."""

    same = serializers.ChoiceField(choices=[*SAME.values()], read_only=True)
    leads = LeadShape(many=True, read_only=True)


class GroupPages(CursorPages):
    """A page of groups; the cursor is how many came before."""

    size = 50
    largest = 100

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        start, size = (self.start_of(request) or [0])[0], self.size_of(request)
        found, more = duplicates.groups(queryset, min(start, duplicates.MOST), size)
        self.following = start + size if more else None
        return [{"same": SAME[kind], "leads": leads} for kind, leads in found]

    def next_link(self):
        if self.following is None:
            return None
        return self.link_to(self.following)


class Duplicates(Resource):
    policy = policies.lead
    abilities = {"list": "see_duplicates"}
    pagination_class = GroupPages
    serializer_class = GroupShape

    def admit(self, member, ability):
        self.policy.demand(member, ability, member)

    def list(self, request):
        """Groups of leads that share a mail or a phone; a person says whether they are one."""
        answer = self.page(self.get_queryset())
        groups = answer.data["results"]
        shown = dict.fromkeys(lead["id"] for group in groups for lead in group["leads"])
        looking.viewed_many(shown, by=self.member, wanted={"duplicates": True})
        return answer


class MergeRowShape(fields.Shape):
    """A lead that was said to be the same person as the one that was kept."""

    id = serializers.IntegerField(read_only=True)
    kept = serializers.IntegerField(source="kept_id", read_only=True)
    gone = serializers.IntegerField(source="gone_id", read_only=True)
    by = serializers.IntegerField(source="by_id", read_only=True, allow_null=True)
    at = serializers.DateTimeField(read_only=True)
    undone_at = serializers.DateTimeField(read_only=True, allow_null=True)


class Merges(Resource):
    policy = policies.lead
    abilities = {"list": "view"}
    lookup = {"pk": "lead"}
    serializer_class = MergeRowShape

    def list(self, request, lead):
        """What was merged into a lead, and what of it was taken back."""
        return self.page(Merge.objects.filter(kept=self.row))


class OneMerge(LeadResource):
    abilities = {"undo": "merge"}
    lookup = {"pk": "lead"}
    serializer_class = LeadShape

    @extend_schema(request=None, responses=LeadShape)
    def undo(self, request, lead, merge):
        """Take a merge into this lead back: both are what they were."""
        found = Merge.objects.select_related("kept", "gone").filter(pk=merge, kept=self.row).first()
        if found is None:
            raise Http404
        merging.unmerge(found, by=self.member)
        return self.answer_anew(self.row)


routes = [
    route("leads/duplicates", Duplicates, "lead_duplicates", get="list"),
    route("leads/<int:lead>/merges", Merges, "lead_merges", get="list"),
    route("leads/<int:lead>/merges/<int:merge>/undo", OneMerge, "lead_merge_undo", post="undo"),
]
