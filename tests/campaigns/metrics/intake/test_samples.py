"""The vendors' own exports come to what the vendors' screens say."""

from decimal import Decimal

import pytest

from campaigns.metrics.intake.reading import Known, Standing
from tests.campaigns.metrics.intake.conftest import GOOGLE, META, day, sums, understand

ALL_CLICKS = Known("all_clicks", ("Every click",))


def test_a_google_ads_report_comes_to_what_google_says(sample):
    reading, numbers = understand(sample(GOOGLE))

    assert sums(numbers) == {
        "impressions": Decimal(4_387_927),
        "clicks": Decimal(196_124),
        "spend EUR": Decimal("625245.47"),
        "conversions": Decimal("1915.0"),
        "revenue EUR": Decimal("326254.96"),
    }
    assert sum(numbers.rows.values()) == 301
    assert numbers.span == (day("2026-01-01"), day("2026-02-11"))
    assert (numbers.problems, numbers.open_questions) == ((), ())
    assert (
        reading.in_force.items()
        >= {
            "vendor": "google_ads",
            "encoding": "utf-16-le",
            "delimiter": "\t",
            "header_line": 3,
            "skip_lines": [305, 306, 307],
            "decimal": ".",
            "date_order": "YMD",
        }.items()
    )
    assert reading.skipped_lines == (1, 2, 305, 306, 307)


def test_a_campaign_called_total_is_no_totals_row(sample):
    _reading, numbers = understand(sample(GOOGLE))

    named = {place.campaign: (place.campaign_id, rows) for place, rows in numbers.rows.items()}

    assert len(named) == 8
    assert named["Total Wine & More"] == ("21400000008", 42)
    assert named['Competitor "Acme" terms'] == ("21400000003", 42)


def test_totals_come_in_only_when_a_person_says_so(sample):
    _reading, numbers = understand(sample(GOOGLE), skip_lines=[], skip_bad_rows=True)

    assert [(p.kind, p.line) for p in numbers.problems] == [
        ("no_day", 305),
        ("no_campaign", 305),
        ("no_day", 306),
        ("no_campaign", 306),
        ("no_day", 307),
        ("no_campaign", 307),
    ]
    assert sums(numbers)["spend EUR"] == Decimal("625245.47")


def test_a_meta_export_comes_to_what_meta_says(sample):
    reading, numbers = understand(sample(META))

    assert sums(numbers) == {
        "impressions": Decimal(9_005_238),
        "clicks": Decimal(140_890),
        "spend USD": Decimal("96785.59"),
        "leads": Decimal(1_096),
        "revenue USD": Decimal("66293.56"),
    }
    assert sum(numbers.rows.values()) == 285
    assert numbers.span == (day("2025-12-10"), day("2026-01-23"))
    assert (numbers.problems, numbers.open_questions) == ((), ())
    assert reading["vendor"].value == "meta_ads"
    assert reading["skip_lines"].value == [2]
    assert (reading["currency"].value, reading["currency"].standing) == ("USD", Standing.CERTAIN)


def test_names_of_campaigns_are_text_whatever_they_hold(sample):
    _reading, numbers = understand(sample(META))

    assert {(place.campaign_id, place.campaign) for place in numbers.places} == {
        ("120210000000000001", "Prospecting – LAL 1%"),
        ("120210000000000002", "Retargeting 🔁 30d"),
        ("120210000000000003", 'Leads, "Q1" webinar'),
        ("120210000000000004", "新春活动 – 上海"),
        ("120210000000000005", '=HYPERLINK("http://evil.example","click")'),
        ("120210000000000006", "Line one line two"),
        ("120210000000000007", "@sum test"),
    }


def test_all_clicks_are_a_metric_of_their_own_where_one_is_chosen(sample):
    _reading, numbers = understand(sample(META), ALL_CLICKS, columns={"19": "metric:all_clicks"})

    assert sums(numbers)["all_clicks"] == Decimal(225_311)
    assert sums(numbers)["clicks"] == Decimal(140_890)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "gb18030"])
def test_the_sums_are_the_same_in_any_encoding(sample, encoding):
    text = sample(GOOGLE).decode("utf-16")

    _reading, numbers = understand(text.encode(encoding))

    assert sums(numbers)["spend EUR"] == Decimal("625245.47")
