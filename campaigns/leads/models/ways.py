"""The ways by which leads come in: forms on websites, and files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.brief.models import Campaign
from campaigns.journey.models import Touchpoint
from campaigns.leads.models.leads import Lead, TeamsOnly
from campaigns.plan.imports.incoming import Incoming
from campaigns.plan.imports.reading.problems import KINDS, Problem
from teams.models import Member
from workspace.kernel.owned import Owned, manager
from workspace.kernel.rows import Versioned


class Form(Versioned):
    """Where a form on a website sends its leads: signed, counted, revocable.

    The secret is made of `nonce` and the installation's secret key, so the database does not hold
    it (see `leads/secrets.py`).
    """

    name = models.CharField(_("Name"), max_length=80)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="forms")
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField(max_length=43, unique=True)
    nonce = models.CharField(max_length=43)
    per_minute = models.PositiveSmallIntegerField(_("Leads a minute, at most"), default=60)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = manager(TeamsOnly)

    def __str__(self):
        return self.name


class Received(Owned):
    """A message that a form sent, by its id: the same one is not taken in twice.

    Kept for as long as its signature would still be accepted; nothing of its content is.
    """

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="received")
    message = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["form", "message"], name="a_message_comes_in_once")
        ]
        indexes = [models.Index(fields=["form", "at"], name="messages_of_a_form")]


class LeadImport(Incoming):
    """A file of leads on its way in: looked at first, then brought in all or nothing.

    With `all_new` each row becomes a new lead: so does the file of somebody who sees leads masked.
    """

    class State(models.TextChoices):
        PREVIEW = "preview"
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        UNDONE = "undone"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="lead_imports")
    file = models.CharField(max_length=43, unique=True)
    name = models.CharField(max_length=200)
    all_new = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.PREVIEW)
    kept = models.PositiveIntegerField(default=0, help_text="What an undo left, as it was used.")

    objects = manager(TeamsOnly)

    @property
    def told_problems(self):
        """The problems it went on in spite of, in the reader's language."""
        return [Problem(**each) for each in self.problems if each["kind"] in KINDS]


class Brought(Owned):
    """A lead that an import made or changed: `before` is what it said until then, None: nothing.

    `version` is the lead's after it, by which an undo knows whether somebody has worked on it.
    """

    brought = models.ForeignKey(LeadImport, on_delete=models.CASCADE, related_name="leads")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="brought")
    before = models.JSONField(null=True)
    version = models.PositiveIntegerField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["brought", "lead"], name="an_import_brings_a_lead_once")
        ]
