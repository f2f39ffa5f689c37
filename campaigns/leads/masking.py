"""What a reader gets of who a lead is: everything, or only its outline.

`face` is the one way from a lead to something shown: pages, the API, exports and mails are given
faces, never the lead's own columns, so that what must not be seen is not there at all.
"""

from dataclasses import dataclass
from datetime import datetime

SEEING = frozenset({"owner", "admin", "manager", "sales"})
# What says who a lead is; none of it stands in an event, a log, or anything a reader who does not
# see leads may search, sort or filter by.
WHO = ("name", "company", "title", "email", "phone", "country", "consent", "external_id")
DOTS = "···"


def sees(reader):
    """Whether `reader` sees who leads are: sales and managers, and whom an admin granted it."""
    return reader.role in SEEING or (reader.role == "member" and reader.sees_leads)


@dataclass(frozen=True)
class Face:
    """Who a lead is, as far as one reader may know."""

    pk: int
    name: str = ""
    company: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    country: str = ""
    consent: str = ""
    consent_at: datetime | None = None
    external_id: str = ""
    is_masked: bool = False
    is_erased: bool = False

    def __str__(self):
        """What the lead is called in a list."""
        return self.name or self.company or self.email or f"#{self.pk}"


def face(lead, reader):
    """Who `lead` is, for `reader`."""
    if sees(reader):
        return Face(
            pk=lead.pk,
            consent_at=lead.consent_at,
            is_erased=lead.erased_at is not None,
            **{name: getattr(lead, name) for name in WHO},
        )
    return Face(
        pk=lead.pk,
        name=words(lead.name),
        company=words(lead.company),
        title=lead.title,
        email=mail(lead.email),
        phone=phone(lead.phone),
        country=lead.country,
        consent=DOTS if lead.consent else "",
        consent_at=lead.consent_at,
        is_masked=True,
        is_erased=lead.erased_at is not None,
    )


def words(text):
    """`Erin Rask` as `E··· R···`; of a single character nothing is left."""
    return " ".join(first(word) for word in text.split()[:4])


def first(word):
    return f"{word[0]}{DOTS}" if len(word) > 1 else DOTS


def mail(text):
    """`erin@nordwind.example` as `e···@n···.example`."""
    name, at, domain = text.rpartition("@")
    if not at:
        return DOTS if text else ""
    host, _dot, country = domain.rpartition(".")
    return f"{first(name) if name else DOTS}@{first(host) if host else DOTS}.{country}"


def phone(text):
    """The last two digits."""
    digits = [char for char in text if char.isdigit()]
    return f"{DOTS}{''.join(digits[-2:])}" if len(digits) > 4 else (DOTS if text else "")
