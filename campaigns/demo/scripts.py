"""Reading the stories of the demo workspace: plain text files, one campaign each.

    key: RELAY                          what the campaign says of itself; days of `runs`, `phases`
    launch: -235                        and of items count from the launch, the launch from today
    == Website / Consideration / Web and content        channel, stage and team of what follows
    - Product page: text | priya | -64..-52 | 16h | deliverable | < wireframe | as text | #legal
      : A line of its description.
      - A part of it | jonas | -60..-58
      katrin +6: What she said six days after the start.
      tomasz +7 team: What guests do not read.
      amara moves +5: Why it was put off by five days.
      priya attaches words.txt +2: First line; second line

The parts of an item's line, in any order: people, days, hours, kind, priority, `< before this`,
`as alias`, `#label`, `check: one; two`, and what becomes of it: `blocked`, `stuck`, `dropped`,
`trashed`, `late 6` (days after it was due).
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

STORIES = Path(__file__).parent / "stories"
KINDS = {"deliverable", "milestone"}
PRIORITIES = {"urgent": 1, "high": 2, "low": 4}
FATES = {"blocked", "stuck", "dropped", "trashed"}
DAYS = re.compile(r"(?:([+-]?\d+)\.\.)?([+-]?\d+)")
HOURS = re.compile(r"(\d+)h")
SAID = re.compile(r"(\w+) ([+-]\d+)( team)?: (.+)")
ATTACHED = re.compile(r"(\w+) attaches (\S+) ([+-]\d+): (.+)")
MOVED = re.compile(r"(\w+) moves ([+-]\d+): (.+)")


class Unreadable(ValueError):
    """A line of a story that means nothing."""


@dataclass
class Said:
    """A comment, `day` days after the item's start."""

    by: str
    day: int
    body: str
    team_only: bool


@dataclass
class Attached:
    """A text file, `day` days after the item's start."""

    by: str
    day: int
    name: str
    lines: list


@dataclass
class Moved:
    """The item was put off by `days` before it reached the days that the story gives it."""

    by: str
    days: int
    why: str


@dataclass
class Part:
    """An item of a story; its days count from the launch."""

    title: str
    channel: str
    stage: str
    team: str
    people: list = field(default_factory=list)
    start: int | None = None
    due: int | None = None
    hours: int | None = None
    kind: str = "task"
    priority: int = 3
    waits_for: list = field(default_factory=list)
    labels: list = field(default_factory=list)
    checklist: list = field(default_factory=list)
    description: list = field(default_factory=list)
    alias: str = ""
    parent: "Part | None" = None
    fate: str = ""
    late: int | None = None
    moved: Moved | None = None
    said: list = field(default_factory=list)
    attached: list = field(default_factory=list)

    @property
    def begins(self):
        return self.due if self.start is None else self.start


@dataclass
class Script:
    """A campaign's story: its head, by name, and its items in the order of the file."""

    head: dict
    parts: list

    @property
    def launch(self):
        return int(self.head["launch"])

    @property
    def runs(self):
        first, last = DAYS.fullmatch(self.head["runs"]).groups()
        return int(first), int(last)

    @property
    def forgotten(self):
        """For how many days nobody has touched it."""
        return int(self.head.get("forgotten", 0))

    @property
    def phases(self):
        """[(phase, day)] in order."""
        return [(word, int(day)) for word, day in pairs(self.head["phases"])]

    @property
    def people(self):
        """[(who, last day or None)] who take part beside the owner."""
        found = []
        for entry in self.head["people"].split(", "):
            who, _until, day = entry.partition(" until ")
            found.append((who, int(day) if day else None))
        return found


def pairs(text):
    return [entry.split() for entry in text.split(", ") if entry]


def scripts():
    """All stories, in the order of their launches."""
    found = [read(path.read_text(encoding="utf-8")) for path in STORIES.glob("*.plan")]
    return sorted(found, key=lambda script: script.launch)


def read(text):
    script = Script({}, [])
    place = ("", "", "")
    for number, line in enumerate(text.splitlines(), 1):
        try:
            if line.startswith("== "):
                place = tuple("" if word == "-" else word for word in line[3:].split(" / "))
            elif line.startswith("- "):
                script.parts.append(part(line[2:], place))
            elif line.startswith("  "):
                detail(script.parts, line.strip(), place)
            elif line:
                name, _colon, value = line.partition(":")
                script.head[name] = value.strip()
        except (Unreadable, ValueError, IndexError) as error:
            raise Unreadable(f"line {number}: {line!r}: {error}") from error
    link(script.parts)
    return script


def part(line, place):
    title, *facets = [piece.strip() for piece in line.split(" | ")]
    made = Part(title, *place)
    for facet in facets:
        read_facet(made, facet)
    return made


def read_facet(made, facet):
    word, _space, rest = facet.partition(" ")
    if match := DAYS.fullmatch(facet):
        made.start = int(match[1]) if match[1] else None
        made.due = int(match[2])
    elif match := HOURS.fullmatch(facet):
        made.hours = int(match[1])
    elif word == "<":
        made.waits_for = rest.split()
    elif word == "as":
        made.alias = rest
    elif word == "check:":
        made.checklist = rest.split("; ")
    elif word == "late":
        made.late = int(rest)
    elif facet.startswith("#"):
        made.labels = [label.lstrip("#") for label in facet.split()]
    else:
        read_word(made, facet)


def read_word(made, facet):
    if facet in KINDS:
        made.kind = facet
    elif facet in PRIORITIES:
        made.priority = PRIORITIES[facet]
    elif facet in FATES:
        made.fate = facet
    else:
        made.people = facet.split()


def detail(parts, line, place):
    """A line below an item: a part of it, its description, a comment, a file, or a move."""
    above = next(part for part in reversed(parts) if part.parent is None)
    last = parts[-1]
    if line.startswith("- "):
        below = part(line[2:], place)
        below.parent = above
        parts.append(below)
    elif line.startswith(": "):
        last.description.append(line[2:])
    elif match := MOVED.fullmatch(line):
        last.moved = Moved(match[1], int(match[2]), match[3])
    elif match := ATTACHED.fullmatch(line):
        file = Attached(match[1], int(match[3]), match[2], match[4].split("; "))
        last.attached.append(file)
    elif match := SAID.fullmatch(line):
        last.said.append(Said(match[1], int(match[2]), match[4], bool(match[3])))
    else:
        raise Unreadable("neither a part, a comment, a file nor a move")


def link(parts):
    """Turn the aliases of `waits_for` into the items themselves."""
    named = {part.alias: part for part in parts if part.alias}
    for each in parts:
        if unknown := [alias for alias in each.waits_for if alias not in named]:
            raise Unreadable(f"{each.title!r} waits for an unknown {unknown[0]!r}")
        each.waits_for = [named[alias] for alias in each.waits_for]
