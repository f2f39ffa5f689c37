"""The rows of a file of leads as `bringing` takes them, and what is wrong with them."""

from dataclasses import dataclass, field
from datetime import UTC
from decimal import InvalidOperation
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from campaigns.leads import facts
from campaigns.leads.imports import headings, identity, money, words
from campaigns.leads.imports.problems import problem
from campaigns.plan.imports.reading import Cost, Severity, cells, dates, limits

NOTHING = words.NOTHING
BY_WORDS = "words"
TEXTS = ("company", "title", "email", "phone", "country", "consent")
DATES = ("created_at", "consent_at", *headings.MOMENTS)


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


def cell(row, index):
    return cells.clean(row.cells[index]) if index < len(row.cells) else ""


def place_fields(columns):
    """Which column says where a lead came from: its own, else the medium, else the source."""
    there = {column.field for column in columns}
    return tuple(name for name in ("place", "utm_medium", "utm_source") if name in there)[:1]


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
        self.currency = settled.get("currency", "")
        self.place, self.stage = settled["place"], settled.get("stage")
        self.meant = {(w.vocabulary, w.word): w.meaning for w in reading.words}
        self.place_field = next(iter(place_fields(reading.columns)), None)
        self.columns = [each for each in reading.columns if each.field != headings.SKIP]
        self.headings = {each.field: each.heading for each in self.columns}
        self.problems = []
        self.seen = {}

    def draft(self):
        draft = Draft(skips=self.reading["skip_bad_rows"].value)
        for row in self.rows:
            before = len(self.problems)
            made = self.row(row)
            lost = any(p.cost is Cost.ROW for p in self.problems[before:])
            draft.lost += lost
            if not lost:
                draft.rows.append(made)
        identity.identify(draft.rows)
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
        if given := said.get("external_id"):
            made["external_id"] = self.id_of(row, given)
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
        """An amount in its currency, or nothing: the row's own, its sign's, or the file's."""
        if not (text := said.get("value")):
            return {}
        named, signed = said.get("currency", "").upper(), money.currency_of(text)
        if (named and not money.is_currency(named)) or (named and signed and named != signed):
            self.note("lead_currency", row, "currency", named)
            return {}
        try:
            value = money.millionths(text, self.decimal)
        except (ValueError, InvalidOperation):
            self.note("lead_amount", row, "value", text)
            return {}
        currency = named or signed or self.currency
        return {"value": value, "currency": currency} if currency else {}

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

    def id_of(self, row, given):
        if len(given) > limits.ID_CHARACTERS:
            self.note("id_too_long", row, "external_id", given, limit=limits.ID_CHARACTERS)
        elif first := self.seen.get(given):
            self.note("id_used_twice", row, "external_id", given, first=first)
        self.seen.setdefault(given, row.line)
        return given


def full_name(said):
    """First and last name; Chinese ones in their order and without a blank."""
    first, last = said.get("first_name", ""), said.get("last_name", "")
    if first and last and all("\u3400" <= char <= "\u9fff" for char in first + last):
        return f"{first}{last}" if len(first) == 1 else f"{last}{first}"
    return f"{first} {last}".strip()
