"""The filters, grouping and sorting of a plan: all in the address, the same for every view.

`?q=press&channel=3,4&assignee=me&due=week&blocked=1&group=team&sort=-due`: several values are
separated by commas or given twice; `none` stands for *nothing chosen*, `me` for the reader.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.utils.translation import gettext as _

from campaigns.plan.models import Assignment, Kind, Labelling, Priority, Status

SEVERAL = ("team", "channel", "stage", "status", "assignee", "label", "kind", "priority")
DUE = ("overdue", "today", "week", "month", "none", "any")
GROUPS = ("status", "team", "channel", "stage", "assignee", "priority", "none")
SORTS = {
    "rank": ("rank", "number"),
    "key": ("number",),
    "title": ("title", "number"),
    "status": ("status", "rank", "number"),
    "start": (F("start_on").asc(nulls_last=True), "rank", "number"),
    "due": (F("due_on").asc(nulls_last=True), "rank", "number"),
    "priority": ("priority", "rank", "number"),
    "estimate": (F("estimate").asc(nulls_last=True), "rank", "number"),
    "channel": (F("channel__position").asc(nulls_last=True), "rank", "number"),
    "stage": (F("stage__position").asc(nulls_last=True), "rank", "number"),
    "team": (F("team__name").asc(nulls_last=True), "rank", "number"),
    "updated": ("-face", "number"),
}
CODES = {
    "status": Status.values,
    "kind": Kind.values,
    "priority": [str(p) for p in Priority.values],
}


@dataclass(frozen=True)
class Filters:
    """What a reader asked to see of a plan; `problems` says what of it could not be read."""

    q: str = ""
    team: tuple = ()
    channel: tuple = ()
    stage: tuple = ()
    status: tuple = ()
    assignee: tuple = ()
    label: tuple = ()
    kind: tuple = ()
    priority: tuple = ()
    due: str = ""
    due_from: date | None = None
    due_to: date | None = None
    blocked: bool = False
    group: str = "status"
    sort: str = "rank"
    problems: tuple = ()

    @classmethod
    def read(cls, params):
        """From a QueryDict; what cannot be read is left out and named in `problems`."""
        problems = []
        values = {"q": " ".join(params.get("q", "").replace("\x00", "").split())[:200]}
        for name in SEVERAL:
            given = [each for text in params.getlist(name) for each in text.split(",") if each]
            sound = [each for each in given if is_sound(name, each)]
            values[name] = tuple(dict.fromkeys(sound))
            problems += [(name, each) for each in given if each not in sound]
        values["due"] = choice(params, "due", DUE, "", problems)
        values["group"] = choice(params, "group", GROUPS, "status", problems)
        sort = params.get("sort") or "rank"
        if sort.removeprefix("-") not in SORTS:
            problems.append(("sort", sort))
            sort = "rank"
        values["sort"] = sort
        for name in ("due_from", "due_to"):
            values[name] = day(params.get(name, ""), name, problems)
        values["blocked"] = params.get("blocked", "") in {"1", "true", "on"}
        return cls(problems=tuple(problems), **values)

    @property
    def active(self):
        """How many filters narrow the view."""
        chosen = [*(getattr(self, name) for name in SEVERAL)]
        return sum(
            map(bool, [*chosen, self.q, self.due, self.due_from or self.due_to, self.blocked])
        )

    def query(self, **changes):
        """The query string that says this, with `changes`; defaults are left out."""
        wanted = replace(self, **changes)
        pairs = []
        for name, default in DEFAULTS.items():
            value = getattr(wanted, name)
            if value != default:
                pairs.append((name, text_of(value)))
        return urlencode(pairs)

    def narrow(self, rows, reader, today):
        """Only the items that pass; order is left to `order`."""
        for name in ("team", "channel", "stage"):
            rows = among(rows, name, getattr(self, name))
        for name in ("status", "kind", "priority"):
            if chosen := getattr(self, name):
                rows = rows.filter(**{f"{name}__in": chosen})
        if self.assignee:
            rows = rows.filter(anybody(self.assignee, reader))
        if self.label:
            rows = rows.filter(any_of(Labelling, "label_id", self.label))
        if self.blocked:
            rows = rows.held()
        for word in self.q.casefold().split():
            rows = rows.filter(about(word))
        return self.within_due(rows, today)

    def within_due(self, rows, today):
        if self.due == "overdue":
            rows = rows.overdue(today)
        elif self.due == "none":
            rows = rows.filter(due_on__isnull=True)
        elif self.due == "any":
            rows = rows.filter(due_on__isnull=False)
        elif self.due:
            last = {"today": today, "week": end_of_week(today), "month": end_of_month(today)}
            rows = rows.filter(due_on__gte=today, due_on__lte=last[self.due])
        if self.due_from:
            rows = rows.filter(due_on__gte=self.due_from)
        if self.due_to:
            rows = rows.filter(due_on__lte=self.due_to)
        return rows

    def as_columns(self):
        """The same for a board, which always has columns."""
        return replace(self, group="status") if self.group == "none" else self

    def ordering(self):
        """The ORDER BY of the chosen sort, as expressions."""
        columns = SORTS[self.sort.removeprefix("-")]
        if not self.sort.startswith("-"):
            return columns
        return (reverse(columns[0]), *columns[1:])

    def grouping(self):
        """The expression that tells an item's group; nothing when there are no groups."""
        if self.group == "none":
            return Value(None, output_field=IntegerField())
        if self.group == "assignee":
            first = Assignment.objects.filter(item=OuterRef("pk")).order_by("pk")
            return Subquery(first.values("member_id")[:1])
        return F(self.group if self.group in {"status", "priority"} else f"{self.group}_id")


