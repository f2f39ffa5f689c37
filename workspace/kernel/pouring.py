"""Thousands of rows at once, as an import writes them, or a move that takes many along.

`bulk_create` makes an instance of each row, asks each of its fields for an expression, and reads
the ids back: of the time that 25,000 items need, nine tenths. Here the ids are known before, and
a row is a tuple of values, turned into what the database takes by its fields alone.
"""

from functools import partial
from itertools import islice

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from workspace.kernel import scope

EACH = 1_000
# What these hold is given to the database as it is.
PLAIN = (
    models.IntegerField,
    models.BooleanField,
    models.FloatField,
    models.CharField,
    models.TextField,
    models.ForeignKey,
)


def reserve(model, count):
    """`count` ids of `model`, ascending, that nobody else will get; inside a transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Each id by itself: another transaction may take some in between.
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [pk for (pk,) in cursor.fetchall()]
        take = "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq"
        cursor.execute(take, [count, table])
        last = cursor.fetchone()
        if last is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, 0)", [table])
            cursor.execute(take, [count, table])
            last = cursor.fetchone()
        return list(range(last[0] - count + 1, last[0] + 1))


def pour(model, names, rows, *, stored=None):
    """Insert `rows`, tuples of values in the order of the attributes `names`; returns nothing.

    The model's own defaults do not apply: `names` says everything that the table demands. Each
    row's workspace must be in scope. `stored(count)` is called on the way.
    """
    fields = [model._meta.get_field(name) for name in names]
    owner = names.index(model.owner_field)
    turned = [(place, turn(field)) for place, field in enumerate(fields) if turn(field)]
    quoted = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {table} ({quoted}) VALUES ({places})"
    rows = iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(rows, EACH)):
            for workspace_id in {row[owner] for row in some}:
                scope.guard(workspace_id)
            cursor.executemany(statement, [as_taken(row, turned) for row in some])
            if stored:
                stored(len(some))


def rewrite(model, names, rows, *, workspace_id):
    """Give rows of a workspace the values of `names`, and the next version: (*values, id) of each.

    For rows of which each gets values of its own: one statement, that is read once.
    """
    fields = [model._meta.get_field(name) for name in names]
    turned = [(place, turn(field)) for place, field in enumerate(fields) if turn(field)]
    quote = connection.ops.quote_name
    given = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    scope.guard(workspace_id)
    statement = (
        f"UPDATE {quote(model._meta.db_table)} SET version = version + 1, {given}"
        " WHERE id = %s AND workspace_id = %s"
    )
    with connection.cursor() as cursor:
        taken = [[*as_taken(row, turned), workspace_id] for row in rows]
        cursor.executemany(statement, taken)


def turn(field):
    """What makes a value of `field` one that the database takes; None where it is one already."""
    if isinstance(field, PLAIN):
        return None
    # Not `connection`, which looks up the thread's own one at each use.
    return partial(field.get_db_prep_save, connection=connections[DEFAULT_DB_ALIAS])


def as_taken(row, turned):
    row = list(row)
    for place, turn in turned:
        row[place] = turn(row[place])
    return row


def pour_instances(model, instances, **how):
    """The same for rows that are instances already, with all that they hold."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
    if instances and instances[0].pk is not None:
        names = ["id", *names]
    pour(model, names, ([getattr(row, name) for name in names] for row in instances), **how)
    for row in instances:
        row._state.adding = False
