"""What people type about metrics, targets and numbers."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.metrics import amounts
from campaigns.metrics.models import (
    Aggregation,
    Cadence,
    Direction,
    Metric,
    Target,
    Unit,
)
from campaigns.plan.models import Channel
from teams.models import Member

MONTH_LINE = re.compile(r"\s*(20\d\d-(?:0[1-9]|1[0-2]))\s*[:=\t ]\s*(\S.*?)\s*")


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

    name = forms.CharField(label=_("Name"), max_length=80)
    name_zh_hans = forms.CharField(
        label=_("Name in simplified Chinese"), max_length=80, required=False
    )
    name_zh_hant = forms.CharField(
        label=_("Name in traditional Chinese"), max_length=80, required=False
    )
    key = forms.CharField(
        label=_("Key in formulas"),
        max_length=40,
        help_text=_("Small letters, digits and _; it stays."),
    )
    meaning = forms.CharField(
        label=_("Meaning"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("So that everybody reads the number the same way."),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices)
    aggregation = forms.ChoiceField(label=_("Aggregation"), choices=Aggregation.choices)
    formula = forms.CharField(
        label=_("Formula"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("For a ratio of sums: keys of metrics, numbers, + - * / and brackets."),
    )
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    cadence = forms.ChoiceField(label=_("Cadence"), choices=Cadence.choices, initial=Cadence.WEEKLY)
    source = forms.CharField(label=_("Source"), max_length=120, required=False)
    owner = owner_field()

    def __init__(self, *args, metric=None, **kwargs):
        initial = {name: getattr(metric, name) for name in self.base_fields} if metric else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["owner"].queryset = team_members()
        if metric:
            del self.fields["key"]


class TargetForm(forms.Form):
    """How far a metric shall come in a campaign; amounts are typed in the metric's unit."""

    metric = forms.ModelChoiceField(None, label=_("Metric"))
    channel = forms.ModelChoiceField(
        None, label=_("Channel"), required=False, empty_label=_("The whole campaign")
    )
    baseline = forms.CharField(
        label=_("Baseline"),
        max_length=40,
        required=False,
        help_text=_("What it was before, to compare with."),
    )
    target = forms.CharField(label=_("Target"), max_length=40)
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("For money, such as EUR.")
    )
    starts_on = day_field(_("From"), help_text=_("Else from the campaign's start."))
    due_on = day_field(_("Due"), help_text=_("Else at the campaign's end."))
    path = forms.ChoiceField(label=_("Path"), choices=Target.Path.choices)
    months = forms.CharField(
        label=_("By the end of each month"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "2026-11 120"}),
        help_text=_("One month in a line, with how far it shall be: 2026-11 120."),
    )
    tolerance = forms.IntegerField(label=_("Tolerance (%)"), min_value=0, max_value=100, initial=10)
    owner = owner_field()
    source = forms.CharField(label=_("Source"), max_length=120, required=False)
    is_primary = forms.BooleanField(label=_("The primary metric of the campaign"), required=False)
    why = forms.CharField(
        label=_("Why it changes"),
        max_length=500,
        help_text=_("The campaign went live: the reason stays beside the target for ever."),
    )

    def __init__(self, *args, target=None, locked=False, **kwargs):
        self.row = target
        super().__init__(*args, initial=initial_of(target) if target else {}, **kwargs)
        self.fields["owner"].queryset = team_members()
        if target:
            del self.fields["metric"], self.fields["channel"]
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
        typed["months"] = self.monthly(typed.get("months") or "", metric)
        if typed["target"] is None and "target" not in self.errors:
            self.add_error("target", _("Say how far it shall come."))
        return typed

    def amount(self, name, text, metric):
        try:
            return amounts.read(text or "", metric.unit)
        except amounts.Unclear as no:
            self.add_error(name, str(no))
            return None

    def monthly(self, text, metric):
        found = []
        for line in text.splitlines():
            if not line.strip():
                continue
            match = MONTH_LINE.fullmatch(line)
            try:
                amount = amounts.read(match[2], metric.unit) if match else None
            except amounts.Unclear:
                amount = None
            if amount is None:
                self.add_error("months", _("Write each month once, such as 2026-11 120."))
                return []
            found.append([match[1], amount])
        return sorted(found)


def initial_of(target):
    unit = target.metric.unit
    names = ("currency", "starts_on", "due_on", "path", "tolerance", "owner", "source")
    return {name: getattr(target, name) for name in names} | {
        "is_primary": target.is_primary,
        "baseline": amounts.typed(target.baseline, unit),
        "target": amounts.typed(target.target, unit),
        "months": "\n".join(
            f"{month} {amounts.typed(amount, unit)}" for month, amount in target.months
        ),
    }


class RemoveTarget(forms.Form):
    why = forms.CharField(label=_("Why it goes"), max_length=500, required=False)
