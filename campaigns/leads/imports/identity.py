"""By what a row without an id of its own is known again in the next file."""

from collections import Counter

from django.utils.crypto import salted_hmac

from campaigns.leads import keys
from campaigns.leads.actions.finding import Ids
from workspace.kernel import phones


def contact_of(made):
    """The mail of a row, else its phone, by which it is known whatever else is corrected; or ""."""
    if mail := keys.mail_key(made["email"]):
        return f"mail\n{mail}"
    phone = phones.typed_digits(made["phone"])
    return f"phone\n{phone}" if phone else ""


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


def identify(rows):
    """Give each of a file's rows that has no id of its own one, and those it may be known by.

    A mail alone names one person only where it stands in the file once; a phone may be that of an
    office. So the order of a file never decides who somebody is.
    """
    rows = [made for made in rows if "external_id" not in made]
    often, alike, before = Counter(map(contact_of, rows)), Counter(), Counter()
    for made in rows:
        contact = contact_of(made)
        made["ids"] = ids_of(made, contact, often[contact] == 1, alike, before)
        made["external_id"] = made["ids"].own


def ids_of(made, contact, once, alike, before):
    name, former = plain(made["name"]), former_id(made, before)
    if not contact:
        named = numbered(f"{made['name']}\n{made['company']}", alike)
        return Ids(named, named, former)
    by_contact = row_id(contact, 1)
    named = numbered(f"{contact}\n{name}", alike)
    is_own = once and (contact.startswith("mail") or not name)
    return Ids(by_contact if is_own else named, named, former, by_contact, once)


def numbered(key, alike):
    alike[key] += 1
    return row_id(key, alike[key])


def plain(name):
    return " ".join(name.split()).casefold()
