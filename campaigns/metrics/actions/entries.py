"""Numbers as they come in, each checked: its metric, its currency, its place, its day."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from campaigns.journey.models import Touchpoint
from campaigns.metrics.models import Aggregation, Metric, Unit
from campaigns.plan.models import Channel
from workspace.kernel.numbers import CURRENCIES
from workspace.kernel.refusals import Invalid

AT_ONCE = 500
MOST_AMOUNT = 10**16
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Number:
    """One number that comes in; an `amount` of None takes the number of that day away.

    `metric` is the key of a metric that is observed, `amount` whole millionths of its unit,
    `currency` its three letters where the metric is money and empty else.
    """

    metric: str
    day: date
    amount: int | None
    currency: str = ""
    campaign_id: int | None = None
    channel_id: int | None = None
    touchpoint_id: int | None = None
    external_id: str = ""
    external_name: str = ""


class Entries:
    """The numbers of one call, checked, by series and day."""

    def __init__(self, rows, source):
        self.source = source
        self.metrics = {metric.key: metric for metric in Metric.objects.all()}
        rows = list(rows)
        self.touchpoints = found(Touchpoint, {row.touchpoint_id for row in rows})
        self.channels = found(Channel, {row.channel_id for row in rows})
        self.campaigns = found(Campaign, {row.campaign_id for row in rows})
        self.places = {}
        self.numbers = {}
        checked = {}
        for row in rows:
            # Many rows differ in day and amount alone: what else they say is checked once.
            said = (row.metric, row.currency, row.campaign_id, row.channel_id, row.touchpoint_id)
            metric = checked.get(said)
            if metric is None:
                metric = checked[said] = self.checked(row)
            if not FIRST_DAY <= row.day <= LAST_DAY:
                raise refused("day", _("%(day)s is no day that can be meant.") % {"day": row.day})
            if row.amount is not None and not -MOST_AMOUNT <= row.amount <= MOST_AMOUNT:
                raise refused("amount", _("This number is too large."))
            name = (self.key_of(row), metric.pk, row.currency)
            self.places[name] = row
            self.numbers[name, row.day] = row.amount

    def checked(self, row):
        """The metric of a row that can be taken in."""
        metric = self.metrics.get(row.metric)
        if metric is None:
            raise refused(
                "metric", _("There is no metric with the key “%(key)s”.") % {"key": row.metric}
            )
        if metric.aggregation == Aggregation.RATIO:
            raise refused(
                "metric",
                _("“%(name)s” is reckoned by a formula; bring the numbers it is made of.")
                % {"name": metric.label},
            )
        self.check_currency(metric, row.currency)
        self.check_place(row)
        return metric

    def check_currency(self, metric, currency):
        money = metric.unit == Unit.MONEY
        if money and currency not in CURRENCIES:
            raise refused(
                "currency",
                _("“%(name)s” is money: name its currency, such as EUR.") % {"name": metric.label},
            )
        if currency and not money:
            raise refused(
                "currency",
                _("“%(name)s” is not money and has no currency.") % {"name": metric.label},
            )

    def check_place(self, row):
        touchpoint = self.touchpoints.get(row.touchpoint_id)
        amiss = (
            (row.campaign_id and row.campaign_id not in self.campaigns)
            or (row.channel_id and row.channel_id not in self.channels)
            or (row.touchpoint_id and touchpoint is None)
            or (touchpoint is not None and touchpoint.campaign_id != row.campaign_id)
            or (touchpoint is not None and row.channel_id not in (None, touchpoint.channel_id))
        )
        if amiss:
            raise refused("place", _("There is no such campaign, channel or touchpoint."))
        if not row.campaign_id and not row.external_id:
            raise refused("place", _("A number needs a campaign."))

    def metric_of(self, name):
        """The metric of a series, by its name here."""
        return self.metrics[self.places[name].metric]

    def channel_of(self, row):
        touchpoint = self.touchpoints.get(row.touchpoint_id)
        return touchpoint.channel_id if touchpoint else row.channel_id

    def key_of(self, row):
        if row.external_id:
            return f"{self.source}:{row.external_id}"
        return f"@{row.campaign_id}.{self.channel_of(row) or 0}.{row.touchpoint_id or 0}"


def refused(name, sentence):
    return Invalid.at(name, sentence)


def found(model, pks):
    """{id: row} of the rows in scope."""
    pks = sorted(pks - {None})
    return {row.pk: row for some in chunks(pks) for row in model.objects.filter(pk__in=some)}


def chunks(values, size=AT_ONCE):
    return (values[start : start + size] for start in range(0, len(values), size))
