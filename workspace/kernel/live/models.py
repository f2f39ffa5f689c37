from django.db import models


class Listener(models.Model):
    """One serving process and who has pages open on it: {stream id: [member id, …]}.

    It is rewritten when somebody comes or goes, and forgotten when `seen_at` is old; it belongs
    to no workspace and is only ever read through `live.presence`.
    """

    name = models.CharField(max_length=60, primary_key=True)
    present = models.JSONField(default=dict)
    seen_at = models.DateTimeField()
