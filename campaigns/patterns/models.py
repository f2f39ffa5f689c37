"""What a plan can be made from again, and items that return."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from campaigns.plan.models import Item
from teams.models import Member
from workspace.kernel.rows import Versioned


class Template(Versioned):
    """A plan without days: its items with their distance from the launch, in working days."""

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
    days before. With `on_working_days` each is due on the next working day.
    """

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="recurrence")
    rule = models.CharField(max_length=200)
    first_on = models.DateField()
    next_on = models.DateField(null=True)
    ahead = models.PositiveSmallIntegerField(default=7)
    on_working_days = models.BooleanField(default=False)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    stopped_at = models.DateTimeField(null=True)
