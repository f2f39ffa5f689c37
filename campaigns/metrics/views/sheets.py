"""A week of numbers at one place, as it is shown, typed over and saved."""

import json
from collections import defaultdict
from datetime import timedelta
from types import SimpleNamespace

from django.contrib import messages
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.journey.models import Touchpoint
from campaigns.metrics import amounts, counted, queries, showing
from campaigns.metrics.actions import Number, observe
from campaigns.metrics.actions.same_place import TABLE
from campaigns.metrics.asking import a_day
from campaigns.metrics.models import Aggregation, Observation, Series, Unit
from campaigns.metrics.views.currencies import Currency
from campaigns.plan.addresses import address
from campaigns.plan.filters import is_id
from campaigns.plan.models import Channel
from workspace.kernel import texts
from workspace.kernel.refusals import Refusal, one_after_another
from workspace.kernel.templatetags.look import day

DAYS = 7


class Sheet:
    """What the form shows: one place, one week, the metrics that numbers come in for."""

    def __init__(self, request, campaign):
        self.request = request
        self.campaign = campaign
        params = request.POST if request.method == "POST" else request.GET
        self.today = timezone.localdate()
        first = a_day(params.get("from")) or self.today
        self.first = first - timedelta(days=first.weekday())
        self.days = [self.first + timedelta(days=number) for number in range(DAYS)]
        self.channels = list(Channel.objects.order_by("position", "pk"))
        self.touchpoint = self.chosen_touchpoint(params.get("touchpoint", ""))
        asked = params.get("channel", "")
        self.channel = self.touchpoint.channel if self.touchpoint else self.chosen_channel(asked)
        self.has_lost_its_channel = bool(asked) and self.channel is None
        known = queries.defined_in(request.workspace).values()
        observed = [
            metric
            for metric in known
            if metric.aggregation != Aggregation.RATIO and metric.retired_at is None
        ]
        keys = counted.keys_in([campaign.pk])
        self.metrics = [metric for metric in observed if metric.key not in keys]
        self.closed = [metric for metric in known if metric not in self.metrics]
        self.counted = [metric.label for metric in observed if metric.key in keys]
        self.series = list(
            Series.objects.filter(
                Q(external_id="") | Q(source=TABLE),
                campaign=campaign,
                channel=self.channel,
                touchpoint=self.touchpoint,
            )
        )
        self.money = Currency(params, self.series, campaign)
        self.typed = {}
        self.problems = {}
        self.problem = ""

    def chosen_touchpoint(self, given):
        rows = Touchpoint.objects.filter(campaign=self.campaign).select_related("channel", "stage")
        return rows.filter(pk=int(given)).first() if is_id(given) else None

    def chosen_channel(self, given):
        return next((each for each in self.channels if str(each.pk) == given), None)

    @property
    def currency(self):
        return self.money.code

    def currency_of(self, metric):
        return self.currency if metric.unit == Unit.MONEY else ""

    def stands(self):
        """{(metric key, day): amount} as it is saved now, typed or from a table of one's own."""
        keys = {metric.pk: metric for metric in self.metrics}
        mine = {
            each.pk: keys[each.metric_id]
            for each in self.series
            if each.metric_id in keys and each.currency == self.currency_of(keys[each.metric_id])
        }
        rows = Observation.objects.filter(series__in=mine, day__in=self.days)
        found = defaultdict(int)
        for pk, when, amount, definition in rows.values_list(
            "series_id", "day", "amount", "definition"
        ):
            if mine[pk].unit_under(definition) == mine[pk].unit:
                found[mine[pk].key, when] += amount
        return dict(found)

    def rows(self):
        """The metrics with a cell for each day, holding what was typed, else what is saved."""
        stands = {} if self.typed else self.stands()
        shown = {self.name(key, when): as_shown(amount) for (key, when), amount in stands.items()}
        units = {metric.key: metric.unit for metric in self.metrics}
        self.was = json.dumps((self.shown_before if self.typed else shown) | units)
        found = []
        for metric in self.metrics:
            cells = []
            for when in self.days:
                name = self.name(metric.key, when)
                saved = amounts.typed(stands.get((metric.key, when)), metric.unit)
                cells.append(
                    SimpleNamespace(
                        name=name,
                        day=day(when),
                        value=self.typed.get(name, saved),
                        problem=self.problems.get(name, ""),
                    )
                )
            found.append(SimpleNamespace(metric=metric, cells=cells))
        return found

    @staticmethod
    def name(key, when):
        return f"{key}.{when.isoformat()}"

    def saved(self):
        """Save what differs from what was shown; False with what was typed, when it cannot be."""
        post = self.request.POST
        self.shown_before = shown_before(post.get("was", ""))
        numbers, stands = [], self.stands()
        if (
            self.is_nowhere()
            or self.is_in_no_currency()
            or self.turns_to_other_units(stands)
            or self.turns_to_another_currency(stands)
        ):
            return False
        for metric in self.metrics:
            for when in self.days:
                name = self.name(metric.key, when)
                text = self.typed[name] = texts.line(post.get(name, ""))
                try:
                    amount = amounts.read(text, metric.unit)
                except amounts.Unclear as no:
                    self.problems[name] = str(no)
                    continue
                now, shown = stands.get((metric.key, when)), self.shown_before.get(name)
                if not self.differs(name, amount):
                    continue
                if as_shown(now) in {shown, as_shown(amount)}:
                    numbers.append(self.number(metric, when, amount))
                else:
                    self.meet(name, now, metric)
        self.tell_what_is_closed()
        return not self.problems and self.take_in(numbers)

    def is_nowhere(self):
        """Whether the channel was removed since: its numbers are not those of the campaign."""
        if self.has_lost_its_channel:
            self.keep_as_typed()
            self.problem = self.problems[""] = _(
                "The channel was removed meanwhile, and nothing is saved yet. What you typed is"
                " still here: save once more to enter it for the whole campaign."
            )
        return self.has_lost_its_channel

    def is_in_no_currency(self):
        """Whether the currency that was typed is none; all that was typed stays."""
        if self.money.problem:
            self.keep_as_typed()
            self.problem = self.problems["currency"] = self.money.problem
        return bool(self.money.problem)

    def keep_as_typed(self):
        for metric in self.metrics:
            for when in self.days:
                name = self.name(metric.key, when)
                self.typed[name] = texts.line(self.request.POST.get(name, ""))

    def turns_to_other_units(self, stands):
        """Whether a row with something in it was shown in another unit than its metric has now:
        then it shows what stands there in that, beside what was changed, and is saved once more."""
        told = []
        for metric in self.metrics:
            before = self.shown_before.get(metric.key, metric.unit)
            names = {self.name(metric.key, when): when for when in self.days}
            typed = {name: texts.line(self.request.POST.get(name, "")) for name in names}
            if before == metric.unit or before not in Unit.values or not any(typed.values()):
                continue
            self.keep_as_typed()
            for name, when in names.items():
                now = stands.get((metric.key, when))
                if not self.is_changed(name, typed[name], before):
                    self.typed[name] = amounts.typed(now, metric.unit)
                self.shown_before[name] = as_shown(now)
            told.append(
                _(
                    "“%(metric)s” was in %(before)s when you opened this, and is in %(now)s now;"
                    " what you changed is still here, and not saved yet. Look at it and save once"
                    " more."
                )
                % {
                    "metric": metric.label,
                    "before": Unit(before).label,
                    "now": Unit(metric.unit).label,
                }
            )
        if told:
            self.problem = self.problems[""] = one_after_another(*told)
        return bool(told)

    def is_changed(self, name, text, unit):
        """Whether a cell says something else than it was shown with, in a unit."""
        try:
            return self.differs(name, amounts.read(text, unit))
        except amounts.Unclear:
            return True

    def turns_to_another_currency(self, stands):
        """Whether the sheet was shown in another currency and had money in it: then it shows what
        stands in the one that is asked for now, beside what was changed, and is saved once more."""
        names = {
            self.name(metric.key, when): stands.get((metric.key, when))
            for metric in self.metrics
            if metric.unit == Unit.MONEY
            for when in self.days
        }
        if not self.money.before or names.keys().isdisjoint(self.shown_before):
            return False
        self.keep_as_typed()
        for metric in self.metrics:
            for when in self.days:
                name = self.name(metric.key, when)
                if name in names and not self.typed_for_nothing(metric, when):
                    self.typed[name] = amounts.typed(names[name], metric.unit)
        self.shown_before = {
            name: amount for name, amount in self.shown_before.items() if name not in names
        } | {name: as_shown(amount) for name, amount in names.items() if amount is not None}
        self.problems["currency"] = self.problem = _(
            "The amounts are those in %(currency)s now; what you changed is still here, and not"
            " saved yet. Look at them and save once more."
        ) % {"currency": self.currency}
        return True

    def meet(self, name, now, metric):
        """Somebody else has saved another number since the cell was shown: say it once."""
        self.shown_before.pop(name, None)
        if now is None:
            self.problems[name] = _("It was taken away meanwhile. Save again to keep yours.")
            return
        self.shown_before[name] = as_shown(now)
        theirs = showing.amount(now, metric.unit, self.currency_of(metric))
        self.problems[name] = _("%(amount)s came in meanwhile. Save again to replace it.") % {
            "amount": theirs
        }

    def differs(self, name, amount):
        """Whether a cell does not hold what it was shown with."""
        return as_shown(amount) != self.shown_before.get(name)

    def tell_what_is_closed(self):
        """A metric that was counted or retired since the form was opened has no row any more, in
        which what was typed could stay."""
        told = []
        for metric in self.closed:
            lost = {
                self.name(metric.key, when): f"{day(when)}: {text}"
                for when in self.days
                if (text := self.typed_for_nothing(metric, when))
            }
            if lost:
                self.problems |= lost
                told.append(
                    _(
                        "“%(metric)s” takes no numbers by hand any more; what you typed there is "
                        "not saved (%(typed)s). Save once more to keep the rest."
                    )
                    % {"metric": metric.label, "typed": ", ".join(lost.values())}
                )
        self.problem = one_after_another(*told)

    def typed_for_nothing(self, metric, when):
        name = self.name(metric.key, when)
        text = texts.line(self.request.POST.get(name, ""))
        return text if self.is_changed(name, text, metric.unit) else ""

    def number(self, metric, when, amount):
        return Number(
            metric.key,
            when,
            amount,
            self.currency_of(metric),
            campaign_id=self.campaign.pk,
            channel_id=self.channel and self.channel.pk,
            touchpoint_id=self.touchpoint and self.touchpoint.pk,
        )

    def take_in(self, numbers):
        try:
            seen = observe(numbers, by=self.request.member, source="form") if numbers else None
        except Refusal as no:
            self.problem = no.in_full
            self.problems[""] = self.problem
            return False
        count = seen.added + seen.changed + seen.removed if seen else 0
        messages.success(
            self.request,
            ngettext("%(count)d number is saved", "%(count)d numbers are saved", count)
            % {"count": count},
        )
        return True

    def url(self, shift=0, currency=""):
        first = self.today if shift is None else self.first + timedelta(days=shift)
        query = f"?from={first.isoformat()}"
        if self.touchpoint:
            query += f"&touchpoint={self.touchpoint.pk}"
        elif self.channel:
            query += f"&channel={self.channel.pk}"
        query += f"&currency={currency}" if currency else self.money.query
        return address("enter_numbers", self.campaign, self.request.workspace.slug) + query

    def places(self):
        """[(query, label, chosen)] of the whole campaign, each channel and each touchpoint."""
        base = f"?from={self.first.isoformat()}"
        whole = not self.channel
        found = [(base, _("The whole campaign"), whole)]
        for each in self.channels:
            chosen = self.channel == each and not self.touchpoint
            found.append((f"{base}&channel={each.pk}", each.name, chosen))
        rows = Touchpoint.objects.filter(campaign=self.campaign).select_related("channel", "stage")
        for each in rows.order_by("channel__position", "stage__position"):
            chosen = bool(self.touchpoint and self.touchpoint.pk == each.pk)
            found.append((f"{base}&touchpoint={each.pk}", str(each), chosen))
        return found


def as_shown(amount):
    """A saved amount as the form keeps it; None where there is none."""
    return None if amount is None else str(amount)


def shown_before(text):
    """What the form showed when it was opened, {cell: amount as text, metric: its unit}."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}
