"""The one place where items are written: columns, related rows, counts, event and version.

Everything here runs inside an open record of the campaign's stream (see `kernel/streams`), so
what is read here cannot be changed by anybody else before the record commits.
"""

from collections import defaultdict
from decimal import Decimal
from difflib import SequenceMatcher

from django.db.models import Count, Q

from campaigns.plan import fields
from campaigns.plan.actions import abroad, checking
from campaigns.plan.models import (
    ENDED,
    Assignment,
    ChecklistEntry,
    Dependency,
    Item,
    Labelling,
)
from campaigns.plan.querysets import UNFINISHED
from workspace.kernel import rows, texts
from workspace.kernel.ready import ready
from workspace.kernel.streams.models import FOR_EVER, Version
from workspace.kernel.values import changes_of, plain

SPACING = 1024.0
# The rows beside an item, of which a list of ids says all: the model, and what it refers to.
BESIDE = {
    "assignees": (Assignment, "member_id"),
    "labels": (Labelling, "label_id"),
    "waits_for": (Dependency, "waits_for_id"),
}
BLANK = {
    "title": "",
    "description": "",
    "kind": "task",
    "status": "todo",
    "priority": 3,
    "channel": None,
    "stage": None,
    "team": None,
    "parent": None,
    "start_on": None,
    "due_on": None,
    "estimate": None,
    "pinned": False,
    "rank": 0.0,
    "extra": {},
    "assignees": [],
    "labels": [],
    "waits_for": [],
    "waits_how": {},
    "checklist": [],
    "trashed": False,
}


def plain_values(values):
    """The plain values of what an action was given (rows, days, decimals, lists of rows)."""
    wanted = {}
    for name, value in values.items():
        if name == "checklist":
            wanted[name] = [[texts.line(text), bool(done)] for text, done in value]
        elif name == "title":
            wanted[name] = texts.line(value)
        elif name == "description":
            wanted[name] = texts.prose(value)
        elif name in fields.SEVERAL:
            wanted[name] = sorted({plain(each) for each in value})
        elif name == "waits_how":
            wanted[name] = fields.how_of({int(pk): how for pk, how in value.items()})
        elif name == "estimate" and value is not None:
            wanted[name] = plain(Decimal(value))
        else:
            wanted[name] = plain(value)
    return wanted


def state_of(item):
    """The present plain values of an item, from its version rows: one query for all of them."""
    [state] = present(item=item.pk)
    return BLANK | state


@ready
def present(*, item):
    rows = Version.objects.filter(noun="item", object_id=item, until=FOR_EVER)
    return rows.values_list("state", flat=True)


def states_of(pks):
    rows = Version.objects.filter(noun="item", object_id__in=pks, until=FOR_EVER)
    return {pk: BLANK | state for pk, state in rows.values_list("object_id", "state")}


def pruned(state, wanted):
    """`wanted` without a word on how to wait for what is not waited for."""
    waits = wanted.get("waits_for", state["waits_for"])
    how = wanted.get("waits_how", state["waits_how"])
    kept = {pk: each for pk, each in how.items() if int(pk) in waits}
    return wanted if kept == how and "waits_how" not in wanted else {**wanted, "waits_how": kept}


def write(record, item, state, wanted, *, verb="item.edited", **data):
    """Bring `item` from `state` to `wanted` (both plain); returns the changes made.

    Nothing is written, and no event appended, when nothing differs.
    """
    wanted = pruned(state, wanted)
    changes = changes_of(state, wanted)
    if not changes:
        return {}
    after = {**state, **wanted}
    checking.check(item, after, changes)
    store(record, item, after, changes)
    abroad.tell(record, {item.pk: changes})
    affected = settle_counts(record, item, changes)
    tell(record, item, after, changes, verb, **data, **affected)
    return changes


def store(record, item, after, changes):
    """Write the columns and related rows of an item."""
    columns = columns_of(record, after, changes)
    rows.change(item, version=item.version, face=record.revision, **columns)
    relate(item, changes)


def columns_of(record, after, changes):
    """What of the changes stands in columns of the item, with all that follows from it."""
    columns = {
        fields.COLUMNS[name]: fields.column_value(name, after[name])
        for name in changes
        if name in fields.COLUMNS
    }
    return columns | consequences(record, after, changes)


def tell(record, item, after, changes, verb, **data):
    """Append the event of a change and remember what the item looks like from now on."""
    if set(changes) == {"rank"}:
        verb, data = "item.moved", {}
    record(verb, item, changes=changes, name=item.title, **data)
    record.keep("item", item.pk, {**after, "version": item.version})


def consequences(record, after, changes):
    """Columns that follow from others."""
    columns = {}
    if "status" in changes:
        columns["status_at"] = record.at
        columns["completed_at"] = record.at if after["status"] == "done" else None
    if "trashed" in changes:
        columns["trashed_at"] = record.at if after["trashed"] else None
    if "checklist" in changes:
        columns["checklist_total"] = len(after["checklist"])
        columns["checklist_done"] = sum(done for _text, done in after["checklist"])
    if {"title", "description"} & set(changes):
        columns["search"] = searchable(after)
    return columns


def searchable(state):
    return f"{state['title']}\n{state['description']}".casefold()


