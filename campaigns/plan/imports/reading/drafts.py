"""What a file says, in the words of the plan, before anything is stored."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from .problems import Cost, Problem, Severity


class PersonRef(NamedTuple):
    """A person as the file names them; at least one of the two is there."""

    name: str
    mail: str = ""


class Check(NamedTuple):
    text: str
    done: bool


class DraftComment(NamedTuple):
    author: PersonRef | None
    at: datetime | None
    text: str


class Wait(NamedTuple):
    """What an item waits for: the other's external id, the kind of link, a lag in working days."""

    on: str
    kind: str = "FS"
    lag: int = 0


LEFT_OUT = {
    "column": _("The column “%(detail)s” is left out (%(count)s filled cells)."),
    "archived": _("%(count)s archived cards are left out."),
    "attachments": _("%(count)s attached files are not in the export; add them by hand."),
    "older_comments": _(
        "Trello exports only the latest %(count)s actions; older comments are missing."
    ),
    "circle": _(
        "Left out because they would close a circle with what was changed in the plan: %(count)s."
    ),
    "lag": _(
        "The lag “%(detail)s” is left out (%(count)s times): it is not in days, or of more than a "
        "thousand."
    ),
}


class LeftOut(NamedTuple):
    """Something the file holds and the plan does not take; `kind` is a key of LEFT_OUT."""

    kind: str
    count: int
    detail: str = ""

    @property
    def sentence(self):
        return str(LEFT_OUT[self.kind]) % self._asdict()


class SeenPerson(NamedTuple):
    """A person of the file, every way they are spelled, and the items they are on."""

    ref: PersonRef
    spellings: tuple[str, ...]
    items: int


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One item as the file has it.

    `line` is where it stands. `parent` is the external id of another draft of the same file, and
    so are the ids in `waits_for`. `fields` keeps columns that the plan has no place for, as text.
    `section` is the raw name of its list or section. An `archived` item is brought in only when a
    person asks for it.
    """

    line: int
    external_id: str
    title: str
    description: str = ""
    kind: str = "task"
    status: str = "todo"
    section: str = ""
    channel: str = ""
    stage: str = ""
    team: str = ""
    people: tuple[PersonRef, ...] = ()
    start_on: date | None = None
    due_on: date | None = None
    completed_on: date | None = None
    estimate_hours: Decimal | None = None
    priority: str = "normal"
    labels: tuple[str, ...] = ()
    checklist: tuple[Check, ...] = ()
    comments: tuple[DraftComment, ...] = ()
    parent: str = ""
    waits_for: tuple[Wait, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    archived: bool = False


@dataclass(frozen=True)
class DraftPlan:
    """All that would be imported with the choices in force, and all that stands against it."""

    items: tuple[DraftItem, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]
    people: tuple[SeenPerson, ...]
    open_questions: tuple[str, ...]
    skip_bad_rows: bool = False

    @property
    def errors(self):
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def bad_lines(self):
        """Lines that are not among the items because they cannot be read."""
        return tuple(sorted({p.line for p in self.problems if p.cost is Cost.ROW}))

    @property
    def ready(self):
        """Nothing is unclear, and what is wrong has been decided upon."""
        return not self.open_questions and (self.skip_bad_rows or not self.errors)
