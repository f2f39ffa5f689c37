"""The second wall: on PostgreSQL the database itself keeps workspaces apart."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from campaigns.plan.models import Label
from tests import furniture
from workspace.kernel import scope, tenancy
from workspace.kernel.owned import Owned

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="row-level security is PostgreSQL's"
    ),
]
OWNED = [model for model in apps.get_models() if issubclass(model, Owned)]


@pytest.fixture
def labels(workspace):
    """A label in each of two workspaces; the scope is that of the first."""
    mine = Label.objects.create(workspace=workspace, name="mine")
    with scope.everything(because="the test makes another workspace"):
        rival = furniture.workspace("rival")
        return mine, Label.objects.create(workspace=rival, name="theirs")


def names():
    """Every label's name that the database lets through, past all managers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM campaigns_label ORDER BY name")
        return [name for (name,) in cursor.fetchall()]


def test_the_scope_is_read_once_for_a_statement_and_not_for_each_row(labels):
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (VERBOSE) SELECT name FROM campaigns_label")
        plan = [line.strip() for (line,) in cursor.fetchall()]

    [filtered] = [line for line in plan if line.startswith("Filter:")]
    assert "current_setting" not in filtered
    assert sum("InitPlan" in line for line in plan) == 2


def test_walls_that_were_raised_before_are_renewed(labels):
    mine, _theirs = labels
    with connection.schema_editor() as editor:
        editor.execute(
            "ALTER POLICY within_scope ON campaigns_label USING"
            " (workspace_id = ANY (current_setting('roundtable.scope', true)::bigint[]))"
        )
        tenancy.renew(apps, editor)

    with connection.cursor() as cursor:
        cursor.execute(tenancy.WALLS)
        walls = dict(cursor.fetchall())
        cursor.execute("SELECT DISTINCT qual LIKE '%%SELECT%%' FROM pg_policies")
        assert cursor.fetchall() == [(True,)]
    assert walls["campaigns_label"] == "workspace_id"
    assert names() == [mine.name]


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def test_the_role_of_the_application_cannot_pass_by_walls():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_every_table_of_a_workspace_has_a_wall_that_its_owner_meets_too(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True)


def test_the_workspaces_own_table_has_a_wall(labels):
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug FROM teams_workspace")
        assert cursor.fetchall() == [("acme",)]


def test_sql_outside_a_scope_finds_nothing(labels):
    with scope.none():
        assert names() == []


def test_sql_in_a_scope_finds_its_workspace_alone(labels):
    assert names() == ["mine"]


def test_sql_over_everything_finds_everything(labels):
    with scope.everything(because="both are wanted"):
        assert names() == ["mine", "theirs"]


def test_sql_changes_nothing_of_another_workspace(labels):
    _mine, theirs = labels

    assert run("UPDATE campaigns_label SET name = 'stolen' WHERE id = %s", theirs.pk) == 0
    assert run("DELETE FROM campaigns_label WHERE id = %s", theirs.pk) == 0


def test_sql_puts_nothing_into_another_workspace(labels):
    mine, theirs = labels

    with pytest.raises(DatabaseError, match="row-level security"):
        run(
            "INSERT INTO campaigns_label (workspace_id, name, hue) VALUES (%s, 'x', 0)",
            theirs.workspace_id,
        )
    with pytest.raises(DatabaseError, match="row-level security"):
        run(
            "UPDATE campaigns_label SET workspace_id = %s WHERE id = %s",
            theirs.workspace_id,
            mine.pk,
        )


def test_the_scope_is_told_anew_after_a_savepoint_was_rolled_back(labels):
    with scope.none():
        with transaction.atomic():
            with scope.everything(because="it is told inside, and taken back"):
                names()
            transaction.set_rollback(True)
        assert names() == []


def test_the_scope_is_told_anew_after_a_failed_statement(labels):
    mine, _theirs = labels
    again = "INSERT INTO campaigns_label (id, workspace_id, name, hue) VALUES (%s, %s, '', 0)"
    with (
        scope.everything(because="it is told inside, and the statement fails"),
        pytest.raises(IntegrityError),
    ):
        run(again, mine.pk, mine.workspace_id)

    assert names() == ["mine"]


@pytest.mark.django_db(transaction=True)
def test_the_scope_is_told_anew_after_a_transaction_was_rolled_back(db_of_two):
    with scope.none(), transaction.atomic():
        with scope.everything(because="it is told inside, and taken back"):
            names()
        transaction.set_rollback(True)

    with scope.none():
        assert names() == []
    with scope.of(db_of_two):
        assert names() == ["mine"]


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_knows_no_scope(db_of_two):
    with scope.everything(because="the old connection is told"):
        names()

    connection.close()

    with scope.none():
        assert names() == []


@pytest.fixture
def db_of_two(transactional_db):
    with scope.everything(because="the test makes two workspaces"):
        acme, rival = furniture.workspace("acme"), furniture.workspace("rival")
        Label.objects.create(workspace=acme, name="mine")
        Label.objects.create(workspace=rival, name="theirs")
    return acme.pk
