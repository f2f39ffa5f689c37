"""The two tables that people read: what each request answers, and who finds which canary."""

from collections import defaultdict, namedtuple
from itertools import product
from pathlib import Path

from tests.walk.actors import NAMES

HERE = Path(__file__).parent
EXPECTED = HERE / "expected.txt"
SEEN = HERE / "seen.txt"
HEADS = {
    EXPECTED: """\
What each request answers to each reader. Renewed by `python -m tests.walk.write`; read what it
changed before you commit it. The object is whose row the address names: own (of the spring
campaign), mine (the reader's), mate (of a colleague in the guest's agency), higher (of somebody
above), hidden (the team's alone), sibling (of the autumn campaign), foreign (of another workspace),
elsewhere (at another workspace's address), astray (of another campaign than the address says),
deleted, missing. A point: not walked by this reader.
""",
    SEEN: """\
Which canaries sing to whom in the answers to GET. Renewed by `python -m tests.walk.write`; read
what it changed before you commit it. Each line says who hears, and then what.
""",
}
READERS = " ".join(NAMES)


def lines_of_statuses(walk, route):
    """The lines of one route: verbs and objects with the same answers share one."""
    by_object = defaultdict(list)
    for cell, answers in walk.statuses.items():
        if cell.route is route:
            by_object[cell.kind, cell.label, row_of(answers)].append(cell.verb)
    by_verbs = defaultdict(list)
    for (kind, label, row), verbs in by_object.items():
        by_verbs[",".join(verbs), label, row].append(kind)
    return [
        f"{verbs} {route.shown} {','.join(kinds)}{f' ({label})' if label else ''}  {row}"
        for (verbs, label, row), kinds in by_verbs.items()
    ]


def row_of(answers):
    return " ".join(f"{answers.get(name, '.'):<{len(name)}}" for name in NAMES).rstrip()


def lines_of_canaries(walk, route):
    lines = []
    for cell, heard in walk.heard.items():
        if cell.route is route and cell.verb == "GET":
            lines += heard_in(cell, heard)
    return lines


def heard_in(cell, heard):
    listeners = defaultdict(list)
    for name in NAMES:
        for canary in heard.get(name, ()):
            listeners[canary.label].append(name)
    labels = defaultdict(list)
    for label, names in listeners.items():
        labels[" ".join(dict.fromkeys(names))].append(label)
    return [
        f"GET {cell.route.shown} {cell.kind}: {names}: {'; '.join(sorted(found))}"
        for names, found in sorted(labels.items())
    ]


def written(table, lines):
    head = HEADS[table] + (f"\n{READERS}\n" if table is EXPECTED else "")
    return head + "\n" + "\n".join(aligned(lines) if table is EXPECTED else lines) + "\n"


def aligned(lines):
    """The statuses of all lines below each other, as far as the longest address allows."""
    pairs = [line.split("  ", 1) for line in lines]
    width = max(len(where) for where, _row in pairs)
    return [f"{where:<{width}}  {row}" for where, row in pairs]


def read(table):
    """{route as shown: its lines without the blanks of alignment}."""
    found = defaultdict(list)
    body = table.read_text().split("\n\n")[-1] if table.exists() else ""
    for line in body.splitlines():
        found[line.split()[1]].append(" ".join(line.split()))
    return found


def facts_of_statuses(lines):
    """((verb, route, kind, reader), what is answered) of plain lines of statuses."""
    for line in lines:
        where, *row = line.rsplit(" ", len(NAMES))
        verbs, route, kinds, *label = where.split(" ", 3)
        for verb, kind in product(verbs.split(","), kinds.split(",")):
            for name, status in zip(NAMES, row, strict=True):
                yield (verb, route, kind, name), (*label, status)


def facts_of_canaries(lines):
    """((verb, route, kind, reader), canary) of lines of canaries."""
    for line in lines:
        where, names, labels = line.split(": ", 2)
        for name, label in product(names.split(), labels.split("; ")):
            yield (*where.split(), name), label


def plain(lines):
    """Lines as `read` gives them."""
    return [" ".join(line.split()) for line in lines]


Table = namedtuple("Table", "path lines_of facts_of")
TABLES = STATUSES, CANARIES = (
    Table(EXPECTED, lines_of_statuses, facts_of_statuses),
    Table(SEEN, lines_of_canaries, facts_of_canaries),
)
