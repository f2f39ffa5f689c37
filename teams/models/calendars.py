"""The days that are not like their weekday, and those on which one person is away."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teams.models.members import Member
from workspace.kernel.owned import Owned


class Holiday(Owned):
    """A day on which the whole workspace does not work; or, with `works`, on which it does though
    its week has it off, as on a Saturday that makes up for a bridge day."""

    day = models.DateField(_("Day"))
    name = models.CharField(_("Name"), max_length=120)
    works = models.BooleanField(_("Worked on"), default=False)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "day"], name="a_holiday_is_listed_once")
        ]

    def __str__(self):
        return self.name


class TimeOff(Owned):
    """A member is away, from the first to the last day."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="time_off")
    first_on = models.DateField(_("First day"))
    last_on = models.DateField(_("Last day"))
    note = models.CharField(_("Note"), max_length=120, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                name="time_off_ends_after_it_begins", condition=Q(last_on__gte=F("first_on"))
            )
        ]

    def __str__(self):
        return self.note
