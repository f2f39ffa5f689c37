"""Events as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from workspace.kernel.api import fields


class Teller:
    """A view of events; what it does not say itself is told to everybody who may call it."""

    hidden_columns: frozenset = frozenset()

    def tells(self, name, values):
        """What is told of the [before, after] of a column."""
        return values

    def reason_of(self, event):
        """What is told of why it happened."""
        return event.why


class EventShape(fields.Shape):
    """What happened to one thing in one revision.

    The view's `hidden_columns` are those whose changes its reader never sees; what it `tells` of
    the others may be less than there is.
    """

    revision = serializers.IntegerField(read_only=True)
    position = serializers.IntegerField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    verb = serializers.CharField(read_only=True)
    noun = serializers.CharField(read_only=True)
    object = serializers.IntegerField(source="object_id", read_only=True)
    name = serializers.CharField(source="object_name", read_only=True)
    actor = serializers.IntegerField(source="actor_id", read_only=True, allow_null=True)
    actor_name = serializers.CharField(read_only=True)
    via = serializers.CharField(read_only=True)
    changes = serializers.SerializerMethodField()
    data = serializers.JSONField(read_only=True)  # type: ignore[assignment]
    why = serializers.SerializerMethodField()
    undoes = serializers.IntegerField(read_only=True, allow_null=True)

    @extend_schema_field(
        {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {}, "minItems": 2, "maxItems": 2},
        }
    )
    def get_changes(self, event):
        """{column: [before, after]}."""
        view = self.context["view"]
        shown = event.changes.keys() - view.hidden_columns
        return {
            name: view.tells(name, event.changes[name]) for name in event.changes if name in shown
        }

    def get_why(self, event) -> str:
        return self.context["view"].reason_of(event)


class EventQuery(fields.Shape):
    since = serializers.IntegerField(
        source="revision__gt",
        required=False,
        min_value=0,
        max_value=fields.LARGEST,
        help_text="Only what came after this revision.",
    )
    noun = serializers.CharField(required=False, max_length=20)
    verb = serializers.CharField(required=False, max_length=40)
    actor = fields.Id(source="actor_id", required=False)
