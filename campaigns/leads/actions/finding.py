"""Which lead a row that comes in is: by the id it has where it comes from, or by what it says."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.leads import keys
from campaigns.leads.models import Lead
from workspace.kernel.refusals import Invalid
from workspace.kernel.streams.recording import chunks

MOST_AT_ONCE = 5_000  # ids in one statement


@dataclass(frozen=True)
class Ids:
    """The ids under which a row without one of its own may be known.

    `own` is the one that it gets, `named` tells it by its name as well, `former` is that of an
    earlier version. `contact` is its mail or phone alone, which others may share: `once` says that
    in its file nobody does.
    """

    own: str
    named: str
    former: str
    contact: str = ""
    once: bool = False

    @property
    def all(self):
        return [each for each in (self.own, self.named, self.former, self.contact) if each]


class Known:
    """The leads from one source that rows may be, each for one row; and who of it was erased."""

    def __init__(self, source, rows):
        ids = {each for row in rows for each in ids_of(row)}
        refuse_long(ids)
        mine = Lead.objects.filter(source=source)
        # Of an erased lead only a keyed hash of its id is left: enough not to bring it back.
        gone = mine.filter(erased_at__isnull=False).exclude(external_id="")
        self.erased = set(gone.values_list("external_id", flat=True))
        self.leads = {
            lead.external_id: lead
            for some in chunks(sorted(ids), MOST_AT_ONCE)
            for lead in mine.filter(external_id__in=some)
        }
        self.used, self.taken = set(self.leads), set()

    def pairs(self, rows):
        """[(lead or None, row)], every row with the `external_id` that it has from now on.

        Who is known by name comes before those whose mail or phone alone says who they are.
        """
        found = {}
        for certain in (True, False):
            for at, row in enumerate(rows):
                if at not in found and (lead := self.of(row, certain)) is not None:
                    found[at] = lead
                    self.taken.add(lead.pk)
        return [(found.get(at), self.settled(row, found.get(at))) for at, row in enumerate(rows)]

    def of(self, row, certain):
        if (ids := row.get("ids")) is None:
            return self.leads.get(row.get("external_id")) if certain else None
        wanted = (ids.named, ids.former) if certain else (ids.contact,)
        leads = (self.leads.get(each) for each in wanted)
        free = (lead for lead in leads if lead is not None and lead.pk not in self.taken)
        return next((lead for lead in free if certain or may_be(lead, row)), None)

    def settled(self, row, lead):
        """With an id that no other lead has; one that is found by its present id keeps that."""
        if (ids := row.get("ids")) is None:
            return row
        if lead is not None and lead.external_id in (ids.own, ids.named):
            return row | {"external_id": lead.external_id}
        new = ids.own if ids.own not in self.used else ids.named
        self.used.add(new)
        return row | {"external_id": new}

    def is_erased(self, row):
        return bool(self.erased) and any(
            keys.erased_id(each) in self.erased for each in ids_of(row)
        )


def ids_of(row):
    """All ids under which a row may be known."""
    if ids := row.get("ids"):
        return ids.all
    return [row["external_id"]] if row.get("external_id") else []


def may_be(lead, row):
    """Whether a lead with the mail or phone of a row is the one the row means, by their names."""
    ids = row["ids"]
    here, there = words_of(lead.name), words_of(row["facts"].get("name", ""))
    if here == there:
        return True
    if not ids.once:
        return False
    return not here or not there or (bool(lead.email_key) and bool(here & there))


def words_of(name):
    return set(name.casefold().split())


def refuse_long(ids):
    longest = Lead._meta.get_field("external_id").max_length
    if any(len(each) > longest for each in ids):
        words = _("An id has at most %(limit)d characters.") % {"limit": longest}
        raise Invalid.at("external_id", words)
