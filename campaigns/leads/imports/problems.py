"""What can be wrong with a row of leads, beside what any table can have."""

from django.utils.translation import gettext_lazy as _

from campaigns.plan.imports.reading import problems
from campaigns.plan.imports.reading.problems import ROW_IS_LOST, VALUE_IS_LOST, Kind

problems.also(
    {
        "lead_is_nobody": Kind(
            *ROW_IS_LOST,
            _("The row says nothing of who it is."),
            _("Write a name, a company, an e-mail address or a phone number, or delete the row."),
        ),
        "lead_mail": Kind(
            *VALUE_IS_LOST,
            _("This is no e-mail address."),
            _("Correct it. Going on leaves the address out."),
        ),
        "lead_moment": Kind(
            *VALUE_IS_LOST,
            _("This is not a date."),
            _("Write it like 2026-11-30 or 2026-11-30 14:05. Going on leaves it out."),
        ),
        "lead_amount": Kind(
            *VALUE_IS_LOST,
            _("This is no amount that can be used."),
            _("Write a plain number, such as 1250.50. Going on leaves it out."),
        ),
        "lead_currency": Kind(
            *VALUE_IS_LOST,
            _("A currency is three letters, such as EUR."),
            _("Correct it. Going on leaves it out."),
        ),
    },
    {
        "not_leads": (
            _("This is not a CSV or Excel (.xlsx) file."),
            _("Export the contacts as CSV or XLSX."),
        ),
    },
)
problem = problems.problem
