from django.conf import settings
from django.db import models

from workspace.kernel.owned import Owned

FOR_EVER = 2**62


class Stream(Owned):
    """A sequence of revisions that is changed by one transaction at a time.

    `marked` is the newest revision that its recorder marked (see `Record.mark`).
    """

    kind = models.CharField(max_length=20)
    of = models.PositiveBigIntegerField()
    revision = models.PositiveBigIntegerField(default=0)
    marked = models.PositiveBigIntegerField(default=0)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["kind", "of"], name="a_thing_has_one_stream")
        ]

    def __str__(self):
        return f"{self.kind}:{self.of}"


class Event(Owned):
    """What happened to one thing in one revision of a stream; never changed, never deleted.

    `changes` maps each column to [before, after] in plain JSON values; `data` holds what else
    the sentence of the feed needs; `audience` is "all" or "team" (guests never get those).
    `data["why_for"]` is the same of the reason alone, where it differs.
    """

    class Audience(models.TextChoices):
        ALL = "all"
        TEAM = "team"

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="events")
    revision = models.PositiveBigIntegerField()
    position = models.PositiveIntegerField(default=0)
    actor = models.ForeignKey(
        settings.ACTOR_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(max_length=200, blank=True)
    via = models.CharField(max_length=20, default="web")
    verb = models.CharField(max_length=40)
    noun = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    object_name = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    data = models.JSONField(default=dict, blank=True)
    audience = models.CharField(max_length=4, choices=Audience, default=Audience.ALL)
    why = models.CharField(max_length=500, blank=True)
    undoes = models.PositiveBigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "revision", "position"],
                name="an_event_has_one_place_in_its_stream",
            )
        ]
        indexes = [
            models.Index(fields=["noun", "object_id", "revision"], name="events_of_one_thing")
        ]

    def reason_told(self, audience):
        """Why, as far as an audience may read it: "all" does not read what is the team's."""
        told_to = self.data.get("why_for", self.Audience.ALL)
        return self.why if told_to in {self.Audience.ALL, audience} else ""


class Version(Owned):
    """What one thing looked like from revision `since` until just before revision `until`."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="versions")
    noun = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    since = models.PositiveBigIntegerField()
    until = models.PositiveBigIntegerField(default=FOR_EVER)
    state = models.JSONField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "object_id", "until"], name="versions_follow_each_other"
            )
        ]
        indexes = [
            models.Index(fields=["stream", "noun", "until", "since"], name="versions_at_a_revision")
        ]
