"""Adding amounts up in the database, to the last digit, also where they come to more than the
whole numbers that SQLite adds."""

from django.db import OperationalError
from django.db.models import F, Sum

from workspace.kernel.numbers import MILLION


def added_up(rows, names, /, **others):
    """[(*names, *others, the sum of the amounts)] of rows of numbers; one statement.

    Where SQLite says that the sum is too large for it, units and what is below them are added up
    apart, by another.
    """
    asked = rows.order_by().values_list(*names).annotate(**others)
    try:
        return list(asked.annotate(total=Sum("amount")))
    except OperationalError as error:
        if "overflow" not in str(error):
            raise
    halves = {"units": Sum(F("amount") / MILLION), "rest": Sum(F("amount") % MILLION)}
    return [(*row[:-2], row[-2] * MILLION + row[-1]) for row in asked.annotate(**halves)]
