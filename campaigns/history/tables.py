"""Changes between two points as a table for spreadsheets."""

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.history import rows
from campaigns.history.comparing import DATES, day_of, value
from campaigns.plan import fields
from campaigns.plan.exports import Table


def table(changes, names, campaign):
    """One row for each item; text that a spreadsheet would take for a formula is made safe
    where the table is written (`plan/exports.py`)."""
    headings = [
        _("Key"),
        _("Title"),
        _("Change"),
        _("Team"),
        *(f"{fields.LABELS[name]}, {when}" for name in DATES for when in (_("before"), _("now"))),
        _("Working days later"),
        _("Days later"),
        _("Before and after"),
        _("Reason"),
        _("By"),
        _("When"),
    ]
    return Table(
        [str(heading) for heading in headings],
        [cells(change, rows.row(change, names, campaign)) for change in changes],
    )


def cells(change, row):
    return [
        row.key,
        row.title,
        ", ".join(str(word.label) for word in row.words),
        row.team,
        *(date_of(state, name) for name in DATES for state in (change.before, change.after)),
        change.slip,
        change.calendar,
        "; ".join(f"{line.label}: {line.before} → {line.after}" for line in row.lines),
        "; ".join(row.reasons),
        row.by,
        f"{timezone.localtime(row.at):%Y-%m-%d %H:%M}" if row.at else None,
    ]


def date_of(state, name):
    return day_of(value(state, name)) if state else None
