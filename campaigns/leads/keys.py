"""By what two leads are taken for one person: the mail in lower case, the digits of a phone."""

import re
import unicodedata

from django.utils.crypto import salted_hmac

FEWEST_DIGITS = 6
_EXTENSION = re.compile(r"(?:ext|ext\.|x|#|;|内线|分机|分機)\s*\d+\s*$", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"\D")


def mail_key(text):
    """The address without regard to case and to blanks around it; "" when it is none."""
    text = unicodedata.normalize("NFKC", text or "").strip().casefold()
    return text if "@" in text else ""


def phone_key(text):
    """The digits of a number, a leading 00 or + left out, an extension too.

    Fewer than six digits name no line outside of an office: "".
    """
    text = unicodedata.normalize("NFKC", text or "").strip()
    text = _EXTENSION.sub("", text).replace("(0)", "")
    digits = _NOT_DIGITS.sub("", text)
    if digits.startswith("00"):
        digits = digits[2:]
    return digits[:40] if len(digits) >= FEWEST_DIGITS else ""


def digits(text):
    return _NOT_DIGITS.sub("", text)


def keys_of(values):
    """What `email` and `phone` among `values` are found by; only for those that are there."""
    keys = {}
    if "email" in values:
        keys["email_key"] = mail_key(values["email"])
    if "phone" in values:
        keys["phone_key"] = phone_key(values["phone"])
    return keys


def erased_id(external_id):
    """What is kept of the id of an erased lead: by it a file does not bring the person back."""
    if not external_id:
        return ""
    return f"erased-{salted_hmac('campaigns.leads.erased', external_id).hexdigest()}"
