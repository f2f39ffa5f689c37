"""What an import would do to a plan: which items are new, changed, unchanged, or left alone."""

from dataclasses import dataclass, field
from typing import NamedTuple

from campaigns.plan import fields
from campaigns.plan.imports import merging
from campaigns.plan.imports.models import Origin
from campaigns.plan.imports.reading import DraftItem
from campaigns.plan.imports.reading.vendors import ROUNDTABLE, ROUNDTABLE_REVISION
from campaigns.plan.imports.said import Said, Speaker, mark_of, spoken_by
from campaigns.plan.models import Dependency, Item
from workspace.kernel.streams import states_at
from workspace.kernel.streams.models import FOR_EVER, Stream, Version

ADD, UPDATE = "add", "update"
MANY = 5  # so many of the same ids with other titles look like another plan


class Known(NamedTuple):
    """An item of the plan that a draft is about, and what the file said of it last time."""

    item: Item
    state: dict
    before: dict
    file: str = ""  # the name of the file that said it


@dataclass
class Comparison:
    """The drafts sorted by what becomes of them.

    `in_trash` has the ids of items that people threw away: the file does not bring them back.
    `elsewhere` has those of items that the file may refer to though they are not in it.
    """

    new: list[Said] = field(default_factory=list)
    found: list[tuple[Known, Said]] = field(default_factory=list)
    in_trash: dict[str, int] = field(default_factory=dict)
    elsewhere: dict[str, int] = field(default_factory=dict)
    absent: int = 0
    renamed: int = 0

    @property
    def ids(self):
        """The ids of all items that the plan has already, by external id."""
        return (
            self.elsewhere
            | self.in_trash
            | {said.draft.external_id: known.item.pk for known, said in self.found}
        )

    @property
    def doubtful(self):
        """Most of the rows have ids of items that are called otherwise: is it the same plan?"""
        return self.renamed >= MANY and self.renamed * 2 > len(self.found)


def source_of(imp, reading):
    """Where the items come from; rows with the same id are the same item within one source."""
    vendor = reading["vendor"].value
    return f"{vendor}-{imp.pk}" if imp.choices.get("same_ids") == ADD else vendor


def compared(imp, reading, plan, places):
    """The `Comparison` of a draft plan with the plan as it is now."""
    speaker = Speaker(reading, places)
    known = known_items(imp, reading, plan)
    found = Comparison(elsewhere=keys_of(imp.campaign) if is_ours(reading) else {})
    for draft in plan.items:
        said = speaker.said(draft)
        match = known.pop(draft.external_id, None)
        if match is None:
            found.new.append(said)
        elif match.item.trashed_at and match.before:
            found.in_trash[draft.external_id] = match.item.pk
        else:
            found.renamed += match.item.title != draft.title
            found.found.append((match, said))
    # Rows that cannot be read, and are left out, may stand in the plan: links to them stay.
    found.elsewhere |= {
        name: each.item.pk for name, each in known.items() if not each.item.trashed_at
    }
    left = [known for known in known.values() if known.file == imp.name]
    found.absent = sum(not known.item.trashed_at for known in left)
    return found


def known_items(imp, reading, plan):
    """{external id: `Known`} of all items that came from the same source."""
    rows = Item.objects.filter(campaign=imp.campaign_id)
    known = known_by_source(rows, source_of(imp, reading))
    return known | known_by_key(imp.campaign, rows, plan) if is_ours(reading) else known


def known_by_source(rows, source):
    rows = rows.filter(source=source).exclude(external_id="")
    origins = Origin.objects.filter(item__in=rows).order_by("pk")
    said = {
        pk: (values, name)
        for pk, values, name in origins.values_list("item_id", "values", "brought__name")
    }
    states = present_states(rows)
    return {
        item.external_id: Known(item, states[item.pk], *said.get(item.pk, ({}, "")))
        for item in rows
        if item.pk in states
    }


def is_ours(reading):
    """Whether the file was exported from here."""
    return reading["vendor"].value == ROUNDTABLE


