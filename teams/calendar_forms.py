"""What people type about working days."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from teams.public_holidays import MOST_YEARS, countries, regions
from workspace.kernel.typed import Line

FIRST_YEAR, LAST_YEAR = 2000, 2100


def weekdays_of(mask):
    """The weekdays of a mask, as the values of a `Weekdays` field."""
    return [str(weekday) for weekday in range(7) if (mask or 0) >> weekday & 1]


class Weekdays(forms.MultipleChoiceField):
    """Some days of the week; its clean value is a mask, Monday the lowest bit."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(choices=[(str(n), name) for n, name in WEEKDAYS.items()], **kwargs)

    def clean(self, value):
        return sum(1 << int(weekday) for weekday in set(super().clean(value)))


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class Week(forms.Form):
    weekdays = Weekdays(
        label=_("Working days"), error_messages={"required": _("Choose at least one working day.")}
    )


class AddHoliday(forms.Form):
    """A day that is not like its weekday."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    name = Line(label=_("What it is"), max_length=120)
    works = forms.ChoiceField(
        label=_("On this day"),
        required=False,
        choices=[("", _("Nobody works")), ("works", _("Work is done, though the week has it off"))],
    )

    def clean_works(self):
        return bool(self.cleaned_data["works"])


class Region(forms.ChoiceField):
    """A region of a country that has holidays of its own; hidden where there is none."""

    def offer(self, country):
        known = regions(country) if country in dict(countries()) else []
        self.choices = [("", _("The whole country")), *known]
        if not known:
            self.widget = forms.HiddenInput()

    def valid_value(self, value):
        return True


class FindHolidays(forms.Form):
    """A country, perhaps a region, and some years: what to look up, and then what to add."""

    country = forms.ChoiceField(label=_("Country"), choices=countries)
    region = forms.ChoiceField(label=_("Region"), required=False)
    first_year = forms.IntegerField(label=_("From year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    last_year = forms.IntegerField(label=_("To year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        country = self.data.get("country") if self.is_bound else ""
        known = regions(country) if country in dict(countries()) else []
        self.fields["region"].choices = [("", _("The whole country")), *known]
        if not known:
            self.fields["region"].widget = forms.HiddenInput()

    def clean_region(self):
        return self.cleaned_data.get("region") or ""

    def clean(self):
        first, last = (self.cleaned_data.get(name) for name in ("first_year", "last_year"))
        if first and last and not first <= last < first + MOST_YEARS:
            self.add_error("last_year", _("Choose up to five years, the first one first."))
        return self.cleaned_data


class WorkingTime(forms.Form):
    """Hours, weekdays, and whose holidays; the regions are those of the country that is chosen."""

    weekly_hours = forms.DecimalField(
        label=_("Hours a week"), min_value=0, max_value=168, max_digits=5, decimal_places=2
    )
    working_days = Weekdays(
        label=_("Own working days"),
        required=False,
        help_text=_("None chosen: those of the workspace."),
    )
    holiday_country = forms.ChoiceField(
        label=_("Holidays of"),
        required=False,
        choices=lambda: [("", _("The workspace")), *countries()],
        help_text=_("In place of the workspace's holidays. Save a country to choose its region."),
    )
    holiday_region = Region(label=_("Region"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        country = (self.data if self.is_bound else self.initial).get("holiday_country")
        self.fields["holiday_region"].offer(country)

    def as_typed(self, left):
        """What others made of a person's time, as it would be typed here."""
        typed = dict(left)
        if "working_days" in left:
            typed["working_days"] = weekdays_of(left["working_days"])
        if "holiday_country" in left:
            self.fields["holiday_region"].offer(left["holiday_country"])
        return typed

    def clean_working_days(self):
        return self.cleaned_data["working_days"] or None

    def clean_holiday_region(self):
        """A region of another country, which the form still showed, is none."""
        region = self.cleaned_data.get("holiday_region") or ""
        return region if region in dict(self.fields["holiday_region"].choices) else ""


class OwnDay(forms.Form):
    """A single day of one person."""

    HOW = {"off": False, "works": True, "": None}

    day = forms.DateField(label=_("Day"), widget=DateInput)
    works = forms.ChoiceField(
        label=_("On this day"),
        required=False,
        choices=[("off", _("Day off")), ("works", _("Working day, though others rest"))],
    )

    def clean_works(self):
        return self.HOW[self.cleaned_data["works"]]


class AddTimeOff(forms.Form):
    first_on = forms.DateField(label=_("First day"), widget=DateInput)
    last_on = forms.DateField(label=_("Last day"), widget=DateInput)
    note = Line(
        label=_("Note"),
        max_length=120,
        required=False,
        help_text=_("Only you and managers see it."),
    )
