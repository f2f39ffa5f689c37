"""Many items at once: what `writing` does for one item, in few statements for all of them."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import F

from campaigns.brief.models import Campaign
from campaigns.plan import fields
from campaigns.plan.actions import abroad, checking, writing
from campaigns.plan.models import ENDED, ChecklistEntry, Dependency, Item
from workspace.kernel import pouring
from workspace.kernel.streams.recording import chunks
from workspace.kernel.values import changes_of

TOLD_BESIDE = {
    "source": "",
    "external_id": "",
    "completed_at": None,
    "parent_at": None,
    "waits_for_at": (),
}
# What is put on items, and taken off, without a thought of the others.
TAGS = {name: writing.BESIDE[name] for name in ("assignees", "labels")}


class Birth(NamedTuple):
    """An item in the making: its plain values, and what its draft says beside them."""

    item: Item
    state: dict
    beside: dict


def nobody_asks(count):
    """For callers who do not show how far it is."""


def add_many(record, campaign, drafts, *, stored=nobody_asks):
    """Create items from plain values, in their order; returns them.

    Beside the fields a draft may carry `source`, `external_id`, the moment `completed_at`, and
    references to other drafts by their place in the list: `parent_at`, and `waits_for_at` (a
    list). These must be free of loops. Counts of who waits for whom are left to the caller
    (`recount`). `stored(count)` is called on the way.
    """
    states = [{**writing.BLANK, **draft} for draft in drafts]
    checking.check_many(
        campaign.pk,
        [(None, state, given(state, draft)) for state, draft in zip(states, drafts, strict=True)],
    )
    first = take_numbers(campaign, len(drafts))
    births = [birth(record, campaign, number, draft) for number, draft in enumerate(drafts, first)]
    bring_forth(births, stored)
    relate_many(births)
    for born in births:
        if born.state["waits_how"]:
            writing.write_how(born.item, {}, born.state["waits_how"])
    for born, draft in zip(births, drafts, strict=True):
        tell_birth(record, born, ranked="rank" in draft)
    abroad.tell(
        record, {born.item.pk: waits_of(born) for born in births if born.state["waits_for"]}
    )
    return [born.item for born in births]


def take_numbers(campaign, count):
    """The first of `count` item numbers that are given to nobody else."""
    Campaign.objects.filter(pk=campaign.pk).update(last_number=F("last_number") + count)
    last = Campaign.objects.values_list("last_number", flat=True).get(pk=campaign.pk)
    return last - count + 1


def birth(record, campaign, number, draft):
    state = {**writing.BLANK, "rank": number * writing.SPACING, **draft}
    beside = {name: state.pop(name, default) for name, default in TOLD_BESIDE.items()}
    columns = {
        column: fields.column_value(name, state[name]) for name, column in fields.COLUMNS.items()
    }
    columns |= writing.consequences(record, state, {"status", "checklist"})
    if beside["completed_at"] and columns["completed_at"]:
        columns["completed_at"] = columns["status_at"] = beside["completed_at"]
    item = Item(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        number=number,
        source=beside["source"],
        external_id=beside["external_id"],
        created_at=record.at,
        created_by=record.by,
        face=record.revision,
        search=writing.searchable(state),
        **columns,
    )
    return Birth(item, state, beside)


def given(state, draft):
    """What the draft says, as changes of a blank item."""
    return {name: [writing.BLANK[name], state[name]] for name in draft if name in writing.BLANK}


def waits_of(born):
    """What it waits for, as changes of a blank item."""
    return {"waits_for": [[], born.state["waits_for"]]}


def bring_forth(births, stored):
    """Store the items with ids that are known before, so that places become ids at once."""
    pks = pouring.reserve(Item, len(births))
    for born, pk in zip(births, pks, strict=True):
        born.item.pk = pk
        if (above := born.beside["parent_at"]) is not None:
            born.state["parent"] = born.item.parent_id = pks[above]
        if places := born.beside["waits_for_at"]:
            born.state["waits_for"] = sorted(
                {*born.state["waits_for"], *map(pks.__getitem__, places)}
            )
    pouring.pour_instances(Item, [born.item for born in births], stored=stored)


def relate_many(births):
    for name, (model, column) in TAGS.items():
        related = (
            (born.item.workspace_id, born.item.pk, pk) for born in births for pk in born.state[name]
        )
        pouring.pour(model, ["workspace_id", "item_id", column], related)
    waiting = (
        (born.item.workspace_id, born.item.pk, pk, *fields.USUAL)
        for born in births
        for pk in born.state["waits_for"]
    )
    names = ["workspace_id", "item_id", "waits_for_id", "kind", "lag"]
    pouring.pour(Dependency, names, waiting)
    entries = (
        (born.item.workspace_id, born.item.pk, text, done, position)
        for born in births
        for position, (text, done) in enumerate(born.state["checklist"])
    )
    names = ["workspace_id", "item_id", "text", "done", "position"]
    pouring.pour(ChecklistEntry, names, entries)


def tell_birth(record, born, *, ranked):
    shown = {
        name: born.state[name]
        for name in fields.EDITABLE
        if born.state[name] != writing.BLANK[name] and (ranked or name != "rank")
    }
    record("item.added", born.item, changes=changes_of({}, shown))
    state = {**born.state, "number": born.item.number, "version": 1}
    record.keep("item", born.item.pk, state)


def write_many(
    record, wanted, *, verb="item.edited", stored=nobody_asks, counted=False, drawn=frozenset()
):
    """Bring items to what is wanted of them: a list of (item, state, wanted), both plain.

    Loops of parents and dependencies are not looked for. Counts of who waits for whom are left
    to the caller (`recount`), unless they shall be `counted`: then each event says what became
    free or held by it. The items `drawn` (ids) of other campaigns are written beside these. Returns
    the changes made, by the item's id.
    """
    wanted = [(item, state, writing.pruned(state, values)) for item, state, values in wanted]
    differing = [
        (item, {**state, **values}, changes)
        for item, state, values in wanted
        if (changes := changes_of(state, values))
    ]
    if not differing:
        return {}
    checking.check_many(differing[0][0].campaign_id, differing)
    store_many(record, differing)
    relate_anew(differing)
    found = {item.pk: changes for item, _after, changes in differing}
    abroad.tell(record, found, drawn)
    affected = settle_counts(record, differing) if counted else {}
    for item, after, changes in differing:
        writing.relate(item, {name: each for name, each in changes.items() if name not in TAGS})
        writing.tell(record, item, after, changes, verb, **affected.get(item.pk, {}))
        stored(1)
    return found


FEW = 5


def store_many(record, differing):
    """Write the columns; items that get the same values share a statement.

    The campaign's stream is locked, so that nobody else can have moved a version.
    """
    alike = defaultdict(list)
    for item, after, changes in differing:
        columns = writing.columns_of(record, after, changes) | {"face": record.revision}
        alike[repr(sorted(columns.items()))].append((item, columns))
    single = defaultdict(list)
    for group in alike.values():
        if len(group) < FEW:
            single[tuple(group[0][1])] += group
        else:
            for some in chunks([item.pk for item, _columns in group], 5_000):
                Item.objects.filter(pk__in=some).update(version=F("version") + 1, **group[0][1])
    for names, group in single.items():
        rows = [(*columns.values(), item.pk) for item, columns in group]
        pouring.rewrite(Item, names, rows, workspace_id=record.stream.workspace_id)
    for item, columns in (each for group in alike.values() for each in group):
        item.version += 1
        for name, value in columns.items():
            setattr(item, name, value)


def relate_anew(differing):
    """Give people and labels to all items, and take them away, in a statement for each of them."""
    for name, (model, column) in TAGS.items():
        gone, come = defaultdict(list), []
        for item, _after, changes in differing:
            before, after = (set(pks or ()) for pks in changes.get(name, ((), ())))
            for pk in sorted(before - after):
                gone[pk].append(item.pk)
            come += [
                model(workspace_id=item.workspace_id, item=item, **{column: pk})
                for pk in sorted(after - before)
            ]
        for pk, items in gone.items():
            for some in chunks(items, 5_000):
                model.objects.filter(item__in=some, **{column: pk}).delete()
        model.objects.bulk_create(come, batch_size=5_000)


def settle_counts(record, differing):
    """Count anew around items that ended or go on, or are in the trash by now, or no longer.

    Returns {id: what became free or held by it}. Something is freed by the last of those that it
    waited for, and held by the first. What waits for none of them is named by none: what it waits
    for ended, or went on, in another campaign, which had yet to be counted here.
    """
    crossing = [item.pk for item, _after, changes in differing if crosses(changes)]
    found = recount(record, crossing) if crossing else {}
    if not found:
        return {}
    touched = [pk for pks in found.values() for pk in pks]
    links = Dependency.objects.filter(item__in=touched, waits_for__in=crossing)
    waits = defaultdict(set)
    for later, earlier in links.values_list("item_id", "waits_for_id"):
        waits[later].add(earlier)
    affected = defaultdict(lambda: defaultdict(list))
    for name, order in (("freed", crossing[::-1]), ("held", crossing)):
        for pk in found.get(name, ()):
            if cause := next((each for each in order if each in waits[pk]), None):
                affected[cause][name].append(pk)
    return affected


def crosses(changes):
    """Whether something is waited for no longer after these changes, or again."""
    if "trashed" in changes:
        return True
    before, after = changes.get("status", ("", ""))
    return (before in ENDED) != (after in ENDED)


def recount(record, pks):
    """Settle the counts of these items and of all that wait for them or that they wait for.

    Returns the ids that became free and held, like `writing.recount`.
    """
    around = set(pks)
    for some in chunks(sorted(pks), 5_000):
        for pair in Dependency.objects.filter(item__in=some).values_list("waits_for_id"):
            around |= set(pair)
        for pair in Dependency.objects.filter(waits_for__in=some).values_list("item_id"):
            around |= set(pair)
    found = defaultdict(list)
    for some in chunks(sorted(around), 5_000):
        for name, ids in writing.recount(record, some).items():
            found[name] += ids
    return dict(found)
