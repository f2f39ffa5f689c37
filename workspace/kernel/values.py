"""Column values as plain JSON, for events and versions."""

from datetime import date, datetime
from decimal import Decimal

from django.db import models


def plain(value):
    """A value as JSON can hold it: dates as ISO text, decimals as text, rows as their ids."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


def changes_of(before, after):
    """{name: [before, after]} of the plain values that differ; what was missing counts as None."""
    return {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value
    }
