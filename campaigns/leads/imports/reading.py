"""A file of leads understood: its columns, its words, and the rows that `bringing` takes."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from campaigns.leads import facts
from campaigns.leads.imports import headings, words
from campaigns.leads.imports.problems import problem
from campaigns.plan.imports.reading import (
    Column,
    Cost,
    Option,
    Reading,
    Severity,
    Standing,
    Unreadable,
    cells,
    containers,
    dates,
    grids,
    limits,
    sheets,
    terms,
)
from campaigns.plan.imports.reading.readings import settle
from workspace.kernel.numbers import MILLION

ZONES = {headings.HUBSPOT: "America/New_York"}
NOTHING = words.NOTHING
BY_WORDS = "words"
TEXTS = ("company", "title", "email", "phone", "country", "consent")
DATES = ("created_at", "consent_at", *headings.MOMENTS)
NONE = ""


@dataclass(frozen=True)
class Around:
    """What the workspace has that words of a file may mean."""

    channels: tuple = ()
    stages: tuple = ()
    people: tuple = ()
    zone: str = "UTC"


@dataclass
class Draft:
    """The rows that come in, and what is wrong with the file's."""

    rows: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    skips: bool = False
    lost: int = 0

    @property
    def errors(self):
        return [each for each in self.problems if each.severity is Severity.ERROR]

    @property
    def ready(self):
        return bool(self.rows) and (self.skips or not self.errors)


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
        samples = tuple(text[:80] for text in dict.fromkeys(filled[:50]))[:3]
        columns.append(Column(index, name, wanted, standing, samples, len(filled)))
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


def cell(row, index):
    return cells.clean(row.cells[index]) if index < len(row.cells) else ""


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


def place_fields(columns):
    """Which column says where a lead came from: its own, else the medium, else the source."""
    there = {column.field for column in columns}
    return tuple(name for name in ("place", "utm_medium", "utm_source") if name in there)[:1]


def cell_choices(rows, columns, vendor, choices, around):
    moments = texts(rows, columns, *DATES)
    evidence = dates.evidence(moments)
    yield terms.date_order_choice(evidence, choices)
    if moments:
        yield zone_choice(moments, evidence, vendor, choices, around)
    if amounts := texts(rows, columns, "value"):
        yield terms.decimal_choice(amounts, choices, typed=False)
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


