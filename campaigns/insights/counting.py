"""What is counted from the leads themselves, told to the metrics that are made of it."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from campaigns.leads import queries
from campaigns.leads.models import Lead
from campaigns.metrics import counted
from campaigns.metrics.counted import Kept
from campaigns.plan.addresses import address
from workspace.kernel.numbers import MILLION

NAMES = {
    "leads": "leads",
    "mqls": "mqls",
    "accepted_leads": "accepted",
    "opportunities": "opportunities",
    "won": "won",
}
# What is counted, and the metric that says of how many cases it was.
CASES = {"revenue": "won"}


def kept_in(campaign_ids):
    """The campaigns that leads are kept in, and of them those whose won deals say what they are
    worth, which is their revenue; with the clock by which days are told. One statement."""
    rows = (
        Lead.objects.filter(campaign__in=campaign_ids)
        .order_by()
        .values_list("campaign_id", "workspace__time_zone")
        .annotate(worth=Count("pk", filter=Q(value__isnull=False, won_at__isnull=False)))
    )
    found = list(rows)
    with_leads = frozenset(pk for pk, _zone, _worth in found)
    with_revenue = frozenset(pk for pk, _zone, worth in found if worth)
    zone = next((ZoneInfo(zone) for _pk, zone, _worth in found), None)
    return Kept(dict.fromkeys(NAMES, with_leads) | {"revenue": with_revenue}, zone)


def behind(campaign, slug, key, since, until, place):
    """The list of the very leads that are counted."""
    asked = {"counted": NAMES.get(key, key), "from": since, "to": until, **place}
    return f"{address('leads', campaign, slug)}?{urlencode(asked)}"


@counted.provides(*NAMES, "revenue", kept_in=kept_in, behind=behind)
def leads(kept, since, until, by, keys):
    """One statement."""
    names = {key: NAMES[key] for key in NAMES if key in keys}
    only = {*names.values(), *({"revenue"} & keys)}
    found = queries.tallies(kept.all, since=since, until=until, by=by, zone=kept.about, only=only)
    return {
        place: {(key, ""): getattr(tally, name) * MILLION for key, name in names.items()}
        | {("revenue", currency): amount for currency, amount in tally.revenue.items()}
        for place, tally in found.items()
    }
