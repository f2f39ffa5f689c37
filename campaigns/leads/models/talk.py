"""What sales passes on of what customers say, and what marketing answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.brief.models import Campaign
from campaigns.journey.models import Touchpoint
from campaigns.leads.models.leads import Lead
from campaigns.leads.models.rules import RejectionReason
from campaigns.plan.models import Item
from teams.models import Member
from workspace.kernel.owned import Owned


class Theme(models.TextChoices):
    PRICE = "price", _("Price")
    MESSAGE = "message", _("Message")
    COMPETITOR = "competitor", _("Competitor")
    PRODUCT = "product", _("Product")
    TIMING = "timing", _("Timing")


class Answer(Owned):
    """What marketing decided because of what sales said: in words, as an item, or both.

    `reason` or `theme` say what it answers; `quotes` and `leads` are the very ones. `title` is what
    the item was called, and stays when the trash is emptied of it.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="answers")
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, on_delete=models.CASCADE, related_name="answers"
    )
    reason = models.ForeignKey(
        RejectionReason, null=True, on_delete=models.PROTECT, related_name="+"
    )
    theme = models.CharField(max_length=10, choices=Theme, blank=True)
    decision = models.CharField(_("Decision"), max_length=500, blank=True)
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                name="an_answer_says_or_does_something",
                condition=~Q(decision="") | ~Q(title=""),
            )
        ]


class Quote(Owned):
    """What a customer said, in their words, as a rep heard it."""

    lead = models.ForeignKey(Lead, null=True, on_delete=models.SET_NULL, related_name="quotes")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="quotes")
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, on_delete=models.CASCADE, related_name="quotes"
    )
    theme = models.CharField(_("Theme"), max_length=10, choices=Theme)
    body = models.CharField(_("What they said"), max_length=500)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    answer = models.ForeignKey(Answer, null=True, on_delete=models.SET_NULL, related_name="quotes")


class Answered(Owned):
    """Whom an answer is told, and of which lead: the rep who rejected it, or who heard a quote.

    `lead` is None where the quote is no longer of anybody, as the person was erased. `seen_at` is
    when the rep saw it.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="leads")
    lead = models.ForeignKey(Lead, null=True, on_delete=models.CASCADE, related_name="answers")
    rep = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "lead", "rep"], name="an_answer_is_told_once_of_a_lead"
            )
        ]
        indexes = [
            models.Index(
                fields=["rep"], name="answers_to_be_seen", condition=Q(seen_at__isnull=True)
            )
        ]
