"""Files on their way into a plan, and what each said of the items it brought."""

from django.db import models

from campaigns.brief.models import Campaign
from campaigns.plan.imports.incoming import Incoming
from campaigns.plan.imports.reading.drafts import LeftOut
from campaigns.plan.imports.reading.problems import Problem
from campaigns.plan.models import Item
from workspace.kernel.owned import Owned, OwnedQuerySet, manager

AT_ONCE = 1_000  # items that are taken out again within a second, while somebody waits


class ImportQuerySet(OwnedQuerySet):
    def visible_to(self, reader):
        """The team's; guests and viewers know of no import."""
        return self.none() if reader.is_guest else self


class Import(Incoming):
    """A file on its way into a plan: read, looked at, run, and perhaps undone.

    `choices` are the answers of a person (see `reading` and `matching`); `counts`, `problems` and
    `left_out` tell how it went; `kept` is what an undo left because somebody had built on it.
    `seen` is the seal of the list of dates that it moves, as somebody confirmed it, and `why` their
    reason.
    """

    class State(models.TextChoices):
        PREVIEW = "preview"
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        UNDOING = "undoing"
        UNDONE = "undone"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="imports")
    file = models.CharField(max_length=43, unique=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.PREVIEW)
    left_out = models.JSONField(default=list)
    kept = models.JSONField(default=list)
    revision = models.PositiveBigIntegerField(null=True)
    seen = models.CharField(max_length=64, blank=True)
    why = models.CharField(max_length=500, blank=True)

    objects = manager(ImportQuerySet)

    @property
    def is_large(self):
        """Whether it takes the worker to take it out again, as nobody should wait for that."""
        return self.counts.get("new", 0) + self.counts.get("changed", 0) > AT_ONCE

    @property
    def told_problems(self):
        """The problems it went on in spite of, in the reader's language."""
        return [Problem(**problem) for problem in self.problems]

    @property
    def told_left_out(self):
        return [LeftOut(*entry).sentence for entry in self.left_out]


class Origin(Owned):
    """What a file last said of an item, in plain values.

    It lets the next import of that file tell what was changed in the file from what people have
    changed in the plan since.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="origins")
    brought = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="origins")
    values = models.JSONField(default=dict)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["item", "brought"], name="an_import_says_one_thing_of_an_item"
            )
        ]
