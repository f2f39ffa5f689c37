"""What the JSON of a plan looks like."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from campaigns.plan import policies, vocabulary
from campaigns.plan.fields import how_of
from campaigns.plan.models import Channel, Dependency, Kind, Priority, Status
from campaigns.plan.querysets import is_outside
from teams import policies as people
from workspace.kernel.api import fields

OUTSIDERS_MISS = frozenset({"extra"})


def hidden_from(reader):
    """The columns of an item that a reader never sees: custom ones may hold money."""
    return OUTSIDERS_MISS if is_outside(reader) else frozenset()


def assignable(context):
    return vocabulary.assignable(context["view"].campaign)


def items_of_plan(context):
    return policies.item.visible_to(context["reader"]).filter(campaign=context["view"].campaign)


def visible_items(context):
    return policies.item.visible_to(context["reader"])


def ids(related, column):
    return lambda item: [getattr(row, column) for row in getattr(item, related).all()]


class EntryShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    text = serializers.CharField(max_length=300)
    done = serializers.BooleanField(required=False)


class NewEntry(fields.Shape):
    text = serializers.CharField(max_length=300)


class WrittenEntry(fields.Shape):
    text = serializers.CharField(max_length=300)
    done = serializers.BooleanField(default=False)

    def to_internal_value(self, data):
        entry = super().to_internal_value(data)
        if "text" not in entry:  # where only a part of the item is sent, an entry is whole
            raise serializers.ValidationError(
                {"text": [self.fields["text"].error_messages["required"]]}
            )
        return entry["text"], entry.get("done", False)


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {"type": "array", "items": {}, "minItems": 2, "maxItems": 2},
    }
)
class Hows(serializers.DictField):
    """{id: [kind, lag]} of the dependencies that are not the usual ones."""

    child = serializers.ListField(min_length=2, max_length=2)

    def get_attribute(self, item):
        return how_of({each.waits_for_id: (each.kind, each.lag) for each in item.waits.all()})

    def to_internal_value(self, data):
        found = {}
        for pk, how in super().to_internal_value(data).items():
            kind, lag = how
            if not (pk.isascii() and pk.isdigit() and len(pk) < 16):
                raise serializers.ValidationError(fields.MISSING % {"id": pk[:40]})
            if kind not in Dependency.Kind.values or type(lag) is not int or abs(lag) > 1_000:
                raise serializers.ValidationError(
                    _("%(value)s cannot be used.") % {"value": str(how)[:100]}
                )
            found[pk] = [kind, lag]
        return found


class ItemFields(fields.Shape):
    """The fields of an item that people edit."""

    title = serializers.CharField(max_length=200)
    description = fields.Prose(
        max_length=20_000, required=False, allow_blank=True, help_text="Markdown."
    )
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    status = serializers.ChoiceField(choices=Status.choices, required=False)
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)
    channel = fields.Chosen(
        fields.seen_by_policy(policies.channel), required=False, allow_null=True
    )
    stage = fields.Chosen(fields.seen_by_policy(policies.stage), required=False, allow_null=True)
    team = fields.Chosen(fields.seen_by_policy(people.team), required=False, allow_null=True)
    parent = fields.Chosen(items_of_plan, required=False, allow_null=True)
    start_on = serializers.DateField(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    estimate = serializers.DecimalField(
        max_digits=7,
        decimal_places=2,
        min_value=0,
        required=False,
        allow_null=True,
        help_text="Hours.",
    )
    assignees = fields.ChosenSeveral(assignable, ids("assignments", "member_id"), required=False)
    labels = fields.ChosenSeveral(
        fields.seen_by_policy(policies.label), ids("labellings", "label_id"), required=False
    )
    pinned = serializers.BooleanField(
        required=False, help_text="It stays where it is when others move."
    )
    waits_for = fields.ChosenSeveral(
        visible_items,
        ids("waits", "waits_for_id"),
        required=False,
        help_text="Items of this or another campaign; guests see those of this one.",
    )
    waits_how = Hows(
        required=False,
        help_text=(
            "How it waits, by the id of an item in `waits_for`: [kind, lag], with the kind FS, SS,"
            " FF or SF and the lag in working days. What is not named is FS without a lag."
        ),
    )
    extra = serializers.DictField(
        child=serializers.CharField(max_length=2_000, allow_blank=True),
        required=False,
        help_text="Custom columns; guests do not see them.",
    )


class WrittenItem(ItemFields):
    checklist = WrittenEntry(many=True, required=False, max_length=200)


class ItemShape(ItemFields):
    id = serializers.IntegerField(read_only=True)
    campaign = serializers.CharField(source="campaign.key", read_only=True)
    number = serializers.IntegerField(read_only=True)
    checklist = EntryShape(many=True, read_only=True)
    waiting_for = serializers.IntegerField(
        read_only=True, help_text="How many unfinished items it waits for."
    )
    holding_up = serializers.IntegerField(
        read_only=True, help_text="How many unfinished items wait for it."
    )
    comments = serializers.SerializerMethodField()
    attachments = serializers.IntegerField(source="attachment_count", read_only=True)
    source = serializers.CharField(read_only=True)
    external_id = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    created_by = serializers.IntegerField(source="created_by_id", read_only=True, allow_null=True)
    completed_at = serializers.DateTimeField(read_only=True, allow_null=True)
    trashed_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)

    def get_comments(self, item) -> int:
        return item.open_comments + (0 if is_outside(self.reader) else item.team_comments)

    def to_representation(self, item):
        shown = super().to_representation(item)
        for name in hidden_from(self.reader):
            del shown[name]
        if is_outside(self.reader):
            here = {
                each.waits_for_id
                for each in item.waits.all()
                if each.waits_for.campaign_id == item.campaign_id
            }
            shown["waits_for"] = [pk for pk in shown["waits_for"] if pk in here]
            shown["waits_how"] = {k: v for k, v in shown["waits_how"].items() if int(k) in here}
        return shown


class CommentShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    item = serializers.IntegerField(source="item_id", read_only=True)
    author = serializers.IntegerField(source="author_id", read_only=True, allow_null=True)
    author_name = serializers.CharField(read_only=True)
    body = fields.Prose(max_length=20_000, help_text="Markdown; @Name asks somebody.")
    team_only = serializers.BooleanField(
        read_only=True, help_text="Guests never see it, and cannot write it."
    )
    created_at = serializers.DateTimeField(read_only=True)
    edited_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)


class NewComment(fields.Shape):
    body = fields.Prose(max_length=20_000)
    team_only = serializers.BooleanField(default=False)


class MentionShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    comment = serializers.IntegerField(source="comment_id", read_only=True)
    item = serializers.IntegerField(source="comment.item_id", read_only=True)
    by = serializers.CharField(source="comment.author_name", read_only=True)
    settled_at = serializers.DateTimeField(read_only=True, allow_null=True)


class AttachmentShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    item = serializers.IntegerField(source="item_id", read_only=True)
    name = serializers.CharField(read_only=True)
    size = serializers.IntegerField(read_only=True, help_text="Bytes.")
    content_type = serializers.CharField(read_only=True)
    sha256 = serializers.CharField(read_only=True)
    uploaded_by = serializers.IntegerField(source="uploaded_by_id", read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)


class NewAttachment(fields.Shape):
    file = serializers.FileField()


class ChannelShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=60)
    direction = serializers.ChoiceField(choices=Channel.Direction.choices, required=False)
    medium = serializers.ChoiceField(choices=Channel.Medium.choices, required=False)
    position = serializers.IntegerField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class StageShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=60)
    position = serializers.IntegerField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class LabelShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=50)