DEFAULTS = {
    name: field.default
    for name, field in Filters.__dataclass_fields__.items()
    if name != "problems"
}


def is_sound(name, value):
    if name in CODES:
        return value in CODES[name]
    return value == "none" or (name == "assignee" and value == "me") or is_id(value)


def is_id(value):
    return value.isascii() and value.isdigit() and len(value) < 16


def choice(params, name, choices, default, problems):
    value = params.get(name, "") or default
    if value and value not in choices:
        problems.append((name, value))
        return default
    return value


def day(text, name, problems):
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append((name, text))
        return None


def text_of(value):
    if isinstance(value, tuple):
        return ",".join(value)
    return "1" if value is True else str(value)


def among(rows, name, chosen):
    if not chosen:
        return rows
    wanted = Q(**{f"{name}__in": [pk for pk in chosen if pk != "none"]})
    return rows.filter(wanted | Q(**{f"{name}__isnull": True}) if "none" in chosen else wanted)


def anybody(chosen, reader):
    pks = [reader.pk if each == "me" else each for each in chosen]
    return any_of(Assignment, "member_id", pks)


def any_of(model, column, chosen):
    """Items that have one of the chosen beside them, or none at all where `none` is chosen."""
    beside = model.objects.filter(item=OuterRef("pk"))
    pks = [pk for pk in chosen if pk != "none"]
    wanted = Q(Exists(beside.filter(**{f"{column}__in": pks})))
    return wanted | ~Exists(beside) if "none" in chosen else wanted


def about(word):
    """Items whose text holds `word`, or whose number it is: `12`, or `SPRING-12` of that plan."""
    wanted = Q(search__contains=word)
    key, _dash, number = word.rpartition("-")
    if not is_number(number):
        return wanted
    named = Q(number=int(number))
    return wanted | (named & Q(campaign__key__iexact=key) if key else named)


def is_number(text):
    """Whether it can be the number of an item in its plan."""
    return is_id(text) and len(text) < 9


def reverse(column):
    if isinstance(column, str):
        return column.removeprefix("-") if column.startswith("-") else f"-{column}"
    return column.expression.desc(nulls_last=True)


def end_of_week(today):
    return today + timedelta(days=6 - today.weekday())


def end_of_month(today):
    following = today.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day)


def words_of(problems):
    """Sentences for what in an address could not be read."""
    return [
        _("The filter “%(name)s=%(value)s” cannot be read; it was left out.")
        % {"name": name, "value": value}
        for name, value in problems
    ]
