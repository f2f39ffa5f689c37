"""Leads come in: from a file, a program, a form, or by hand; one, or 25,000 at once.

A lead is found again by where it came from and its id there. Nobody is taken for somebody else
because a mail or a phone is the same: such duplicates are shown (`duplicates.py`), and a person
merges them.
"""

from dataclasses import dataclass, field

from campaigns.leads import facts, keys
from campaigns.leads.actions import noting, states, telling
from campaigns.leads.actions.clocks import Clocks
from campaigns.leads.actions.finding import Known
from campaigns.leads.models import Lead, Note, Touch
from workspace.kernel import pouring, streams
from workspace.kernel.streams.recording import chunks

BATCH = 500
MANY = 50
ROAD = (Lead.State.NEW, *states.ROAD)
LEFT = ("elsewhere", "merged", "erased")


@dataclass
class Outcome:
    """What became of rows: `changed` are pairs of a lead and what it said before."""

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    same: list = field(default_factory=list)
    left: dict = field(default_factory=lambda: dict.fromkeys(LEFT, 0))

    @property
    def counts(self):
        return {"new": len(self.new), "changed": len(self.changed), "same": len(self.same)} | {
            name: count for name, count in self.left.items() if count
        }


def bring(campaign, rows, *, by, source, via=""):
    """Create or update leads of `campaign`; returns the `Outcome`.

    Each row is a dictionary of facts (`facts.EDITED`), and of `external_id` (its id at `source`),
    `ids` (those under which it may be known where it has none, see `finding`), `state` with
    `moments` ({"mql_at": …} as far as they are known), `created_at`, `touches` (as (moment, words))
    and `notes`. A row that says nothing of a fact leaves it alone; so does an empty one. A state
    only goes on, never back, and never over what sales has decided.
    """
    with streams.record("campaign", campaign.pk, by=by, via=via) as record:
        return bring_in(record, campaign, rows, source=source)


def bring_in(record, campaign, rows, *, source, told=None):
    """The same inside an open record; `told(count)` hears of every batch that was written."""
    bringing = Bringing(record, campaign, source, told or (lambda count: None))
    return bringing.bring([prepared(row) for row in rows])


def supposed(campaign, rows, *, source):
    """The counts that bringing these rows in would have now; writes nothing."""
    bringing = Bringing(None, campaign, source, None)
    rows = [prepared(row) for row in rows]
    for lead, row in bringing.pairs(rows):
        bringing.suppose(lead, row)
    return bringing.outcome.counts


def prepared(row):
    """A row with its facts cleaned, as columns."""
    said = {name: row[name] for name in facts.EDITED if row.get(name) not in (None, "", {})}
    return row | {"facts": facts.columns(facts.clean(said))}


