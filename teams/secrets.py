"""Secrets that open a way in. What is stored of each is a SHA-256 of 256 random bits."""

import hashlib
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac

SALT = "teams.invitation"


def new_secret(kind):
    """A secret that says what it is, such as `rt_api_…`, with 256 random bits."""
    return f"rt_{kind}_{secrets.token_urlsafe(32)}"


def new_nonce():
    return secrets.token_urlsafe(32)


def invitation_token(nonce):
    """The token of the invitation with `nonce`.

    It is derived when the mail is written, so that no table holds it: a copy of the database
    opens nothing without the secret key. A mail that is sent again holds the same link.
    """
    digest = salted_hmac(SALT, nonce, algorithm="sha256").digest()
    return f"rt_invitation_{urlsafe_b64encode(digest).decode().rstrip('=')}"


def fingerprint(secret):
    return hashlib.sha256(secret.encode()).hexdigest()
