"""Which leads a page shows already, proven by marks that were drawn with them.

What a reader is shown of leads is noted once. A page that asks anew names the leads that it has,
and is believed as far as it brings the mark that stood beside each: the marks of a reader and a day
cannot be made up, so nobody sees leads unnoted by saying that they know them.
"""

import hmac

from django.utils import timezone
from django.utils.crypto import salted_hmac

from workspace.kernel import clock

SALT = "campaigns.leads.shown"
LENGTH = 16
MOST = 200


class Marks:
    """The marks of one reader, today."""

    def __init__(self, reader):
        day = timezone.localdate(clock.now())
        self.key = salted_hmac(SALT, f"{reader.pk}.{day}", algorithm="sha256").digest()

    def of(self, pk):
        return hmac.digest(self.key, b"%d" % pk, "sha256").hex()[:LENGTH]

    def proven(self, text):
        """The ids in `id.mark,id.mark` whose marks are right."""
        pairs = (each.partition(".") for each in text.split(",", MOST)[:MOST])
        return {
            int(pk)
            for pk, _dot, mark in pairs
            if is_id(pk) and hmac.compare_digest(self.of(int(pk)).encode(), mark.encode())
        }


def is_id(text):
    return text.isascii() and text.isdigit() and len(text) < 19
