"""PostgreSQL that knows the scope: row-level security is the second wall behind the managers.

Before a statement, the scope of the running code is told to the connection when it differs
from what the connection was told last. A rollback undoes `set_config`, so it is told again.
"""

from django.db.backends.postgresql import base

from workspace.kernel import scope

SETTING = "roundtable.scope"


def as_setting(within):
    """The scope as PostgreSQL's policies read it: `*`, or `{1,2}`; empty when there is none."""
    if within is None:
        return ""
    if within is scope.EVERYTHING:
        return "*"
    return "{" + ",".join(str(pk) for pk in sorted(within)) + "}"


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.told = None
        self.telling = True
        self.execute_wrappers.append(self.tell_scope)

    def tell_scope(self, execute, sql, params, many, context):
        wanted = as_setting(scope.peek())
        if self.telling and wanted != self.told and self.connection is not None:
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, wanted])
            self.told = wanted
        return execute(sql, params, many, context)

    def get_new_connection(self, conn_params):
        self.told = None
        return super().get_new_connection(conn_params)

    def _rollback(self):
        self.told = None
        return super()._rollback()

    def _savepoint_rollback(self, sid):
        # A transaction that failed takes nothing but this, so nothing is told before it.
        self.telling = False
        try:
            super()._savepoint_rollback(sid)
        finally:
            self.telling = True
            self.told = None
