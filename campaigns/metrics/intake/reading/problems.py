"""What can be wrong with a row of numbers; worded like the problems of a plan's file."""

from django.utils.translation import gettext_lazy as _

from campaigns.plan.imports.reading import problems
from campaigns.plan.imports.reading.problems import ROW_IS_LOST, TOLD, VALUE_IS_LOST, Kind

KINDS = {
    "no_day": Kind(
        *ROW_IS_LOST, _("The row has no day."), _("Write a day in this cell, or delete the row.")
    ),
    "several_days": Kind(
        *ROW_IS_LOST,
        _("The row adds up several days, to %(until)s."),
        _("Export the numbers by day. Going on leaves this row out."),
    ),
    "no_campaign": Kind(
        *ROW_IS_LOST,
        _("The row names no campaign."),
        _("Write a campaign in this cell, or delete the row."),
    ),
    "name_too_long": Kind(
        *ROW_IS_LOST,
        _("The name is longer than %(limit)s characters."),
        _("Shorten it, or choose another column."),
    ),
    "no_metric": Kind(
        *ROW_IS_LOST,
        _("The row names no metric."),
        _("Write the name or the key of a metric in this cell, or delete the row."),
    ),
    "no_currency": Kind(
        *ROW_IS_LOST,
        _("The row has no currency."),
        _("Write its three letters, such as EUR."),
    ),
    "not_a_currency": Kind(
        *ROW_IS_LOST,
        _("This is not a currency."),
        _("Write its three letters, such as EUR."),
    ),
    "other_currency": Kind(
        *VALUE_IS_LOST,
        _("The amount says %(seen)s, and the row or the column says %(meant)s."),
        _("Make them agree. Going on leaves this number out."),
    ),
    "not_a_number": Kind(
        *VALUE_IS_LOST,
        _("This is not a number, where numbers are written like %(like)s."),
        _("Write it like %(like)s, or choose another decimal mark."),
    ),
    "not_a_duration": Kind(
        *VALUE_IS_LOST,
        _("This is not a duration."),
        _("Write seconds as a number, or hours, minutes and seconds like 1:02:03."),
    ),
    "not_exact": Kind(
        *VALUE_IS_LOST,
        _("This is a bound and not a number."),
        _("Leave the column out, or write the number. Going on leaves this one out."),
    ),
    "number_too_large": Kind(
        *VALUE_IS_LOST,
        _("The number is too large to be meant."),
        _("Check the decimal mark, or correct the number."),
    ),
    "rounded": Kind(
        *TOLD,
        _("The number has more than six decimal places and is rounded to six."),
        _("Nothing to do, unless every digit matters."),
    ),
    "added_up": Kind(
        *TOLD,
        _("Line %(first)s has a number for the same day and place; the two are added up."),
        _("Delete one of the rows, if they are the same."),
    ),
    "taken_last": Kind(
        *TOLD,
        _("Line %(first)s has a number for the same day and place; the later one is taken."),
        _("Delete one of the rows, if that is wrong."),
    ),
}

UNREADABLE = {
    "not_a_table": (
        _("This is not a CSV or Excel (.xlsx) file."),
        _("Export the numbers as CSV or XLSX."),
    ),
    "too_many_numbers": (
        _("The file has more than %(limit)s numbers."),
        _("Split it, or leave columns out."),
    ),
    "nothing_pasted": (
        _("There is nothing to read yet."),
        _("Paste cells from a spreadsheet: days down the side or across the top, with headings."),
    ),
}

problems.also(KINDS, UNREADABLE)
