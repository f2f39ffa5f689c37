"""Recycled leads come back by the worker; one that cannot keeps no other back."""

from datetime import UTC, date, datetime

import pytest

from campaigns.leads import tasks
from campaigns.leads.actions import deciding
from workspace.kernel import clock

NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)


@pytest.fixture
def two(lead, person):
    """Two leads that come back on the second of December."""
    rep = person("sales", name="Mei Lin")
    with clock.at(datetime(2026, 12, 1, 8, tzinfo=UTC)):
        both = lead(), lead()
        for each in both:
            deciding.recycle(each, by=rep, on=date(2026, 12, 2))
    return both


def test_a_lead_that_does_not_come_back_keeps_no_other_back(two, monkeypatch, caplog):
    bad, good = two
    come_back = deciding.come_back

    def either(lead):
        if lead.pk == bad.pk:
            raise RuntimeError(f"CANARY {lead.email}")
        return come_back(lead)

    monkeypatch.setattr(deciding, "come_back", either)
    with monkeypatch.context() as later:
        later.setattr("django.utils.timezone.now", lambda: NOON)
        tasks.sweep()

    bad.refresh_from_db(), good.refresh_from_db()
    assert (bad.state, good.state) == ("recycled", "mql")
    [record] = caplog.records
    assert record.getMessage().startswith(f"lead {bad.pk} did not come back: RuntimeError at ")
    assert "CANARY" not in caplog.text
