"""Tools whose exports tell themselves by their headings. To add a tool, add its entry here."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from campaigns.plan.imports.reading.readings import Option, Standing, settle
from campaigns.plan.imports.reading.words import plain

from . import amounts
from .headings import METRIC, SKIP, metric_of

GENERIC = "file"


class Vendor(NamedTuple):
    """`marks` are sets of headings that only this tool's export has together.

    `fields` are its columns; all its other columns are left out. `channels` are the names that
    a workspace is likely to give to the channel of this tool. `adds_up`: several rows for one
    campaign and day, such as its ad sets, are parts of a whole.
    """

    label: str
    marks: tuple[tuple[str, ...], ...] = ()
    fields: dict[str, str] = {}
    channels: tuple[str, ...] = ()
    adds_up: bool = False


VENDORS = {
    "google_ads": Vendor(
        "Google Ads",
        (
            ("Campaign", "Impr.", "Cost", "Clicks"),
            ("Kampagne", "Impr.", "Kosten", "Klicks"),
            ("广告系列", "展示次数", "费用", "点击次数"),
            ("廣告活動", "曝光次數", "費用", "點擊次數"),
        ),
        {
            "Day": "day",
            "Tag": "day",
            "天": "day",
            "日": "day",
            "Campaign": "campaign",
            "Kampagne": "campaign",
            "广告系列": "campaign",
            "廣告活動": "campaign",
            "Campaign ID": "campaign_id",
            "Kampagnen-ID": "campaign_id",
            "广告系列 ID": "campaign_id",
            "廣告活動 ID": "campaign_id",
            "Currency code": "currency",
            "Währungscode": "currency",
            "货币代码": "currency",
            "貨幣代碼": "currency",
            "Impr.": f"{METRIC}impressions",
            "展示次数": f"{METRIC}impressions",
            "曝光次數": f"{METRIC}impressions",
            "Clicks": f"{METRIC}clicks",
            "Klicks": f"{METRIC}clicks",
            "点击次数": f"{METRIC}clicks",
            "點擊次數": f"{METRIC}clicks",
            "Cost": f"{METRIC}spend",
            "Kosten": f"{METRIC}spend",
            "费用": f"{METRIC}spend",
            "費用": f"{METRIC}spend",
            "Conversions": f"{METRIC}conversions",
            "转化次数": f"{METRIC}conversions",
            "轉換": f"{METRIC}conversions",
            "Conv. value": f"{METRIC}revenue",
            "Conv.-Wert": f"{METRIC}revenue",
            "转化价值": f"{METRIC}revenue",
            "轉換價值": f"{METRIC}revenue",
        },
        ("Google Ads", "Paid search", "Search ads", "SEA", "Search", "搜索广告", "搜尋廣告"),
        adds_up=True,
    ),
    "meta_ads": Vendor(
        "Meta Ads",
        (
            ("Campaign name", "Reporting starts", "Amount spent"),
            ("Campaign name", "Day", "Amount spent"),
            ("Kampagnenname", "Berichtsbeginn", "Ausgegebener Betrag"),
        ),
        {
            "Reporting starts": "day",
            "Day": "day",
            "Berichtsbeginn": "day",
            "Tag": "day",
            "Reporting ends": "until",
            "Berichtsende": "until",
            "Campaign name": "campaign",
            "Kampagnenname": "campaign",
            "Campaign ID": "campaign_id",
            "Kampagnen-ID": "campaign_id",
            "Currency": "currency",
            "Währung": "currency",
            "Amount spent": f"{METRIC}spend",
            "Ausgegebener Betrag": f"{METRIC}spend",
            "Impressions": f"{METRIC}impressions",
            "Impressionen": f"{METRIC}impressions",
            "Link clicks": f"{METRIC}clicks",
            "Link-Klicks": f"{METRIC}clicks",
            "Clicks (all)": f"{METRIC}clicks_all",
            "Klicks (alle)": f"{METRIC}clicks_all",
            "Leads": f"{METRIC}leads",
            "Purchases conversion value": f"{METRIC}revenue",
        },
        (
            "Meta Ads",
            "Facebook Ads",
            "Facebook",
            "Paid social",
            "Social ads",
            "付费社交",
            "付費社群",
        ),
        adds_up=True,
    ),
    GENERIC: Vendor(_("Any other table")),
}


def bare(heading):
    return plain(amounts.without_currency_in(heading))


def vendor_choice(headings, choices):
    present = {bare(heading) for heading in headings}
    found = [
        name
        for name, vendor in VENDORS.items()
        if any(present.issuperset(map(plain, marks)) for marks in vendor.marks)
    ]
    options = [Option(name, vendor.label) for name, vendor in VENDORS.items()]
    guess = found[0] if found else GENERIC
    return settle(choices, "vendor", guess, Standing.CERTAIN if found else Standing.LIKELY, options)


def fields_of(vendor, headings, dictionary):
    """A (field, standing) for each heading of a tool's export; a field is filled by one column.

    Reporting starts, and not a second "Day" column, is the day: the first column wins.
    """
    preset = {plain(heading): field for heading, field in VENDORS[vendor].fields.items()}
    taken, guesses = set(), []
    for heading in headings:
        field = preset.get(bare(heading), SKIP) if preset else dictionary.field_named(heading)[0]
        sure = Standing.CERTAIN if preset or field != SKIP else Standing.LIKELY
        filled = (field, amounts.currency_of_heading(heading) if metric_of(field) else "")
        if not dictionary.takes(field) or filled in taken:
            field, sure = SKIP, Standing.LIKELY
        if field != SKIP:
            taken.add(filled)
        guesses.append((field, sure))
    return guesses
