"""The rows of several small tables by one statement."""

from datetime import UTC, datetime

from django.db.models import F, Func, JSONField, Value, Window
from django.db.models.functions import JSONObject, RowNumber


class Row(JSONObject):
    """A JSON object; SQLite is not asked first whether it can make one, as our version can.

    That question would take the write lock, once for every connection.
    """

    def as_sqlite(self, compiler, connection, **context):
        return super(JSONObject, self).as_sql(compiler, connection, **context)


class Nested(Func):
    """A column of JSON within the JSON of its row; on SQLite it would be a text there."""

    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, function="JSON", **context)

    def as_postgresql(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="%(expressions)s", **context)


def together(*querysets):
    """[the rows of each queryset, in its order], read at once.

    For tables that a page needs all of, such as the words of a workspace. Every queryset names its
    order; each row travels as JSON, so that tables of different columns fit side by side.
    """
    first, *others = (part(number, rows) for number, rows in enumerate(querysets))
    found = [[] for _rows in querysets]
    for number, place, values in first.union(*others, all=True):
        found[number].append((place, values))
    return [
        [made(rows, values) for _place, values in sorted(those, key=lambda each: each[0])]
        for rows, those in zip(querysets, found, strict=True)
    ]


def part(number, rows):
    columns = {field.attname: column(field) for field in rows.model._meta.concrete_fields}
    place = Window(RowNumber(), order_by=list(rows.query.order_by))
    whole = rows.order_by().annotate(of=Value(number), place=place, row=Row(**columns))
    return whole.values_list("of", "place", "row")


def column(field):
    return Nested(field.attname) if isinstance(field, JSONField) else F(field.attname)


def made(rows, values):
    fields = rows.model._meta.concrete_fields
    read = [held(field, values[field.attname]) for field in fields]
    return rows.model.from_db(rows.db, [field.attname for field in fields], read)


def held(field, value):
    """What a column holds, from what JSON says of it; SQLite keeps moments without their zone."""
    value = field.to_python(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value