def relate(item, changes):
    """Bring the related rows in line with the changed lists."""
    for name, (model, column) in BESIDE.items():
        if name in changes:
            before, after = (set(pks or ()) for pks in changes[name])
            gone, come = before - after, after - before
            if name == "assignees":
                gone, come = take_over(item, gone, come)
            if gone:
                model.objects.filter(item=item, **{f"{column}__in": gone}).delete()
            model.objects.bulk_create(
                model(workspace_id=item.workspace_id, item=item, **{column: pk})
                for pk in sorted(come)
            )
    if "waits_how" in changes:
        write_how(item, *changes["waits_how"])
    if "checklist" in changes:
        write_checklist(item, changes["checklist"][1])


def take_over(item, gone, come):
    """Put who comes where who goes stood: the first of its people says in whose column an item is.

    Returns those for whom nobody came or went.
    """
    pairs = list(zip(sorted(gone), sorted(come), strict=False))
    for old, new in pairs:
        Assignment.objects.filter(item=item, member=old).update(member=new)
    return gone - {old for old, _new in pairs}, come - {new for _old, new in pairs}


def write_how(item, before, after):
    """Give the dependencies their kind and lag; what is not named any more is usual again."""
    for pk in sorted((before or {}).keys() | after.keys()):
        kind, lag = after.get(pk, fields.USUAL)
        Dependency.objects.filter(item=item, waits_for=int(pk)).update(kind=kind, lag=lag)


def write_checklist(item, entries):
    """Bring the rows of a checklist in line with [(text, done)]; a row's id stays with its text."""
    present = list(item.checklist.order_by("position", "pk"))
    kept = rows_for([text for text, _done in entries], present)
    moved, new = [], []
    for position, ((text, done), row) in enumerate(zip(entries, kept, strict=True)):
        values = {"text": text, "done": done, "position": position}
        if row is None:
            new.append(ChecklistEntry(workspace_id=item.workspace_id, item=item, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            row.__dict__.update(values)
            moved.append(row)
    if gone := {row.pk for row in present} - {row.pk for row in kept if row}:
        ChecklistEntry.objects.filter(pk__in=gone).delete()
    ChecklistEntry.objects.bulk_update(moved, ["text", "done", "position"])
    ChecklistEntry.objects.bulk_create(new)


def rows_for(texts, present):
    """For each of `texts` the row of `present` that it is, or None when it is new.

    As many rows as can keep their text, in their order; between them a text that stands where
    another one stood is that one, renamed.
    """
    found = [None] * len(texts)
    before = [row.text for row in present]
    for how, a, b, c, d in SequenceMatcher(None, before, texts, autojunk=False).get_opcodes():
        if how in {"equal", "replace"}:
            kept = present[a:b][: d - c]
            found[c : c + len(kept)] = kept
    return found


def write_how_of(record, pk, how):
    """Give dependencies of an item that this record has written their kind and lag, too."""
    state = record.kept["item", pk]
    write_how(pk, {}, how)
    record.keep("item", pk, {**state, "waits_how": state["waits_how"] | how})


def settle_counts(record, item, changes):
    """Recount who waits for whom around `item`; returns the ids of what became free or held."""
    ended = [status in ENDED for status in changes.get("status", ("todo", "todo"))]
    if "waits_for" not in changes and "trashed" not in changes and ended[0] == ended[1]:
        return {}
    around = {item.pk}
    for before_or_after in changes.get("waits_for", ()):
        around |= set(before_or_after or ())
    for pair in Dependency.objects.filter(Q(item=item) | Q(waits_for=item)).values_list(
        "item_id", "waits_for_id"
    ):
        around |= set(pair)
    return recount(record, around)


def recount(record, pks):
    """Write `waiting_for` and `holding_up` of these items anew, from the dependencies.

    Those of other campaigns take revisions of their own, soon after (`plan.recount`).
    """
    here = Item.objects.filter(pk__in=pks, campaign=record.stream.of)
    before = {pk: counts for pk, *counts in here.values_list("pk", "waiting_for", "holding_up")}
    if others := set(pks) - before.keys():
        abroad.recount_later(record, others)
    waiting, holding = counts_of("item", "waits_for", pks), counts_of("waits_for", "item", pks)
    after = {pk: [waiting.get(pk, 0), holding.get(pk, 0)] for pk in before}
    moved = defaultdict(list)
    for pk, counts in after.items():
        if counts != before[pk]:
            moved[tuple(counts)].append(pk)
    for (waiting_for, holding_up), some in moved.items():
        Item.objects.filter(pk__in=some).update(
            waiting_for=waiting_for, holding_up=holding_up, face=record.revision
        )
    found = {
        "freed": sorted(pk for pk in after if before[pk][0] and not after[pk][0]),
        "held": sorted(pk for pk in after if after[pk][0] and not before[pk][0]),
    }
    return {name: pks for name, pks in found.items() if pks}


def counts_of(mine, other, pks):
    """{id: how many unfinished items stand at the `other` end of its dependencies}.

    Counted for all at once: one count per item is planned badly by PostgreSQL while a large
    plan comes in, as the tables' statistics are still those of before.
    """
    unfinished = {f"{other}__status__in": UNFINISHED, f"{other}__trashed_at__isnull": True}
    return dict(
        Dependency.objects.filter(**{f"{mine}__in": pks}, **unfinished)
        .order_by()
        .values_list(mine)
        .annotate(count=Count("pk"))
    )
