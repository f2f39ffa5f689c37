"""By what a row without an id of its own is known again in the next file."""

from django.utils.crypto import salted_hmac

from campaigns.leads import keys


def key_of(made):
    """The mail of a row, else its phone, else whom it names: the rest may be corrected."""
    if mail := keys.mail_key(made["email"]):
        return f"mail\n{mail}"
    if phone := keys.phone_key(made["phone"]):
        return f"phone\n{phone}"
    return f"{made['name']}\n{made['company']}"


def row_id(key, number):
    """The id of the row that is the `number`th of its key in the file."""
    digest = salted_hmac("campaigns.leads.row", f"{key}\n{number}").hexdigest()
    return f"row-{digest[:32]}"


def former_id(made, alike):
    """The id that such a row had while name and company were part of it; `alike` counts them.

    Of who was erased then it is all that is left.
    """
    said = [made["email"].casefold() or made["phone"], made["name"], made["company"]]
    key = "\n".join(said)
    alike[key] += 1
    return row_id(key, alike[key])
