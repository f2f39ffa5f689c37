"""After many rows have come in, PostgreSQL knows how many there are."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from workspace.kernel import analysing

COUNT = 300


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "analyse", [lambda: analysing.analyse(Session), analysing.analyse_all], ids=["one", "all"]
)
def test_the_database_knows_what_has_come_in(analyse):
    made = (Session(pk=f"{n}", session_data="", expire_date=timezone.now()) for n in range(COUNT))
    Session.objects.bulk_create(made)

    analyse()

    if connection.vendor == "postgresql":
        assert rows_it_knows_of() == COUNT


@pytest.mark.django_db(transaction=True)
def test_nothing_is_asked_within_a_transaction(django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(0):
        analysing.analyse(Session)


def rows_it_knows_of():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [Session._meta.db_table]
        )
        return cursor.fetchone()[0]
