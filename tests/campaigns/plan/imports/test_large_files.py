"""The largest file that is taken comes in whole. How long that takes is told by the bench."""

import pytest

from campaigns.plan.models import Assignment, Dependency, Item, Labelling
from tests.bench import bringing

pytestmark = [pytest.mark.slow, pytest.mark.alike]
ROWS = bringing.ROWS


def test_twenty_five_thousand_rows_come_in(brought):
    imp = brought(bringing.text_of(ROWS).encode())

    assert (imp.state, imp.counts["new"]) == ("done", ROWS)
    assert (Item.objects.count(), Assignment.objects.count()) == (ROWS, ROWS)
    assert (Labelling.objects.count(), Dependency.objects.count()) == (2 * ROWS, ROWS // 2 - 1)
