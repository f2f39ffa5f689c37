"""What a plan can be made from again, and items that return."""

from itertools import islice

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from campaigns.patterns.rules import turns
from campaigns.plan.models import Item
from campaigns.schedule.days import WorkingDays
from teams.models import Member
from teams.queries import working_days
from workspace.kernel.rows import Versioned

SHOWN = 5


class Template(Versioned):
    """A plan without days: its items with their distance from the launch (see `plans.py`)."""

    name = models.CharField(_("Name"), max_length=80)
    description = models.CharField(_("Description"), max_length=300, blank=True)
    plan = models.JSONField()
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint("workspace", Lower("name"), name="a_template_name_is_used_once")
        ]

    def __str__(self):
        return self.name


class Recurrence(Versioned):
    """An item that comes again: `rule` is a recurrence rule of RFC 5545, counted from `first_on`.

    `item` is the newest of the row; the next one, due on `next_on` by the rule, is made `ahead`
    days before. With `on_working_days` each gives way to the next working day (`returns_on`).
    `times` is how often it was to be there in all, where that was said instead of a last day.
    """

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="recurrence")
    rule = models.CharField(max_length=200)
    first_on = models.DateField()
    next_on = models.DateField(null=True)
    times = models.PositiveSmallIntegerField(null=True)
    ahead = models.PositiveSmallIntegerField(default=7)
    on_working_days = models.BooleanField(default=False)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    stopped_at = models.DateTimeField(null=True)

    def returns_on(self, workspace):
        """The day that the next item will have; None when it came for the last time."""
        return self.next_on and self.day_on(self.next_on, workspace)

    def day_on(self, due, workspace):
        """The day that an item of the row has whose turn is `due`."""
        working = self.working_in(workspace)
        return working.on_or_after(due) if working else due

    def working_in(self, workspace):
        """The days on which its items can be; None where all can."""
        return WorkingDays(*working_days(workspace)) if self.on_working_days else None

    def days_from(self, since, workspace):
        """Its days from a day on, one by one."""
        working = self.working_in(workspace)
        return (day for _turn, day in turns(self.rule, self.first_on, working, since))

    def to_come(self, workspace, count=SHOWN):
        """The next days of its items; none when it came for the last time."""
        since = self.returns_on(workspace)
        return list(islice(self.days_from(since, workspace), count)) if since else []
