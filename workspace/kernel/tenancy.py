"""Row-level security on PostgreSQL: the second wall, for the case that a manager was passed by."""

from django.db import migrations

from workspace.kernel.postgresql.base import SETTING

POLICY = f"""
CREATE POLICY within_scope ON {{table}} USING (
    CASE coalesce(current_setting('{SETTING}', true), '')
        WHEN '' THEN false
        WHEN '*' THEN true
        ELSE {{column}} = ANY (current_setting('{SETTING}', true)::bigint[])
    END
)
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
