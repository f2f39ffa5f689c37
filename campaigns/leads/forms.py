"""What people type about leads, and about the forms that send them."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from campaigns.journey.models import Touchpoint
from campaigns.leads.facts import LABELS
from campaigns.leads.models import Looked
from teams.models import Member
from workspace.kernel.numbers import AmountField
from workspace.kernel.typed import Line


def people():
    """Who may own a lead: the team that is here."""
    return Member.objects.present().exclude(role=Member.Role.GUEST).order_by("name", "pk")


def touchpoints(campaign):
    rows = Touchpoint.objects.select_related("channel", "stage")
    return rows.filter(campaign=campaign).order_by("channel__position", "stage__position", "pk")


class LeadForm(forms.Form):
    """The facts of a lead; a request may send only some of them (`changes`)."""

    name = Line(label=LABELS["name"], max_length=120, required=False)
    company = Line(label=LABELS["company"], max_length=120, required=False)
    title = Line(label=LABELS["title"], max_length=120, required=False)
    email = forms.EmailField(label=LABELS["email"], max_length=254, required=False)
    phone = Line(label=LABELS["phone"], max_length=40, required=False)
    country = Line(label=LABELS["country"], max_length=60, required=False)
    consent = Line(
        label=LABELS["consent"],
        max_length=200,
        required=False,
        help_text=_("To what they agreed, and where, such as “newsletter, form at the fair”."),
    )
    touchpoint = forms.ModelChoiceField(
        None, label=LABELS["touchpoint"], required=False, empty_label=_("None")
    )
    owner = forms.ModelChoiceField(
        None, label=LABELS["owner"], required=False, empty_label=_("Nobody")
    )
    value = AmountField(label=LABELS["value"], required=False)
    currency = Line(label=LABELS["currency"], max_length=3, required=False)

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = touchpoints(campaign)
        self.fields["owner"].queryset = people()

    @property
    def sent(self):
        return [name for name in self.fields if name in self.data]

    def changes(self):
        """The facts that were sent."""
        return {name: self.cleaned_data[name] for name in self.sent}


class FormForm(forms.Form):
    """A form on a website that sends leads."""

    name = Line(
        label=_("Name"),
        max_length=80,
        help_text=_("Where it stands, such as “Guide, landing page”."),
    )
    touchpoint = forms.ModelChoiceField(
        None, label=_("Touchpoint"), required=False, empty_label=_("None")
    )
    per_minute = forms.IntegerField(
        label=_("Leads a minute, at most"), min_value=1, max_value=600, initial=60
    )

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = touchpoints(campaign)


class EraseForm(forms.Form):
    why = Line(
        label=_("Why"), max_length=200, help_text=_("Such as: they asked for it by mail on 3 May.")
    )
    sure = forms.BooleanField(label=_("I know that this cannot be undone."))


WITHIN = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2099, 12, 31))]


class LookFilters(forms.Form):
    """Which entries of the log are shown; all of them are in the address."""

    what = forms.ChoiceField(
        required=False,
        choices=[("", _("Everything")), *Looked.What.choices],
        widget=forms.Select(attrs={"aria-label": _("What")}),
    )
    person = forms.ModelChoiceField(
        None,
        required=False,
        empty_label=_("Anybody"),
        widget=forms.Select(attrs={"aria-label": _("Who")}),
    )
    lead = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=10**15,
        widget=forms.NumberInput(attrs={"aria-label": _("Lead"), "placeholder": _("Lead #")}),
    )
    since = forms.DateField(
        required=False,
        validators=WITHIN,
        widget=forms.DateInput(attrs={"type": "date", "aria-label": _("From")}),
    )
    until = forms.DateField(
        required=False,
        validators=WITHIN,
        widget=forms.DateInput(attrs={"type": "date", "aria-label": _("To")}),
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Member.objects.order_by("name", "pk")
