"""What every file on its way in has, whatever it holds: see `course.py`."""

from django.db import models

from teams.models import Member
from workspace.kernel.rows import Versioned


class Incoming(Versioned):
    """Something that is looked at, waits for the worker, runs, and is done or has failed.

    `choices` are the answers of a person; `counts` and `problems` tell how it went. A model of it
    has a `file`, a `name`, and a `state` of its `State`, as some can be undone in the background.
    """

    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    choices = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta(Versioned.Meta):
        abstract = True

    def __str__(self):
        return self.name

    @property
    def is_running(self):
        """Whether the worker has it in hand, or soon will."""
        return self.state in {"waiting", "running", "undoing"}