def keys_of(campaign):
    """The ids of what a row of our own export may name, by key.

    Of other campaigns these are the items that this plan waits for: such links stay.
    """
    numbers = Item.objects.filter(campaign=campaign).values_list("number", "pk")
    outside = Dependency.objects.filter(item__campaign=campaign).exclude(
        waits_for__campaign=campaign
    )
    there = outside.values_list("waits_for__campaign__key", "waits_for__number", "waits_for")
    return {f"{key}-{number}": pk for key, number, pk in there} | {
        f"{campaign.key}-{number}": pk for number, pk in numbers
    }


def present_states(rows):
    versions = Version.objects.filter(noun="item", until=FOR_EVER, object_id__in=rows.values("pk"))
    return dict(versions.values_list("object_id", "state"))


def known_by_key(campaign, rows, plan):
    """For a file that was exported from here: by key, as the item was when it was exported."""
    stream = Stream.objects.get(kind="campaign", of=campaign.pk)
    revisions = {
        draft.external_id: draft.fields.get(ROUNDTABLE_REVISION, "") for draft in plan.items
    }
    then = {
        text: states_at(stream, "item", int(text))
        for text in set(revisions.values())
        if is_whole(text)
    }
    states = present_states(rows)
    known = {}
    for item in rows:
        key = f"{campaign.key}-{item.number}"
        if key in revisions and item.pk in states:
            before = then.get(revisions[key], {}).get(item.pk, {})
            known[key] = Known(item, states[item.pk], before)
    return known


def is_whole(text):
    return text.isascii() and text.isdigit() and len(text) < 16


class Change(NamedTuple):
    """What the file says of a known item, and the plain values that it changes."""

    known: Known
    draft: DraftItem
    values: dict
    wanted: dict

    @property
    def new_comments(self):
        """The comments that were not in the file last time."""
        told = set(self.known.before.get("comments", ()))
        return [comment for comment in self.draft.comments if mark_of(comment) not in told]

    @property
    def matters(self):
        return bool(self.wanted or self.known.item.trashed_at or self.new_comments)


def with_references(said, pks):
    """All that is said, with other items as ids; `pks` has them by external id."""
    draft = said.draft
    waits = {pks[wait.on]: (wait.kind, wait.lag) for wait in draft.waits_for if wait.on in pks}
    return said.values | {
        "parent": pks.get(draft.parent),
        "waits_for": sorted(waits),
        "waits_how": fields.how_of(waits),
        "comments": sorted(map(mark_of, draft.comments)),
    }


def changes(found, pks, spoken):
    """A `Change` for each item of the plan that the file is about, though nothing may change."""
    gone = set(found.in_trash.values())
    return [change(known, said, pks, spoken, gone) for known, said in found.found]


def change(known, said, pks, spoken, gone):
    values = with_references(said, pks)
    wanted = merging.merged(known.state, known.before, values, spoken)
    if wanted.get("parent") in gone:
        del wanted["parent"]
    return Change(known, said.draft, values, in_order(known.state, wanted))


def in_order(state, wanted):
    """`wanted` without its days, when one of them and one that people set cross each other."""
    start, due = (wanted.get(name, state[name]) for name in ("start_on", "due_on"))
    if start and due and start > due:
        return {n: value for n, value in wanted.items() if n not in fields.DATES}
    return wanted


def days_wanted(found, spoken):
    """{item's id: (start, due)} of the items of the plan to which the file gives other days."""
    wanted = {}
    for known, said in found.found:
        days = {name: said.values[name] for name in fields.DATES}
        days = in_order(known.state, merging.merged(known.state, known.before, days, spoken))
        if days and not known.item.trashed_at:
            present = {name: known.state[name] for name in fields.DATES}
            wanted[known.item.pk] = tuple(
                fields.column_value(name, day) for name, day in (present | days).items()
            )
    return wanted


def supposed(imp, reading, plan, places):
    """The comparison, and how many items would be new, changed and unchanged; writes nothing."""
    found = compared(imp, reading, plan, places)
    pks = found.ids | {said.draft.external_id: -place for place, said in enumerate(found.new, 1)}
    known = changes(found, pks, spoken_by(reading))
    return found, counts_of(found, sum(each.matters for each in known))


def counts_of(found, changed):
    return {
        "new": len(found.new),
        "changed": changed,
        "same": len(found.found) - changed,
        "in_trash": len(found.in_trash),
        "absent": found.absent,
    }
