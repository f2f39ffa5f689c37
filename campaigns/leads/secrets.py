"""The secret of a form: made of its nonce and the installation's secret key, so kept nowhere.

    webhook-id:        any text that is new with each message
    webhook-timestamp: seconds since 1970
    webhook-signature: v1,<base64 of HMAC-SHA256(secret, "id.timestamp.body")>

These are the headers of Standard Webhooks, so that any library for it can sign and check.
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from hashlib import sha256

from django.utils.crypto import salted_hmac

SALT = "campaigns.leads.form"
PREFIX = "whsec_"
TOLERANCE = 300  # seconds that a message may be on its way, or a clock be wrong
LONGEST_ID = 100


def new_key():
    """What stands in the address of a form."""
    return secrets.token_urlsafe(32)


def secret_of(form):
    """The secret of a form as it is shown and typed; another nonce makes another."""
    digest = salted_hmac(SALT, f"{form.key}.{form.nonce}", algorithm="sha256").digest()
    return PREFIX + b64encode(digest).decode()


def signature(secret, message, timestamp, body):
    """What `webhook-signature` says of a message."""
    key = b64decode(secret.removeprefix(PREFIX))
    signed = b".".join([message.encode(), str(timestamp).encode(), body])
    return "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()


def is_signed(form, message, timestamp, given, body):
    """Whether one of the signatures in `given` (parted by blanks) is that of the form."""
    expected = signature(secret_of(form), message, timestamp, body).encode()
    return any(hmac.compare_digest(expected, each.encode()) for each in given.split()[:5])


def is_fresh(timestamp, now):
    """Whether a message was signed within five minutes of `now`."""
    return (
        timestamp.isascii()
        and timestamp.isdigit()
        and len(timestamp) < 12
        and (abs(int(timestamp) - now.timestamp()) <= TOLERANCE)
    )
