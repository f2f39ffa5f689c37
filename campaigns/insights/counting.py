"""What is counted from the leads themselves, told to the metrics that are made of it."""

from campaigns.leads import queries
from campaigns.leads.models import Lead
from campaigns.metrics import counted
from campaigns.metrics.models import MILLION

NAMES = {
    "leads": "leads",
    "mqls": "mqls",
    "accepted_leads": "accepted",
    "opportunities": "opportunities",
    "won": "won",
}


def with_leads(campaign_ids):
    """The campaigns that leads are kept in."""
    rows = Lead.objects.filter(campaign__in=campaign_ids).order_by()
    return rows.values_list("campaign_id", flat=True).distinct()


def with_revenue(campaign_ids):
    """The campaigns in which deals that were won say what they are worth."""
    rows = Lead.objects.filter(campaign__in=campaign_ids, value__isnull=False, won_at__isnull=False)
    return rows.order_by().values_list("campaign_id", flat=True).distinct()


@counted.provides(*NAMES, kept_in=with_leads)
def leads(campaign_ids, since, until, by):
    found = queries.tallies(campaign_ids, since=since, until=until, by=by)
    return {
        place: {(key, ""): getattr(tally, name) * MILLION for key, name in NAMES.items()}
        for place, tally in found.items()
    }


@counted.provides("revenue", kept_in=with_revenue)
def revenue(campaign_ids, since, until, by):
    found = queries.tallies(campaign_ids, since=since, until=until, by=by)
    return {
        place: {("revenue", currency): amount for currency, amount in tally.revenue.items()}
        for place, tally in found.items()
    }
