"""A form's limit a minute holds over all processes of a web server, and a message comes in once."""

import pytest

from tests.faults.crowd import gathered
from tests.serving import Served, drop_postgresql, make_tables

pytestmark = pytest.mark.slow
PROCESSES = 4
EACH = 15


def test_four_processes_take_in_no_more_than_the_form_may_send(tmp_path):
    served = Served(tmp_path)
    make_tables(served)

    found = gathered(served, "send", PROCESSES, EACH)

    drop_postgresql(served.env.get("DATABASE_URL", ""))
    limit, sent = found["limit"], PROCESSES * (EACH + 1)
    twice = PROCESSES - 1
    assert found["failures"] == []
    assert found["same"] == [202, *[409] * twice]
    assert found["answers"] == [*[202] * limit, *[409] * twice, *[429] * (sent - limit - twice)]
    assert (found["leads"], found["received"]) == (limit, limit)
