"""A corrected file takes a number away, where somebody says that it is complete."""

import pytest

from campaigns.metrics.intake import actions, previews
from tests.campaigns.metrics.intake.conftest import totals

FILE = """
    Day,Campaign,Clicks,Sessions
    2026-03-01,SPRING,10,1
    2026-03-02,SPRING,20,2
    2026-03-03,SPRING,30,3
"""
BLANK = FILE.replace(",20,2", ",--,2")
REMOVED = FILE.replace("    2026-03-02,SPRING,20,2\n", "")


@pytest.mark.parametrize(
    ("corrected", "left", "count"),
    [(BLANK, {"clicks": 40, "sessions": 6}, 1), (REMOVED, {"clicks": 40, "sessions": 4}, 2)],
)
def test_what_is_not_in_a_complete_file_goes_and_comes_back(
    brought, campaign, corrected, left, count
):
    whole = {"clicks": 60, "sessions": 6}
    brought(FILE)

    assert brought(corrected).counts["removed"] == 0
    assert totals() == whole
    seen = previews.preview(brought.look(corrected))
    assert (seen.missing, seen.counts["removed"]) == (count, 0)

    assert previews.preview(brought.look(corrected, complete=True)).counts["removed"] == count
    batch = brought(corrected, complete=True)
    assert (batch.counts["removed"], totals()) == (count, left)

    actions.undo(batch, by=batch.by)
    assert totals() == whole


def test_other_campaigns_days_and_metrics_stay(brought, campaign):
    brought(FILE + "    2026-03-02,SPRING autumn,5,5\n")

    batch = brought(
        "Day,Campaign,Clicks\n2026-03-01,SPRING,10\n2026-03-02,SPRING,20\n", complete=True
    )

    assert batch.counts["removed"] == 0
    assert totals() == {"clicks": 65, "sessions": 11}


def test_the_preview_offers_it(brought, campaign, signed_in):
    brought(FILE)
    looked = brought.look(BLANK)
    browser = signed_in(looked.by)
    page = browser.get(f"/w/acme/numbers/{looked.pk}/")
    assert "is here and not in the file" in page.content.decode()

    page = browser.post(page.context["links"]["choose"], {"question": "complete", "value": "True"})
    looked.refresh_from_db()

    assert looked.choices["complete"] is True
