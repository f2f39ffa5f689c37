"""A form's limit a minute holds over all processes of a web server, and a message comes in once."""

import pytest

from tests.faults.crowd import gathered
from tests.serving import Served, make_tables
from tests.tables import drop_postgresql

pytestmark = pytest.mark.slow
PROCESSES = 4
EACH = 15


def test_four_processes_take_in_no_more_than_the_form_may_send(tmp_path):
    served = Served(tmp_path)
    make_tables(served)

    found = gathered(served, "send", PROCESSES, EACH)

    drop_postgresql(served.env.get("DATABASE_URL", ""))
    answers, limit = found["answers"], found["limit"]
    assert found["failures"] == []
    # Who is late with the message that all of them send finds it there, or the minute used up.
    assert found["same"][0] == 202
    assert set(found["same"][1:]) <= {409, 429}
    assert answers.count(202) == limit
    assert set(answers) == {202, 409, 429}
    assert len(answers) == PROCESSES * (EACH + 1)
    assert (found["leads"], found["received"]) == (limit, limit)
