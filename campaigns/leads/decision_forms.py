"""What reps, marketers and managers type about decisions, answers and rules."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.leads.actions import deciding
from campaigns.leads.models import Quote, RejectionReason, Theme
from campaigns.plan.models import Item
from teams.calendar_forms import DateInput, Weekdays, weekdays_of
from teams.models import Team
from workspace.kernel import numbers
from workspace.kernel.numbers import AmountField
from workspace.kernel.typed import Line, Prose


class Reject(forms.Form):
    reason = forms.ModelChoiceField(None, label=_("Reason"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = RejectionReason.objects.filter(retired_at__isnull=True)


class Recycle(forms.Form):
    on = forms.DateField(label=_("Comes back on"), widget=DateInput)


class Noting(forms.Form):
    body = Prose(label=_("Note"), max_length=5_000, widget=forms.Textarea)


class Quoting(forms.Form):
    body = Prose(label=_("What they said"), max_length=500, widget=forms.Textarea)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)


class Advance(forms.Form):
    """A step of an accepted lead; an opportunity may have a value in a currency."""

    state = forms.ChoiceField(choices=deciding.FORWARD)
    value = AmountField(label=pgettext_lazy("of a lead", "Value"), required=False)
    currency = Line(label=_("Currency"), max_length=40, required=False)

    def clean_currency(self):
        try:
            return numbers.currency(self.cleaned_data["currency"])
        except numbers.Unclear as no:
            raise forms.ValidationError(str(no)) from None

    def clean(self):
        typed = super().clean()
        if typed.get("value") is not None and not typed.get("currency"):
            self.add_error("currency", _("Money has a currency, such as EUR."))
        return typed


class Answering(forms.Form):
    """A decision, an item of the plan, or a new item: to quotes, or to a reason at a touchpoint."""

    decision = Line(label=_("What you decided"), max_length=500, required=False)
    item = forms.ModelChoiceField(None, label=_("Item"), required=False)
    title = Line(label=_("New item"), max_length=200, required=False)
    quotes = forms.ModelMultipleChoiceField(None, required=False)
    reason = forms.ModelChoiceField(None, required=False)
    touchpoint = forms.ModelChoiceField(None, required=False)

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = Item.objects.kept().filter(campaign=campaign)
        self.fields["quotes"].queryset = Quote.objects.filter(campaign=campaign)
        self.fields["reason"].queryset = RejectionReason.objects.all()
        self.fields["touchpoint"].queryset = campaign.touchpoints.all()


class Agree(forms.Form):
    minutes = forms.IntegerField(
        label=_("Working minutes to decide"),
        required=False,
        min_value=1,
        help_text=_("Nothing: no limit, the clock only counts up."),
    )


class Reason(forms.Form):
    name = Line(label=_("Reason"), max_length=80)


class Hours(forms.Form):
    """When a team's office works; without a team it is everybody's."""

    team = forms.ModelChoiceField(
        None, label=_("Team"), required=False, empty_label=_("Everybody else")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    opens_at = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    closes_at = forms.TimeField(
        label=pgettext_lazy("time of day", "To"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    working_days = Weekdays(
        label=_("Working days"),
        required=False,
        help_text=_("None chosen: those of the workspace."),
    )
    country = Line(
        label=_("Holidays of"),
        required=False,
        max_length=6,
        help_text=_("A country (CN), or a part of it (DE-HH); nothing: those of the workspace."),
        widget=forms.TextInput(attrs={"list": "countries"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.order_by("name")
        zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
        self.fields["time_zone"].choices = [(zone, zone) for zone in zones]

    def clean_working_days(self):
        return self.cleaned_data["working_days"] or None

    def clean_country(self):
        return self.cleaned_data["country"].strip().upper()


def shown(hours):
    """What a form shows of the hours that are set."""
    return {
        "team": hours.team_id,
        "time_zone": hours.time_zone,
        "opens_at": hours.opens_at,
        "closes_at": hours.closes_at,
        "working_days": weekdays_of(hours.working_days),
        "country": hours.country,
    }