class Rows:
    """The rows of a table as `bringing.bring` takes them; gathers what is wrong with them."""

    def __init__(self, reading, rows, names):
        self.reading = reading
        self.rows = rows
        self.names = names
        settled = {choice.key: choice.value for choice in reading.choices}
        self.order = settled["date_order"]
        self.zone = ZoneInfo(settled.get("time_zone", "UTC"))
        self.decimal = settled.get("decimal", ".")
        self.place, self.stage = settled["place"], settled.get("stage")
        self.meant = {(w.vocabulary, w.word): w.meaning for w in reading.words}
        self.place_field = next(iter(place_fields(reading.columns)), None)
        self.columns = [each for each in reading.columns if each.field != headings.SKIP]
        self.headings = {each.field: each.heading for each in self.columns}
        self.problems = []
        self.seen, self.alike = {}, Counter()

    def draft(self):
        draft = Draft(skips=self.reading["skip_bad_rows"].value)
        for row in self.rows:
            before = len(self.problems)
            made = self.row(row)
            lost = any(p.cost is Cost.ROW for p in self.problems[before:])
            draft.lost += lost
            if not lost:
                draft.rows.append(made)
        draft.problems = self.problems
        return draft

    def note(self, kind, row, name, text, **details):
        self.problems.append(problem(kind, row.line, self.headings.get(name, ""), text, **details))

    def row(self, row):
        said = {"notes": []}
        for column in self.columns:
            text = cell(row, column.index)
            if text and column.field == "notes":
                said["notes"].append(text)
            elif text:
                said[column.field] = text
        made = self.facts(row, said) | self.moments(row, said)
        made["utm"] = {n: said[f"utm_{n}"] for n in facts.UTM if f"utm_{n}" in said}
        made["notes"] = said["notes"]
        made["state"] = self.meant.get(("state", said.get("state")), "new")
        made["owner_id"] = self.id_meant("owner", said.get("owner"))
        made["place"] = self.place_of(said)
        made["external_id"] = self.id_of(row, said, made)
        if came := said.get("place") or said.get("utm_source"):
            made["touches"] = [(made.get("created_at"), came)]
        return made

    def facts(self, row, said):
        made = {"name": said.get("name") or full_name(said)}
        for name in TEXTS:
            made[name] = said.get(name, "")
        for name in ("name", *TEXTS):
            if len(made[name]) > facts.LONGEST[name]:
                self.note("text_too_long", row, name, made[name], limit=facts.LONGEST[name])
                made[name] = ""
        made["email"] = self.mail(row, made["email"])
        made["phone"] = facts.phone("phone", made["phone"])
        made |= self.money(row, said)
        if not any(made[name] for name in ("name", "company", "email", "phone")):
            self.note("lead_is_nobody", row, "name", "")
        return made

    def mail(self, row, text):
        try:
            if text:
                validate_email(text)
        except ValidationError:
            self.note("lead_mail", row, "email", text)
            return ""
        return text

    def money(self, row, said):
        made = {"currency": said.get("currency", "").upper()}
        if made["currency"] and not (made["currency"].isalpha() and len(made["currency"]) == 3):
            self.note("lead_currency", row, "currency", made["currency"])
            made["currency"] = ""
        if text := said.get("value"):
            try:
                made["value"] = millionths(text, self.decimal)
            except (ValueError, InvalidOperation):
                self.note("lead_amount", row, "value", text)
        return made

    def moments(self, row, said):
        found = {}
        for name in DATES:
            if text := said.get(name):
                try:
                    found[name] = dates.moment(text, self.order, self.zone).astimezone(UTC)
                except (dates.NotADay, OverflowError):
                    self.note("lead_moment", row, name, text)
        moments = {name: found.pop(name) for name in headings.MOMENTS if name in found}
        return found | {"moments": moments}

    def id_meant(self, vocabulary, word):
        meaning = self.meant.get((vocabulary, word), NOTHING)
        return int(meaning) if str(meaning).isdigit() else None

    def place_of(self, said):
        """(channel, stage) of the touchpoint, or None."""
        if self.stage is None or self.place == NOTHING:
            return None
        if self.place != BY_WORDS:
            return int(self.place), int(self.stage)
        channel = self.id_meant("place", said.get(self.place_field))
        return (channel, int(self.stage)) if channel else None

    def id_of(self, row, said, made):
        """The id in the file; a row without one is known again by whom it names."""
        if given := said.get("external_id"):
            if len(given) > limits.ID_CHARACTERS:
                self.note("id_too_long", row, "external_id", given, limit=limits.ID_CHARACTERS)
            elif first := self.seen.get(given):
                self.note("id_used_twice", row, "external_id", given, first=first)
            self.seen.setdefault(given, row.line)
            return given
        named = [made["email"].casefold() or made["phone"], made["name"], made["company"]]
        key = "\n".join(named)
        self.alike[key] += 1
        digest = salted_hmac("campaigns.leads.row", f"{key}\n{self.alike[key]}").hexdigest()
        return f"row-{digest[:32]}"


def full_name(said):
    """First and last name; Chinese ones in their order and without a blank."""
    first, last = said.get("first_name", ""), said.get("last_name", "")
    if first and last and all("\u3400" <= char <= "\u9fff" for char in first + last):
        return f"{first}{last}" if len(first) == 1 else f"{last}{first}"
    return f"{first} {last}".strip()


def millionths(text, decimal):
    """An amount in millionths; raises ValueError. Signs of currencies around it are left out."""
    bare = (
        text.strip().strip("€$£¥￥ \u00a0").replace("\u00a0", "").replace(" ", "").replace("'", "")
    )
    thousands = "," if decimal == "." else "."
    number = Decimal(bare.replace(thousands, "").replace(decimal, "."))
    value = int(number * MILLION)
    if not number.is_finite() or not 0 <= value <= facts.MOST_MILLIONTHS:
        raise ValueError(text)
    return value
