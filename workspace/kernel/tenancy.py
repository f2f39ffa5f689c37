"""Row-level security on PostgreSQL: the second wall, for the case that a manager was passed by."""

from django.db import migrations

from workspace.kernel.postgresql.base import SETTING

# The scope is read by subqueries, which run once for a statement: read for each row it took as long
# as adding the rows up. They may run whatever the case is, so each must read any scope.
SCOPE = f"current_setting('{SETTING}', true)"
CONDITION = f"""
    CASE (SELECT coalesce({SCOPE}, ''))
        WHEN '' THEN false
        WHEN '*' THEN true
        ELSE {{column}} = ANY (
            (SELECT nullif(nullif({SCOPE}, ''), '*')::bigint[])::bigint[]
        )
    END
"""
POLICY = f"CREATE POLICY within_scope ON {{table}} USING ({CONDITION})"
RENEWED = f"ALTER POLICY within_scope ON {{table}} USING ({CONDITION})"
WALLS = r"""
SELECT tablename, substring(qual FROM '\((\w+) = ANY') FROM pg_policies
WHERE schemaname = current_schema() AND policyname = 'within_scope'
"""


class Wall(migrations.operations.base.Operation):
    """Raise the wall around one table; nothing on SQLite."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table, column="workspace_id"):
        self.table = table
        self.column = column

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return
        schema_editor.execute(f"ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {self.table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(POLICY.format(table=self.table, column=self.column))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP POLICY within_scope ON {self.table}")
            schema_editor.execute(f"ALTER TABLE {self.table} DISABLE ROW LEVEL SECURITY")

    def describe(self):
        return f"Row-level security on {self.table}"


def renew(_apps, schema_editor):
    """Give the walls that are there the condition of the new ones."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(WALLS)
        walls = cursor.fetchall()
    for table, column in walls:
        schema_editor.execute(RENEWED.format(table=table, column=column))
