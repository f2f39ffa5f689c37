"""A file of leads understood: its columns, its words, and the rows that `bringing` takes."""

from collections import Counter
from dataclasses import dataclass
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from campaigns.leads.imports import headings, money, words
from campaigns.leads.imports.drafting import BY_WORDS, DATES, Rows, cell, place_fields
from campaigns.plan.imports.reading import (
    Column,
    Option,
    Reading,
    Standing,
    Unreadable,
    containers,
    dates,
    grids,
    limits,
    sheets,
    terms,
)
from campaigns.plan.imports.reading.readings import samples_of, settle

ZONES = {headings.HUBSPOT: "America/New_York"}
NOTHING = words.NOTHING


@dataclass(frozen=True)
class Around:
    """What the workspace has that words of a file may mean."""

    channels: tuple = ()
    stages: tuple = ()
    people: tuple = ()
    zone: str = "UTC"


def understand(data, filename, choices, around):
    """(reading, draft) of a file under the choices of a person; raises `Unreadable`."""
    kind = containers.container(data)
    if kind == containers.BOARD:
        raise Unreadable("not_leads")
    grid, origin = sheets.grid_of(data, kind, choices, known=headings.known)
    header = grids.header_choice(grid, choices, headings.known)
    names, rows = sheets.split(grid, header.value)
    if not rows:
        raise Unreadable("no_rows", line=header.value)
    if len(rows) > limits.ROWS:
        raise Unreadable("too_many_rows", limit=limits.ROWS)
    vendor = vendor_choice(names, choices)
    columns = columns_of(names, rows, vendor.value, choices)
    found = words_of(rows, columns, choices, around)
    decided = (*origin, header, vendor, *cell_choices(rows, columns, vendor.value, choices, around))
    reading = Reading(
        filename,
        decided,
        columns,
        tuple(found),
        rows=len(rows),
        skipped_lines=sheets.skipped_lines(grid, header.value, ()),
    )
    return reading, Rows(reading, rows, names).draft()


def vendor_choice(names, choices):
    options = (Option(headings.HUBSPOT, "HubSpot"), Option(headings.FILE, _("another program")))
    return settle(choices, "vendor", headings.vendor_of(names), Standing.LIKELY, options)


def columns_of(names, rows, vendor, choices):
    chosen = choices.get("columns") or {}
    owners, columns = {}, []
    guesses = headings.guessed(names, vendor)
    for index, (name, guess) in enumerate(zip(names, guesses, strict=True)):
        wanted, standing = guess
        if index_is := chosen.get(str(index)):
            wanted, standing = index_is, Standing.CHOSEN
        if wanted not in headings.FIELDS:
            raise Unreadable("impossible_choice", key=name, value=wanted)
        filled = [text for row in rows if (text := cell(row, index))]
        columns.append(Column(index, name, wanted, standing, samples_of(filled), len(filled)))
        if standing is Standing.CHOSEN and wanted not in {headings.SKIP, "notes"}:
            if wanted in owners:
                raise Unreadable("impossible_choice", key=name, value=wanted)
            owners[wanted] = index
    return tuple(
        each if owners.get(each.field, each.index) == each.index else dropped(each)
        for each in columns
    )


def dropped(column):
    """A guess gives way to the column that a person has chosen for the field."""
    return Column(
        column.index,
        column.heading,
        headings.SKIP,
        Standing.LIKELY,
        column.samples,
        column.filled,
    )


def texts(rows, columns, *fields):
    return [
        text
        for column in columns
        if column.field in fields
        for row in rows
        if (text := cell(row, column.index))
    ]


def words_of(rows, columns, choices, around):
    chosen = choices.get("words") or {}
    states = Counter(texts(rows, columns, "state")).most_common()
    owners = Counter(texts(rows, columns, "owner")).most_common()
    places = Counter(texts(rows, columns, *place_fields(columns))).most_common(200)
    return (
        *words.states(states, chosen.get("state") or {}),
        *words.owners(owners, chosen.get("owner") or {}, around.people),
        *words.places(places, chosen.get("place") or {}, around.channels),
    )


def refuse_gone(choices, key, rows):
    """A channel or a stage may have been removed since it was chosen."""
    said = str(choices.get(key) or "")
    if said.isdecimal() and said not in {str(each.pk) for each in rows}:
        raise Unreadable("choice_is_gone")


def cell_choices(rows, columns, vendor, choices, around):
    moments = texts(rows, columns, *DATES)
    evidence = dates.evidence(moments)
    yield terms.date_order_choice(evidence, choices)
    if moments:
        yield zone_choice(moments, evidence, vendor, choices, around)
    if amounts := texts(rows, columns, "value"):
        yield terms.decimal_choice(amounts, choices, typed=False)
        yield from money.currency_choices(rows, columns, choices, cell)
    refuse_gone(choices, "place", around.channels)
    refuse_gone(choices, "stage", around.stages)
    channels = [Option(str(each.pk), each.name) for each in around.channels]
    by_words = [Option(BY_WORDS, _("by where each row says it came from"))]
    there = by_words if place_fields(columns) else []
    yield settle(
        choices,
        "place",
        BY_WORDS if there else NOTHING,
        Standing.LIKELY,
        [*there, Option(NOTHING, _("none")), *channels],
    )
    if around.stages:
        stages = [Option(str(each.pk), each.name) for each in around.stages]
        yield settle(choices, "stage", stages[0].value, Standing.LIKELY, stages)
    yield terms.yes_or_no(choices, "skip_bad_rows")


def zone_choice(moments, evidence, vendor, choices, around):
    """Clock times without an offset are meant in some zone, which no file names: it is asked."""
    timed = any(":" in text for text in moments) and evidence.moments < len(moments)
    guess = ZONES.get(vendor, around.zone)
    found = settle(choices, "time_zone", guess, Standing.OPEN if timed else Standing.LIKELY)
    if str(found.value) not in available_timezones():
        raise Unreadable("impossible_choice", key="time_zone", value=found.value)
    return found
