"""What can be said of a lead: which columns, how each is written, and what is refused."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.leads.models import Lead
from workspace.kernel import numbers, texts
from workspace.kernel.refusals import Invalid

# These say who a lead is; their values never stand in an event.
CONTACT = ("name", "company", "title", "email", "phone", "country", "consent", "consent_at")
# These do not, and what was before and after may be told.
PLAIN = ("touchpoint", "owner", "value", "currency")
EDITED = (*CONTACT, "utm", *PLAIN)
TEXTS = ("name", "company", "title", "email", "phone", "country", "consent")
LABELS = {
    **{name: Lead._meta.get_field(name).verbose_name for name in TEXTS},
    "consent_at": gettext_lazy("Consent given at"),
    "utm": "UTM",
    "touchpoint": gettext_lazy("Touchpoint"),
    "owner": gettext_lazy("Owner"),
    "value": pgettext_lazy("of a lead", "Value"),
    "currency": gettext_lazy("Currency"),
    "state": gettext_lazy("State"),
}
LONGEST = {name: Lead._meta.get_field(name).max_length for name in TEXTS}
UTM = ("source", "medium", "campaign", "term", "content", "id")
LONGEST_UTM = 120
MOST_MILLIONTHS = 10**18
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def clean(values):
    """`values` as they are written; raises `Invalid` with every fault.

    Texts lose blanks at their ends and what cannot be shown; UTM is in lower case; money is in
    millionths and has a currency.
    """
    cleaned, wrong = {}, {}
    for name, value in values.items():
        try:
            cleaned[name] = CLEANERS.get(name, same)(name, value)
        except ValueError as error:
            wrong[name] = [str(error)]
    if wrong:
        raise Invalid(next(iter(wrong.values()))[0], fields=wrong)
    return cleaned


def same(_name, value):
    return value


def text(name, value):
    value = " ".join(texts.line(_UNFIT.sub("", value or "")).split())
    if len(value) > LONGEST[name]:
        raise ValueError(_("At most %(limit)d characters.") % {"limit": LONGEST[name]})
    return value


def mail(name, value):
    value = text(name, value)
    if value:
        try:
            validate_email(value)
        except ValidationError:
            raise ValueError(_("This is no e-mail address.")) from None
    return value


def phone(name, value):
    """A number as it is written; what has no digit, such as "-", is none."""
    value = text(name, value).lstrip("'").strip()
    return value if any(char.isdigit() for char in value) else ""


def utm(_name, value):
    """The known parameters in lower case; `utm_` before their names is left out."""
    found = {}
    for given, said in (value or {}).items():
        name = str(given).casefold().removeprefix("utm_")
        said = " ".join(texts.line(_UNFIT.sub("", str(said or ""))).casefold().split())
        if name in UTM and said:
            found[name] = said[:LONGEST_UTM]
    return found


def currency(_name, value):
    return numbers.currency(value or "")


def money(_name, value):
    if value is not None and not 0 <= value <= MOST_MILLIONTHS:
        raise ValueError(_("This amount cannot be used."))
    return value


CLEANERS = {
    **dict.fromkeys(("name", "company", "title", "country", "consent"), text),
    "email": mail,
    "phone": phone,
    "utm": utm,
    "currency": currency,
    "value": money,
}


def refuse_nobody(values):
    """A lead has a name, a company, a mail or a phone."""
    if not any(values.get(name) for name in ("name", "company", "email", "phone")):
        words = _("Say who it is: a name, a company, an e-mail address or a phone number.")
        raise Invalid.at("name", words)


def refuse_bare_money(lead, values):
    """An amount has a currency: the one that comes with it, or that the lead has."""
    if not {"value", "currency"} & values.keys():
        return
    amount, unit = (values.get(name, getattr(lead, name)) for name in ("value", "currency"))
    if amount is not None and not unit:
        raise Invalid.at("currency", _("Money has a currency, such as EUR."))


def differing(lead, values):
    """Those of `values` (columns by name) that a lead does not have yet."""
    return {name: value for name, value in values.items() if getattr(lead, name) != value}


def columns(values):
    """The same by the names of their columns, with ids for rows."""
    return {
        Lead._meta.get_field(name).attname: getattr(value, "pk", value)
        for name, value in values.items()
    }


def name_of(column):
    return column.removesuffix("_id")
