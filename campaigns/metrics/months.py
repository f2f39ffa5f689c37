"""A path by month, typed as a small table: each month from the first day to the due day."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from django import forms
from django.utils.translation import get_language

from campaigns.metrics.targets import end_of
from workspace.kernel.templatetags.look import LOCALES

MOST = 60
PREFIX = "months-"


@dataclass
class Row:
    """A month of the table: what is typed in it, and what is wrong with that."""

    month: str
    text: str = ""
    problem: str = ""

    @property
    def name(self):
        return f"{PREFIX}{self.month}"

    @property
    def label(self):
        return month_label(self.month)


class Typed(forms.Widget):
    """The cells of the table, {month: what is typed}; it is drawn by the page."""

    def value_from_datadict(self, data, files, name):
        return {key.removeprefix(PREFIX): data[key] for key in data if key.startswith(PREFIX)}

    def value_omitted_from_data(self, data, files, name):
        return not any(key.startswith(PREFIX) for key in data)


class Months(forms.Field):
    widget = Typed

    def to_python(self, value):
        return {month: text for month, text in (value or {}).items() if text.strip()}


def between(first, last):
    """The months whose end comes before `last`, from that of `first` on: ["2026-11", …].

    By the end of the last one the target itself is due.
    """
    if first is None or last is None or last < first:
        return []
    found, year, number = [], first.year, first.month
    while len(found) < MOST:
        month = f"{year}-{number:02}"
        if end_of(month) >= last:
            break
        found.append(month)
        year, number = year + number // 12, number % 12 + 1
    return found


def month_label(month):
    """ "November 2026" in the reader's language."""
    year, number = map(int, month.split("-"))
    locale = LOCALES.get(get_language() or "", "en_GB")
    return format_skeleton("yMMMM", date(year, number, 1), locale=locale)
