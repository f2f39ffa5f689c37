"""What an address asks of a list of leads, as far as its reader may ask it."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q

from campaigns.leads import behind, masking
from campaigns.leads.behind import Behind
from campaigns.leads.models import Lead
from workspace.kernel import clock, phones

NONE, ME = "none", "me"
SOURCES = ("form", "hubspot", "file", "api", "hand")
LONGEST = 100


@dataclass(frozen=True)
class Filters:
    """`text` is looked for in who a lead is, so a reader who does not see that cannot ask it."""

    campaign: tuple = ()
    state: tuple = ()
    touchpoint: tuple = ()
    owner: tuple = ()
    reason: tuple = ()
    source: tuple = ()
    standing: str = ""  # "waiting" or "overdue"
    text: str = ""
    behind: Behind | None = None

    @property
    def active(self):
        return sum(bool(getattr(self, name)) for name in (*SEVERAL, "standing", "text", "behind"))

    def query(self, **changes):
        wanted = replace(self, **changes)
        pairs = [(name, value) for name in SEVERAL for value in getattr(wanted, name)]
        pairs += [("standing", wanted.standing)] if wanted.standing else []
        pairs += [("q", wanted.text)] if wanted.text else []
        pairs += wanted.behind.pairs if wanted.behind else []
        return urlencode(pairs)

    def without_words(self):
        """The same as plain values, for the log: nothing of it says who anybody is."""
        told = {name: list(getattr(self, name)) for name in SEVERAL if getattr(self, name)}
        told |= {"standing": self.standing} if self.standing else {}
        told |= dict(self.behind.pairs) if self.behind else {}
        return told | ({"text": True} if self.text else {})


SEVERAL = ("campaign", "state", "touchpoint", "owner", "reason", "source")
STANDINGS = ("waiting", "overdue")


def read(params, reader):
    """The filters of a query string; what cannot be asked, or not by this reader, is left out."""
    found = {
        name: tuple(dict.fromkeys(v for v in values(params, name) if fits(name, v)))
        for name in SEVERAL
    }
    standing = params.get("standing", "")
    text = " ".join(params.get("q", "").split())[:LONGEST] if masking.sees(reader) else ""
    standing = standing if standing in STANDINGS else ""
    return Filters(**found, standing=standing, text=text, behind=behind.read(params))


def values(params, name):
    """Several values stand one by one, or in one with commas between them."""
    return [value for given in params.getlist(name)[:50] for value in given.split(",")[:50]]


def fits(name, value):
    if name == "state":
        return value in Lead.State.values
    if name == "source":
        return 0 < len(value) <= 20 and value.isprintable()
    if value == NONE or (name == "owner" and value == ME):
        return name in {"touchpoint", "owner"}
    return value.isascii() and value.isdigit() and len(value) < 16


def narrowed(rows, filters, reader):
    """Those of `rows` (leads) that the filters ask for."""
    if filters.campaign:
        rows = rows.filter(campaign__in=filters.campaign)
    if filters.state:
        rows = rows.filter(state__in=filters.state)
    if filters.touchpoint:
        rows = rows.filter(one_of("touchpoint", filters.touchpoint))
    if filters.owner:
        owners = [str(reader.pk) if value == ME else value for value in filters.owner]
        rows = rows.filter(one_of("owner", owners))
    if filters.reason:
        rows = rows.filter(reason__in=filters.reason)
    if filters.source:
        rows = rows.filter(source__in=["" if s == "hand" else s for s in filters.source])
    if filters.behind:
        rows = filters.behind.narrowed(rows)
    rows = standing(rows, filters.standing)
    return containing(rows, filters.text) if filters.text and masking.sees(reader) else rows


def one_of(name, values):
    condition = Q(**{f"{name}__in": [value for value in values if value != NONE]})
    return condition | Q(**{f"{name}__isnull": True}) if NONE in values else condition


def standing(rows, name):
    if name == "waiting":
        return rows.waiting()
    if name == "overdue":
        return rows.waiting().filter(due_at__lt=clock.now())
    return rows


def containing(rows, text):
    condition = Q(name__icontains=text) | Q(company__icontains=text)
    condition |= Q(email_key__contains=text.casefold())
    # What is dialled before it, from abroad or at home, is not part of the key.
    digits = phones.digits(text.replace("(0)", "")).lstrip("0")
    if len(digits) >= 4:
        condition |= Q(phone_key__contains=digits)
    return rows.filter(condition)