class Bringing:
    """Rows on their way into one campaign, inside its open record."""

    def __init__(self, record, campaign, source, told):
        self.record = record
        self.campaign = campaign
        self.source = source
        self.told = told
        self.outcome = Outcome()
        self.clocks = Clocks(campaign.workspace)

    def bring(self, rows):
        new, found = [], []
        for lead, row in self.pairs(rows):
            (new if lead is None else found).append((lead, row))
        self.add([row for _lead, row in new if not self.is_erased(row)])
        self.update(found)
        return self.outcome

    def pairs(self, rows):
        """[(the lead that came from here before, or None, row)]."""
        self.known = Known(self.source, rows)
        return self.known.pairs(rows)

    def is_erased(self, row):
        known = self.known.is_erased(row)
        self.outcome.left["erased"] += known
        return known

    def suppose(self, lead, row):
        """Sort a row by what would become of it."""
        if lead is None:
            if not self.is_erased(row):
                self.outcome.new.append(row)
        elif kind := left_alone(lead, self.campaign):
            self.outcome.left[kind] += 1
        elif facts.differing(lead, row["facts"]) or is_further(lead.state, row.get("state")):
            self.outcome.changed.append(row)
        else:
            self.outcome.same.append(row)

    # New ones

    def add(self, rows):
        for some in chunks(rows, BATCH):
            leads = stored([self.made(row) for row in some])
            self.furnish(zip(leads, some, strict=True))
            for lead in leads:
                self.record(
                    "lead.added", lead, audience="team", source=self.source, state=lead.state
                )
            self.outcome.new += leads
            self.told(len(leads))

    def made(self, row):
        facts.refuse_nobody(row["facts"])
        facts.refuse_bare_money(Lead(), row["facts"])
        created = row.get("created_at") or self.record.at
        lead = Lead(
            workspace_id=self.campaign.workspace_id,
            campaign=self.campaign,
            source=self.source,
            external_id=row.get("external_id") or "",
            created_at=created,
            **row["facts"],
        )
        state, moments = row.get("state") or Lead.State.NEW, row.get("moments") or {}
        values = self.entered(lead, state, moments, row) | self.keys_of(lead, row["facts"])
        for name, value in values.items():
            setattr(lead, name, value)
        return lead

    def entered(self, lead, state, moments, row):
        """The columns of a lead that comes in in `state`, whose way there is known in part."""
        values = states.columns(lead) | {name: at for name, at in moments.items() if at}
        if state == Lead.State.NEW:
            return values
        if state == Lead.State.MQL:
            # The time to decide runs from when sales could know of the lead, not from its past.
            hours = self.clocks.hours_of(row["facts"].get("owner_id", lead.owner_id))
            return states.enter(values, state, self.record.at, hours, self.clocks.minutes)
        known = [at for at in moments.values() if at]
        return states.enter(values, state, max(known, default=self.record.at))

    def keys_of(self, lead, values):
        return keys.following(lead, values, self.campaign.workspace.time_zone)

    def furnish(self, pairs):
        """What is told of new leads: how they met the campaign, and notes."""
        touches, notes = [], []
        for lead, row in pairs:
            place = row.get("touchpoint")
            for when, what in row.get("touches", ()):
                touches.append(self.touch(lead, when or lead.created_at, what, place))
            bodies = (part for body in row.get("notes", ()) for part in noting.parts_of(body))
            notes += [self.note(lead, part) for part in bodies]
        pouring.pour_instances(Touch, touches)
        pouring.pour_instances(Note, notes)

    def touch(self, lead, at, what, place):
        return Touch(
            workspace_id=lead.workspace_id,
            lead=lead,
            at=at,
            what=what[:200],
            channel_id=place.channel_id if place else None,
            touchpoint=place,
        )

    def note(self, lead, body):
        by = self.record.by
        return Note(
            workspace_id=lead.workspace_id,
            lead=lead,
            by=by,
            by_name=by.name if by else "",
            body=body,
            created_at=self.record.at,
        )

    # Known ones

    def update(self, pairs):
        changed = []
        self.rename(pairs)
        for lead, row in pairs:
            if kind := left_alone(lead, self.campaign):
                self.outcome.left[kind] += 1
                continue
            differing = facts.differing(lead, row["facts"])
            facts.refuse_bare_money(lead, differing)
            values = self.clocks.kept(lead, differing) | self.keys_of(lead, differing)
            values |= self.further(lead, row)
            if values:
                changed.append((lead, values))
            else:
                self.outcome.same.append(lead)
        for some in chunks(changed, BATCH):
            self.write(some)
            self.told(len(some))

    def rename(self, pairs):
        """Let those that were found by another id than theirs be known by that from now on."""
        some = [
            (lead, row["external_id"])
            for lead, row in pairs
            if lead.external_id != row["external_id"] and not left_alone(lead, self.campaign)
        ]
        for lead, new in some:
            lead.external_id = new
        if some:
            Lead.objects.bulk_update([lead for lead, _new in some], ["external_id"], BATCH)

    def further(self, lead, row):
        """The columns that the state of a row changes, when it lies further on than the lead's."""
        state, moments = row.get("state"), row.get("moments") or {}
        if not state or not is_further(lead.state, state):
            return {}
        fresh = {name: at for name, at in moments.items() if at and getattr(lead, name) is None}
        before = states.columns(lead)
        after = self.entered(lead, state, fresh, row)
        return {name: value for name, value in after.items() if before.get(name) != value}

    def write(self, pairs):
        names = sorted({name for _lead, values in pairs for name in values})
        for lead, values in pairs:
            before = {name: getattr(lead, name) for name in values}
            for name, value in values.items():
                setattr(lead, name, value)
            lead.version += 1
            self.outcome.changed.append((lead, before))
            telling.edited(self.record, lead, before, values)
        # An upsert by the id, as every row has values of its own; inside the campaign's lock
        # nobody else can have changed them since they were read.
        Lead.objects.bulk_create(
            [lead for lead, _values in pairs],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[*names, "version"],
        )


def stored(leads):
    """New leads with their ids, written; many of them are poured in."""
    if len(leads) < MANY:
        return Lead.objects.bulk_create(leads)
    for lead, pk in zip(leads, pouring.reserve(Lead, len(leads)), strict=True):
        lead.pk = pk
    pouring.pour_instances(Lead, leads)
    return leads


def left_alone(lead, campaign):
    """Why a lead that is known is not changed: it is in another campaign, or was merged."""
    if lead.campaign_id != campaign.pk:
        return "elsewhere"
    return "merged" if lead.merged_into_id else ""


def is_further(present, state):
    """Whether `state` lies further on the road than `present`, which no decision has left."""
    return present in ROAD and state in ROAD and ROAD.index(state) > ROAD.index(present)
