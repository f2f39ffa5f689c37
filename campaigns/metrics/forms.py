"""What people type about metrics, targets and numbers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.metrics import amounts
from campaigns.metrics.actions import aiming
from campaigns.metrics.models import (
    Aggregation,
    Cadence,
    Direction,
    Metric,
    Target,
    Unit,
)
from campaigns.metrics.months import PREFIX, Months, Row, between, month_label
from campaigns.plan.models import Channel
from teams.models import Member
from workspace.kernel.typed import Line, Prose


def day_field(label, **how):
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **how,
    )


def owner_field():
    return forms.ModelChoiceField(
        None, label=_("Owner"), required=False, empty_label=_("Nobody yet")
    )


def team_members():
    return Member.objects.present().exclude(role="guest").order_by("name", "pk")


class MetricForm(forms.Form):
    """A metric as it is defined."""

    name = Line(label=_("Name"), max_length=80)
    name_zh_hans = Line(label=_("Name in simplified Chinese"), max_length=80, required=False)
    name_zh_hant = Line(label=_("Name in traditional Chinese"), max_length=80, required=False)
    key = Line(
        label=_("Key in formulas"),
        max_length=40,
        help_text=_("Small letters, digits and _; it stays."),
    )
    meaning = Prose(
        label=_("Meaning"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("So that everybody reads the number the same way."),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices)
    leave_apart = forms.BooleanField(
        label=_("Another unit: numbers and targets that are there stay apart"),
        required=False,
        help_text=_("They keep the unit they came in with, and are never added to new ones."),
    )
    aggregation = forms.ChoiceField(label=_("Aggregation"), choices=Aggregation.choices)
    formula = Line(
        label=_("Formula"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("For a ratio of sums: keys of metrics, numbers, + - * / and brackets."),
    )
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    cadence = forms.ChoiceField(label=_("Cadence"), choices=Cadence.choices, initial=Cadence.WEEKLY)
    source = Line(label=_("Source"), max_length=120, required=False)
    owner = owner_field()

    def __init__(self, *args, metric=None, **kwargs):
        names = set(self.base_fields) - {"leave_apart"}
        initial = {name: getattr(metric, name) for name in names} if metric else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["owner"].queryset = team_members()
        if metric:
            del self.fields["key"]
        else:
            del self.fields["leave_apart"]


class TargetForm(forms.Form):
    """How far a metric shall come in a campaign; amounts are typed in the metric's unit."""

    metric = forms.ModelChoiceField(None, label=_("Metric"))
    channel = forms.ModelChoiceField(
        None, label=_("Channel"), required=False, empty_label=_("The whole campaign")
    )
    baseline = Line(
        label=_("Baseline"),
        max_length=40,
        required=False,
        help_text=_("What it was before, to compare with."),
    )
    target = Line(label=_("Target"), max_length=40)
    currency = Line(
        label=_("Currency"), max_length=40, required=False, help_text=_("For money, such as EUR.")
    )
    starts_on = day_field(_("From"), help_text=_("Else from the campaign's start."))
    due_on = day_field(_("Due"), help_text=_("Else at the campaign's end."))
    path = forms.ChoiceField(label=_("Path"), choices=Target.Path.choices)
    months = Months(
        label=_("By the end of each month"),
        required=False,
        help_text=_("A month that is left empty goes evenly between its neighbours."),
    )
    tolerance = forms.IntegerField(label=_("Tolerance (%)"), min_value=0, max_value=100, initial=10)
    owner = owner_field()
    source = Line(label=_("Source"), max_length=120, required=False)
    is_primary = forms.BooleanField(label=_("The primary metric of the campaign"), required=False)
    why = Line(
        label=_("Why it changes"),
        max_length=500,
        help_text=_("The campaign went live: the reason stays beside the target for ever."),
    )

    def __init__(self, *args, campaign, target=None, locked=False, **kwargs):
        self.row, self.campaign = target, campaign
        self.problems = {}
        super().__init__(*args, initial=initial_of(target) if target else {}, **kwargs)
        self.fields["owner"].queryset = team_members()
        if target:
            del self.fields["metric"], self.fields["channel"]
            if target.metric.unit != Unit.MONEY:
                del self.fields["currency"]
        else:
            active = Metric.objects.filter(retired_at__isnull=True)
            self.fields["metric"].queryset = active.order_by("position", "pk")
            self.fields["metric"].label_from_instance = lambda metric: metric.label
            self.fields["channel"].queryset = Channel.objects.order_by("position", "pk")
        if not locked:
            del self.fields["why"]

    def clean(self):
        typed = super().clean()
        metric = self.row.metric if self.row else typed.get("metric")
        typed["currency"] = (typed.get("currency") or "").strip().upper()
        if metric is None:
            return typed
        for name in ("baseline", "target"):
            typed[name] = self.amount(name, typed.get(name), metric)
        typed["months"] = self.monthly(typed, metric)
        if typed["target"] is None and "target" not in self.errors:
            self.add_error("target", _("Say how far it shall come."))
        self.refuse_another_unit()
        return typed

    def refuse_another_unit(self):
        """What was typed while its metric was in another unit is no amount in the present one."""
        before = self.data.get("unit", "")
        if self.row and before in Unit.values and before != self.row.metric.unit:
            units = {"before": Unit(before).label, "now": self.row.metric.get_unit_display()}
            self.add_error("target", aiming.said_in_another_unit(units))

    def amount(self, name, text, metric):
        try:
            return amounts.read(text or "", metric.unit)
        except amounts.Unclear as no:
            self.add_error(name, str(no))
            return None

    def monthly(self, typed, metric):
        """[[month, amount]] of the path; a cell that cannot be read is named by its month."""
        if typed.get("path") != Target.Path.MONTHLY:
            return []
        found, known = [], set(self.listed())
        for month, text in sorted((typed.get("months") or {}).items()):
            if month not in known:
                continue
            try:
                amount = amounts.read(text, metric.unit)
            except amounts.Unclear as no:
                self.problems[month] = str(no)
                name = {"month": month_label(month), "why": no}
                self.add_error("months", _("%(month)s: %(why)s") % name)
                continue
            if amount is not None:
                found.append([month, amount])
        if not found and not self.problems:
            self.add_error("months", self.nothing_said(known))
        return found

    def nothing_said(self, known):
        if known:
            return _("Say for one month at least how far it shall be at its end.")
        return _("There is no month to fill in: say from when and until when, or choose evenly.")

    def listed(self):
        """The months from the first day to the due day, as they are typed now."""
        return between(
            self.day_of("starts_on") or self.campaign.starts_on,
            self.day_of("due_on") or self.campaign.ends_on,
        )

    def day_of(self, name):
        """A day as it is typed, else as it is saved."""
        if not self.is_bound:
            return getattr(self.row, name, None)
        try:
            return self.fields[name].clean(self.data.get(name, ""))
        except forms.ValidationError:
            return None

    def as_typed(self, left):
        """What a target holds, as it would be typed here."""
        unit, typed = self.row.metric.unit, dict(left)
        for name in {"baseline", "target"} & typed.keys():
            typed[name] = amounts.typed(typed[name], unit)
        if "months" in typed:
            there = dict(typed.pop("months"))
            listed = dict.fromkeys(self.listed(), None) | there
            typed |= {PREFIX + each: amounts.typed(at, unit) for each, at in listed.items()}
        return typed

    def months_table(self):
        """The rows of the table, each with what is typed, else with what is saved."""
        if self.is_bound:
            typed = self["months"].value() or {}
        else:
            saved = self.row.months if self.row and self.row.unit == self.row.metric.unit else []
            typed = {m: amounts.typed(amount, self.row.metric.unit) for m, amount in saved}
        return [
            Row(month, typed.get(month, ""), self.problems.get(month, ""))
            for month in self.listed()
        ]


def initial_of(target):
    names = ("currency", "starts_on", "due_on", "tolerance", "owner", "source", "is_primary")
    known = {name: getattr(target, name) for name in names}
    unit = target.metric.unit
    if target.unit != unit:
        # What was said in another unit is said anew.
        return known | {"currency": ""}
    return known | {
        "path": target.path,
        "baseline": amounts.typed(target.baseline, unit),
        "target": amounts.typed(target.target, unit),
    }


class RemoveTarget(forms.Form):
    why = Line(label=_("Why it goes"), max_length=500, required=False)
