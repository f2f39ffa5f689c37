"""Serializers that translate between JSON and what actions take; none of them saves."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.utils.html import is_html_input

from workspace.kernel import texts

LARGEST = 2**63 - 1
UNKNOWN = _("There is no such field.")
FIXED = _("This field cannot be written.")
MISSING = _("There is nothing with the id %(id)s.")


class Prose(serializers.CharField):
    """A text that may have several lines."""


class Shape(serializers.Serializer):
    """A JSON object. Keys it does not know, or does not let anybody write, are refused.

    A text is one line unless its field is `Prose`; what nobody sees is taken out (see `texts`).
    """

    def to_internal_value(self, data):
        if isinstance(data, Mapping):
            refuse_others(data, self.fields)
            if not is_html_input(data):
                data = {name: tidied(value, self.fields[name]) for name, value in data.items()}
        return super().to_internal_value(data)

    @property
    def reader(self):
        return self.context["reader"]


def tidied(value, field):
    """What was sent for a field, its texts as they are kept."""
    if isinstance(value, str):
        return texts.line(value) if type(field) is serializers.CharField else texts.prose(value)
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        return [tidied(each, field.child) for each in value]
    if isinstance(field, serializers.DictField) and isinstance(value, Mapping):
        return {texts.line(str(name)): tidied(each, Prose()) for name, each in value.items()}
    return value


def refuse_others(data, fields):
    refused = {}
    for name in data:
        field = fields.get(name)
        if field is None or field.read_only:
            refused[str(name)[:100]] = [UNKNOWN if field is None else FIXED]
    if refused:
        raise serializers.ValidationError(refused)


def seen_by_policy(policy):
    """What a `Chosen` may be: any row that the policy lets the reader see."""
    return lambda context: policy.visible_to(context["reader"])


class Id(serializers.IntegerField):
    def __init__(self, **kwargs):
        super().__init__(min_value=1, max_value=LARGEST, **kwargs)


class Chosen(serializers.IntegerField):
    """A row by its id, among `rows(context)`; null for none."""

    id = Id()

    def __init__(self, rows, **kwargs):
        self.rows = rows
        super().__init__(**kwargs)

    def get_attribute(self, row):
        return getattr(row, f"{self.source}_id")

    def to_internal_value(self, data):
        pk = self.id.run_validation(data)
        row = self.rows(self.context).filter(pk=pk).first()
        if row is None:
            raise serializers.ValidationError(MISSING % {"id": pk})
        return row


@extend_schema_field({"type": "array", "items": {"type": "integer", "minimum": 1}, "maxItems": 200})
class ChosenSeveral(serializers.ListField):
    """Rows by their ids, fetched at once; `ids_of(row)` are those of a row that is shown."""

    def __init__(self, rows, ids_of=None, **kwargs):
        self.rows = rows
        self.ids_of = ids_of
        super().__init__(child=Id(), max_length=200, **kwargs)

    def get_attribute(self, row):
        return self.ids_of(row)

    def to_representation(self, ids):
        return sorted(ids)

    def to_internal_value(self, data):
        pks = set(super().to_internal_value(data))
        rows = list(self.rows(self.context).filter(pk__in=pks))
        if missing := pks - {row.pk for row in rows}:
            raise serializers.ValidationError([MISSING % {"id": pk} for pk in sorted(missing)])
        return rows
