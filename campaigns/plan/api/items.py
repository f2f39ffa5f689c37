"""Items, one by one: read, added, changed, thrown away, taken back; and their checklists."""

from django.db.models import Prefetch
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.plan import actions, policies
from campaigns.plan.api import asking
from campaigns.plan.api.shapes import EntryShape, ItemShape, NewEntry, WrittenItem
from campaigns.plan.models import ChecklistEntry, Dependency, Status
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource, Shown

NEW_ITEM = OpenApiExample(
    "A deliverable",
    request_only=True,
    value={
        "title": "Press release",
        "kind": "deliverable",
        "due_on": "2026-11-30",
        "assignees": [7],
        "waits_for": [41],
        "checklist": [{"text": "Quote from the CEO"}],
    },
)
HANDS_ON = {"status"}


class PlaceShape(fields.Shape):
    above = fields.Id(
        required=False, allow_null=True, help_text="The item that it then comes after."
    )
    below = fields.Id(
        required=False, allow_null=True, help_text="The item that it then comes before."
    )
    status = serializers.ChoiceField(choices=Status.choices, required=False)


class ItemResource(Resource):
    policy = policies.item
    serializer_class = ItemShape

    @property
    def campaign(self):
        return self.row.campaign

    def furnished(self, rows):
        return rows.select_related("campaign").prefetch_related(
            "assignments",
            "labellings",
            Prefetch("waits", Dependency.objects.select_related("waits_for")),
            "checklist",
        )

    def narrowed(self, rows):
        return asking.narrowed(rows, self.request)

    @property
    def asking_parameters(self):
        return asking.PARAMETERS

    def address_of(self, row):
        return reverse("api:item", args=[row.pk])


class AllItems(ItemResource):
    abilities = {"list": "view"}

    def list(self, request):
        """The items of all campaigns that you see."""
        return self.page(self.get_queryset())


class PlanItems(ItemResource):
    abilities = {"list": "view", "create": "add"}
    within = IN_CAMPAIGN

    @property
    def campaign(self):
        return self.parent

    def list(self, request, campaign):
        """The items of a campaign."""
        return self.page(self.get_queryset().filter(campaign=self.parent))

    @extend_schema(request=WrittenItem, examples=[NEW_ITEM])
    def create(self, request, campaign):
        """Put a new item at the end of a campaign's plan."""
        return self.made(actions.add(self.parent, by=self.member, **self.wanted(WrittenItem)))


class OneItem(Shown, ItemResource):
    abilities = {
        "retrieve": "view",
        "partial_update": "progress",
        "destroy": "trash",
        "place": "edit",
    }
    lookup = {"pk": "item"}
    conditional = frozenset({"partial_update", "destroy", "place"})

    @extend_schema(request=WrittenItem(partial=True))
    def partial_update(self, request, item):
        """Change fields of an item.

        Guests and sales may change the status of what is assigned to them.
        """
        wanted = self.permitted(WrittenItem)
        actions.edit(self.row, by=self.member, version=self.seen_version(), strict=True, **wanted)
        return self.answer_anew(self.row)

    def permitted(self, shape):
        """What the body wants of the item, if the caller may have it."""
        wanted = self.wanted(shape, partial=True)
        if set(wanted) - HANDS_ON:
            self.policy.demand(self.member, "edit", self.row)
        return wanted

    def destroy(self, request, item):
        """Put an item into the trash, where it is kept for 30 days."""
        versions = {self.row.pk: self.seen_version()}
        actions.trash(self.campaign, [self.row.pk], by=self.member, versions=versions)
        return self.done()

    @extend_schema(request=PlaceShape)
    def place(self, request, item):
        """Put an item between two others of its plan."""
        wanted = self.wanted(PlaceShape)
        actions.place(self.row, by=self.member, version=self.seen_version(), **wanted)
        return self.answer_anew(self.row)


class Trash(ItemResource):
    policy = policies.trashed_item
    abilities = {"list": "view"}
    within = IN_CAMPAIGN

    def list(self, request, campaign):
        """What was thrown away in the last 30 days."""
        return self.page(self.get_queryset().filter(campaign=self.parent))


class Restoring(ItemResource):
    policy = policies.trashed_item
    abilities = {"restore": "restore"}
    lookup = {"pk": "item"}

    @extend_schema(request=None)
    def restore(self, request, item):
        """Take an item back out of the trash."""
        actions.restore(self.campaign, [self.row.pk], by=self.member)
        return self.answer_anew(self.row)

    def get_queryset(self):
        return self.furnished(policies.item.visible_to(self.member))


class Checklist(Resource):
    policy = policies.item
    abilities = {"list": "view", "create": "edit"}
    lookup = {"pk": "item"}
    serializer_class = EntryShape

    def list(self, request, item):
        """The checklist of an item, in its order."""
        entries = self.row.checklist.order_by("position", "pk")
        return Response({"results": self.get_serializer(entries, many=True).data, "next": None})

    @extend_schema(request=NewEntry)
    def create(self, request, item):
        """Append an entry to the checklist."""
        item = actions.add_entry(self.row, by=self.member, **self.wanted(NewEntry))
        return self.answer(item.checklist.order_by("position", "pk").last(), 201)


class OneEntry(Resource):
    """Entries change one by one without If-Match: others may tick theirs at the same moment."""

    policy = policies.item
    abilities = {"partial_update": "progress", "destroy": "edit"}
    lookup = {"pk": "item"}
    conditional = frozenset()
    serializer_class = EntryShape

    def partial_update(self, request, item, entry):
        """Tick, untick or rename an entry.

        Guests and sales may tick what is assigned to them.
        """
        wanted = self.wanted(partial=True)
        if "text" in wanted:
            self.policy.demand(self.member, "edit", self.row)
        actions.edit_entry(self.row, entry, by=self.member, **wanted)
        return self.answer(ChecklistEntry.objects.get(pk=entry))

    def destroy(self, request, item, entry):
        """Take an entry away."""
        actions.remove_entry(self.row, entry, by=self.member)
        return self.done()


routes = [
    route("items", AllItems, "items", get="list"),
    route(
        "campaigns/<slug:campaign>/items", PlanItems, "campaign_items", get="list", post="create"
    ),
    route("campaigns/<slug:campaign>/trash", Trash, "campaign_trash", get="list"),
    route("items/<int:item>/place", OneItem, "item_place", post="place"),
    route("items/<int:item>/restore", Restoring, "item_restore", post="restore"),
    route("items/<int:item>/checklist", Checklist, "item_checklist", get="list", post="create"),
    route(
        "items/<int:item>/checklist/<int:entry>",
        OneEntry,
        "item_entry",
        patch="partial_update",
        delete="destroy",
    ),
]
