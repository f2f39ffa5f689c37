"""What PostgreSQL knows of its tables, from which it plans how to ask them."""

from django.db import connection


def analyse(*models):
    """Let the database look at these tables anew, after many rows have come in at once.

    It does so by itself, but only within a minute, in which it asks large tables as if they were
    empty. Costs a few hundredths of a second; SQLite has no need of it, and within a transaction
    nothing is done.
    """
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def analyse_all():
    """The same for every table that there is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
