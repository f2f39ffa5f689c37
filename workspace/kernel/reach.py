"""Days that can be meant: a year that was typed wrongly is refused, and never reckoned with."""

from datetime import date

from django.utils.translation import gettext as _

from workspace.kernel.refusals import Invalid

EARLIEST, LATEST = date(1970, 1, 1), date(2200, 1, 1)


def refuse_far(name, day):
    """Refuse a day of the field `name` that is too far away; no day at all is fine."""
    if day is not None and not EARLIEST <= day <= LATEST:
        raise Invalid.at(name, _("%(value)s is too far away to plan.") % {"value": day.isoformat()})
