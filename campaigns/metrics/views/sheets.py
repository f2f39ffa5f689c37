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
from campaigns.metrics import amounts, counted, queries
from campaigns.metrics.actions import Number, observe
from campaigns.metrics.actions.same_place import TABLE
from campaigns.metrics.asking import a_day
from campaigns.metrics.models import Aggregation, Observation, Series, Unit
from campaigns.metrics.views.currencies import Currency
from campaigns.metrics.views.meanwhile import Meanwhile, as_shown, shown_before
from campaigns.plan.addresses import address
from campaigns.plan.filters import is_id
from campaigns.plan.models import Channel
from workspace.kernel.refusals import Refusal
from workspace.kernel.templatetags.look import day

DAYS = 7


class Overtaken(Exception):
    """Somebody saved a cell between its being looked at and its being written."""


class Sheet(Meanwhile):
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
        self.series = self.series_now()
        self.money = Currency(params, self.series, campaign)
        self.typed = {}
        self.problems = {}
        self.problem = ""

    def series_now(self):
        return list(
            Series.objects.filter(
                Q(external_id="") | Q(source=TABLE),
                campaign=self.campaign,
                channel=self.channel,
                touchpoint=self.touchpoint,
            )
        )

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
        self.shown_before = shown_before(self.request.POST.get("was", ""))
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
                text = self.typed[name] = self.text_of(name)
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
        return not self.problems and self.take_in(numbers, stands)

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

    def take_in(self, numbers, stood):
        how = {"by": self.request.member, "source": "form"}
        try:
            seen = (
                observe(numbers, **how, check=self.held_against(numbers, stood))
                if numbers
                else None
            )
        except Overtaken:
            return self.saved()
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

    def held_against(self, numbers, stood):
        """A check that what `stood` where these numbers go still does."""

        def check():
            self.series = self.series_now()
            now = self.stands()
            places = [(number.metric, number.day) for number in numbers]
            if any(now.get(place) != stood.get(place) for place in places):
                raise Overtaken

        return check

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
