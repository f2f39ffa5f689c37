from django.db import models

from campaigns.brief.models import Campaign
from teams.models import Member
from workspace.kernel.rows import Versioned


class Import(Versioned):
    """A file on its way into a plan: read, looked at, run, and perhaps undone."""

    class State(models.TextChoices):
        PREVIEW = "preview"
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        UNDONE = "undone"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    file = models.CharField(max_length=43, unique=True)
    name = models.CharField(max_length=200)
    choices = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.PREVIEW)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    revision = models.PositiveBigIntegerField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self):
        return self.name
