"""What the API answered to each Idempotency-Key, so that a repeated request changes nothing."""

from django.conf import settings
from django.db import models

from workspace.kernel.owned import Owned


class Answered(Owned):
    """The answer to one request of one member, kept for a day."""

    member = models.ForeignKey(settings.ACTOR_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["member", "key"], name="an_idempotency_key_is_answered_once"
            )
        ]
