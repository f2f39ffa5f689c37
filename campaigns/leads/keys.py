"""By what two leads are taken for one person: the mail in lower case, a phone with its country."""

import unicodedata

from django.utils.crypto import salted_hmac

from workspace.kernel import countries, phones


def mail_key(text):
    """The address without regard to case and to blanks around it; "" when it is none."""
    text = unicodedata.normalize("NFKC", text or "").strip().casefold()
    return text if "@" in text else ""


def following(lead, values, zone):
    """The keys of a lead that is about to be given `values`, in a workspace of a time zone.

    Only those that change with what is there.
    """
    keys = {}
    if "email" in values:
        keys["email_key"] = mail_key(values["email"])
    if {"phone", "country"} & values.keys():
        phone, country = (values.get(name, getattr(lead, name)) for name in ("phone", "country"))
        keys["phone_key"] = phones.key(phone, countries.of(country, zone))
    return keys


def erased_id(external_id):
    """What is kept of the id of an erased lead: by it a file does not bring the person back."""
    if not external_id:
        return ""
    return f"erased-{salted_hmac('campaigns.leads.erased', external_id).hexdigest()}"
