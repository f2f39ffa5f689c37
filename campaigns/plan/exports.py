"""The plan as a table for spreadsheets: what the filters show, in their order.

What comes out can be changed and brought in again (`plan/imports`): the last column names the
revision of the plan, so that the import knows what was changed in the file and what in the plan
meanwhile. Text that a spreadsheet would take for a formula is marked as text.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch
from django.utils import timezone

from campaigns.plan import windows
from campaigns.plan.imports.reading.vendors import (
    APOSTROPHE,
    ROUNDTABLE_COLUMNS,
    ROUNDTABLE_REVISION,
    TAKEN_FOR_A_FORMULA,
)
from campaigns.plan.models import ChecklistEntry, Dependency
from campaigns.plan.querysets import is_outside

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel takes UTF-8 for another encoding


@dataclass(frozen=True)
class Table:
    """Headings, and rows of text, days, numbers and None."""

    headings: list
    rows: list


def table(campaign, filters, reader):
    """What `reader` may see of the plan; guests get no mails and no columns of the team's own."""
    outside = is_outside(reader)
    revision = windows.revision_of(campaign)[1]
    items = list(rows_of(campaign, filters, reader))
    own = [] if outside else own_columns(items)
    headings = [str(label) for label in ROUNDTABLE_COLUMNS.values()]
    if not outside:
        headings += [*own, ROUNDTABLE_REVISION]
    return Table(
        headings,
        [
            cells(item, campaign.key, outside)
            + ([] if outside else [*(item.extra.get(name) for name in own), revision])
            for item in items
        ],
    )


def rows_of(campaign, filters, reader):
    waits = Dependency.objects.select_related("waits_for__campaign").order_by(
        "waits_for__campaign", "waits_for__number"
    )
    return (
        windows.rows_of(campaign, filters, reader)
        .for_rows()
        .prefetch_related(
            Prefetch("waits", waits),
            Prefetch("checklist", ChecklistEntry.objects.order_by("position", "pk")),
        )
        .order_by(*filters.ordering())
    )


def own_columns(items):
    """The names of all columns that files brought along, in order of appearance."""
    return list(dict.fromkeys(name for item in items for name in item.extra))


def cells(item, key, outside):
    found = {
        "external_id": f"{key}-{item.number}",
        "title": item.title,
        "kind": item.get_kind_display(),
        "status": item.get_status_display(),
        "priority": item.get_priority_display(),
        "channel": item.channel and item.channel.name,
        "stage": item.stage and item.stage.name,
        "team": item.team and item.team.name,
        "people": "; ".join(called(each.member, outside) for each in item.assignments.all()),
        "start_on": item.start_on,
        "due_on": item.due_on,
        "estimate_hours": item.estimate,
        "labels": ", ".join(each.label.name for each in item.labellings.all()),
        "waits_for": ", ".join(
            waiting(each)
            for each in item.waits.all()
            if not outside or each.waits_for.campaign_id == item.campaign_id
        ),
        "parent": f"{key}-{item.parent.number}" if item.parent else None,
        "checklist": "\n".join(
            f"[{'x' if e.done else ' '}] {e.text}" for e in item.checklist.all()
        ),
        "description": item.description,
    }
    return [found[name] for name in ROUNDTABLE_COLUMNS]


def called(member, outside):
    return member.name if outside or not member.email else f"{member.name} <{member.email}>"


def waiting(dependency):
    """ "SPRING-3", with the kind of link and the lag where they are not the usual ones."""
    other = dependency.waits_for
    name = f"{other.campaign.key}-{other.number}"
    usual = dependency.kind == Dependency.Kind.FS and not dependency.lag
    return name if usual else f"{name} {dependency.kind}{dependency.lag:+d}d"


def as_csv(table):
    """The table as bytes of a CSV file that Excel opens rightly."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for row in [table.headings, *table.rows]:
        writer.writerow([csv_cell(value) for value in row])
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def csv_cell(value):
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date | int):
        return str(value)
    return f"{APOSTROPHE}{value}" if TAKEN_FOR_A_FORMULA.match(value) else value


def as_xlsx(table, name):
    """The table as bytes of a workbook with one sheet; days and numbers stay what they are."""
    # It would take a tenth of the start of every process, and of its memory.
    from campaigns.plan import workbook

    return workbook.written(table, name)


def file_name(campaign, ending):
    return f"{campaign.key}-{timezone.localdate().isoformat()}.{ending}"
