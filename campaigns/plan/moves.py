"""A date that was moved, and the people who were told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.brief.models import Campaign
from campaigns.plan.models import Item
from teams.models import Member
from workspace.kernel.owned import Owned


class Move(Owned):
    """One decision about dates, and the revision of each campaign in which it was carried out.

    What moved, from when to when, stands in the events of these revisions. Once it is `settled`
    the plan no longer shows who objects or has not answered.
    """

    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="+")
    item_name = models.CharField(max_length=200)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(_("Reason"), max_length=500, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)


class Leg(Owned):
    """A move's part in one campaign: a revision of its stream."""

    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="legs")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveBigIntegerField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "revision"], name="a_revision_belongs_to_one_move"
            )
        ]


class Notice(Owned):
    """A member whose dates moved by it is told once, and answers."""

    class Answer(models.TextChoices):
        OPEN = "", _("Not answered")
        OK = "ok", _("OK")
        OBJECTION = "object", _("I object")

    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="notices")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    answer = models.CharField(max_length=6, choices=Answer, default=Answer.OPEN, blank=True)
    word = models.CharField(_("A word"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["move", "member"], name="a_member_is_told_once"),
            models.CheckConstraint(
                name="an_answer_has_a_moment",
                condition=Q(answer="") | Q(answered_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["member"], name="notices_to_answer", condition=Q(answer=""))
        ]
