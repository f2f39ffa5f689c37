"""Fifty reps decide on the same thousand leads at the same moment; each lead is decided once."""

import pytest

from tests.faults.crowd import gathered
from tests.serving import Served, make_tables
from tests.tables import drop_postgresql

pytestmark = pytest.mark.slow
REPS = 50
LEADS = 1_000


def test_fifty_reps_decide_on_a_thousand_leads_and_each_is_decided_once(tmp_path):
    served = Served(tmp_path)
    make_tables(served)

    found = gathered(served, "decide", REPS, LEADS)

    drop_postgresql(served.env.get("DATABASE_URL", ""))
    assert found["failures"] == []
    assert found["waiting"] == 0
    assert found["decided"] == found["leads"]
    assert len(found["leads"]) == LEADS
    assert found["disputed"] == []
    assert found["gaps"] == []
    assert found["versions"] == [2]
    assert found["reps"] > 1
