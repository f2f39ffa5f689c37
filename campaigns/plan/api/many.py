"""Several items at once, each time as one revision; and undo of a revision."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.plan import actions, policies
from campaigns.plan.api.shapes import ItemFields, assignable
from teams import policies as people
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource

SHARED = (
    "kind",
    "status",
    "priority",
    "channel",
    "stage",
    "team",
    "start_on",
    "due_on",
    "estimate",
)
PEOPLE = fields.seen_by_policy(people.member)
LABELS = fields.seen_by_policy(policies.label)

DONE_BY_LEGAL = OpenApiExample(
    "Set a status, add a label",
    request_only=True,
    value={"items": [41, 42], "set": {"status": "done"}, "add_labels": [3]},
)
A_WEEK_LATER = OpenApiExample(
    "A week later", request_only=True, value={"items": [41, 42], "shift_days": 7}
)


class SharedFields(ItemFields):
    """The fields that several items can be given at once."""

    def get_fields(self):
        return {name: field for name, field in super().get_fields().items() if name in SHARED}


class BulkShape(fields.Shape):
    items = serializers.ListField(child=fields.Id(), min_length=1, max_length=1_000)
    set = SharedFields(partial=True, required=False)
    add_assignees = fields.ChosenSeveral(assignable, required=False)
    remove_assignees = fields.ChosenSeveral(PEOPLE, required=False)
    add_labels = fields.ChosenSeveral(LABELS, required=False)
    remove_labels = fields.ChosenSeveral(LABELS, required=False)
    shift_days = serializers.IntegerField(required=False, min_value=-3650, max_value=3650)
    trash = serializers.BooleanField(required=False)

    def validate(self, wanted):
        kinds = {"shift_days", "trash"} & set(wanted)
        if len(kinds) + bool(set(wanted) - kinds - {"items"}) != 1:
            raise serializers.ValidationError(
                {"items": [_("Change fields, or shift days, or trash: one at a time.")]}
            )
        return wanted


class UndoShape(fields.Shape):
    revision = serializers.IntegerField(min_value=1, max_value=fields.LARGEST)


class ChangedShape(fields.Shape):
    revision = serializers.IntegerField(
        allow_null=True, help_text="What undo takes; null when nothing was changed."
    )
    items = serializers.ListField(child=serializers.IntegerField())


class Many(Resource):
    policy = policies.item
    abilities = {"bulk": "edit", "undo": "undo"}
    within = IN_CAMPAIGN
    serializer_class = ChangedShape

    @property
    def campaign(self):
        return self.parent

    @extend_schema(request=BulkShape, examples=[DONE_BY_LEGAL, A_WEEK_LATER])
    def bulk(self, request, campaign):
        """Change several items as one revision, all or nothing."""
        wanted = self.wanted(BulkShape)
        return self.changed(carry_out(self.parent, self.member, **wanted))

    @extend_schema(request=UndoShape)
    def undo(self, request, campaign):
        """Turn back one of your own revisions; undoing an undo is redo.

        Refused, with the reason, when somebody has built on it.
        """
        revision = self.wanted(UndoShape)["revision"]
        return self.changed(actions.undo(self.parent, revision, by=self.member))

    def changed(self, items):
        revision = getattr(self.member, "newest", None)
        return Response({"revision": revision, "items": [item.pk for item in items]})


def carry_out(campaign, by, *, items, set=None, shift_days=None, trash=None, **lists):
    if shift_days is not None:
        return actions.shift(campaign, items, by=by, days=shift_days)
    if trash is not None:
        policies.item.demand(by, "trash")
        return actions.trash(campaign, items, by=by) if trash else []
    return actions.edit_many(campaign, items, by=by, **(set or {}), **lists)


routes = [
    route("campaigns/<slug:campaign>/undo", Many, "campaign_undo", post="undo"),
]
