"""Parents and dependencies: which row of the file each reference means, and loops among them."""

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from typing import NamedTuple

from . import limits
from .cells import listed
from .drafts import DraftItem, LeftOut, Wait
from .problems import problem

_LINK = re.compile(
    r"(.+?)\s*(FS|SS|FF|SF|EA|AA|EE|AE)?\s*([+-]\s*\d+(?:[.,]\d+)?\s*\w*%?)?", re.I | re.S
)
_GERMAN = {"EA": "FS", "AA": "SS", "EE": "FF", "AE": "SF"}
_LAG = re.compile(r"([+-])\s*(\d{1,3})\s*(d|days?|t|tage?|天|工作日|w|weeks?|wochen?|周|週)?", re.I)
_WORKING_DAYS_A_WEEK = 5
PARENT, WAITS_FOR, BLOCKS = "parent", "waits_for", "blocks"


class Reference(NamedTuple):
    """`kind` and `lag` are those of a dependency."""

    relation: str
    column: str
    text: str
    kind: str = "FS"
    lag: int = 0


class Sketch(NamedTuple):
    """An item whose references are still words. A `bad` one is known, but not brought in."""

    item: DraftItem
    other_id: str = ""
    references: tuple[Reference, ...] = ()
    bad: bool = False


def name_key(text):
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class Resolver:
    """Finds rows by id, second id or title, in this order.

    What matches the pattern `elsewhere` may also name an item that is not in the file; such a
    reference is kept as it is.
    """

    def __init__(self, sketches, elsewhere=None):
        self.sketches = sketches
        self.elsewhere = elsewhere
        self._outer = defaultdict(list)  # index → references to items elsewhere
        self.problems = []
        self._shelves = (defaultdict(list), defaultdict(list), defaultdict(list))
        for index, sketch in enumerate(sketches):
            names = (sketch.item.external_id, sketch.other_id, sketch.item.title)
            for shelf, name in zip(self._shelves, names, strict=True):
                if name:
                    shelf[name_key(name)].append(index)
        self._edges = defaultdict(dict)  # index → {index it waits for: reference}
        self._parents = {}
        self._lags = Counter()

    def resolved(self):
        """The items with their references filled in, what went wrong, and what was left out."""
        for index, sketch in enumerate(self.sketches):
            if not sketch.bad:
                for reference in self._one_parent(sketch.references):
                    self._follow(index, reference)
        self._cut_parent_loops()
        self._cut_dependency_loops()
        items = tuple(self._finished(i) for i, s in enumerate(self.sketches) if not s.bad)
        left_out = tuple(LeftOut("lag", count, lag) for lag, count in self._lags.items())
        return items, self.problems, left_out

    def _finished(self, index):
        outer = self._outer.get(index, ())
        parent = self._parents.get(index)
        above = [self._id(parent[0])] if parent else [r.text for r in outer if r.relation == PARENT]
        waits = [
            Wait(self._id(before), reference.kind, reference.lag)
            for before, reference in self._edges.get(index, {}).items()
        ]
        waits += [Wait(r.text, r.kind, r.lag) for r in outer if r.relation == WAITS_FOR]
        return replace(
            self.sketches[index].item, parent=above[0] if above else "", waits_for=tuple(waits)
        )

    def _id(self, index):
        return self.sketches[index].item.external_id

    # From words to rows

    def _one_parent(self, references):
        """The references with only one to the parent: the first that names a row of the file."""
        parents = [each for each in references if each.relation == PARENT]
        known = [each for each in parents if self._found(each.text)]
        return [*(known or parents)[:1], *(each for each in references if each.relation != PARENT)]

    def _follow(self, index, reference):
        tokens = [reference.text] if reference.relation == PARENT else self._tokens(reference.text)
        for token in tokens:
            reference = reference._replace(text=token, kind="FS", lag=0)
            found = self._found(token)
            if not found and self._goes_elsewhere(index, reference):
                continue
            if not found:
                found, reference = self._with_link(reference)
            target = self._target(index, reference, found)
            if target is not None:
                self._connect(index, target, reference)

    def _goes_elsewhere(self, index, reference):
        """Whether it names an item that is not in the file; notes it then."""
        key, _blank, link = reference.text.partition(" ")
        if self.elsewhere is None or not self.elsewhere.fullmatch(key) or self._found(key):
            return False
        shape = _LINK.fullmatch(f"x {link}")
        kind, lag = (shape[2] or "FS", self._lag(shape[3])) if shape else ("FS", 0)
        self._outer[index].append(reference._replace(text=key, kind=kind.upper(), lag=lag))
        return True

    def _keep_elsewhere(self, index, external_id, reference):
        """What is not brought in may stand in the plan from an earlier time, with its links."""
        if external_id and reference.relation != BLOCKS:
            self._outer[index].append(reference._replace(text=external_id))

    def _connect(self, index, target, reference):
        if reference.relation == PARENT:
            self._parents[index] = (target, reference)
        elif reference.relation == WAITS_FOR:
            self._edges[index].setdefault(target, reference)
        else:
            self._edges[target].setdefault(index, reference)

    def _tokens(self, text):
        """The references of a cell. Titles may contain the separator, so whole names go first."""
        if self._found(text):
            return [text]
        tokens = []
        for part in listed(text, ";；、\n"):
            tokens += [part] if self._found(part) else self._around_commas(part)
        return tokens

    def _around_commas(self, text):
        pieces, tokens = re.split(r"([,，])", text), []
        while pieces:
            for end in range(min(len(pieces), 21), 0, -2):
                name = "".join(pieces[:end]).strip()
                if end == 1 or self._found(name):
                    tokens += [name] if self._found(name) else self._around_blanks(name)
                    pieces = pieces[end + 1 :]
                    break
        return [token for token in tokens if token]

    def _around_blanks(self, text):
        words = text.split()
        return words if len(words) > 1 and all(self._found(w) for w in words) else [text]

    def _found(self, text):
        key = name_key(text)
        number = re.sub(r"\.0+$", "", key) if key[:1].isdigit() else key
        for wanted in dict.fromkeys((key, number, key.removeprefix("#"))):
            for shelf in self._shelves:
                if found := shelf.get(wanted):
                    return found
        return []

    def _with_link(self, reference):
        """ "3SS+2d", as project programs write it: row 3, start to start, two days later."""
        name, kind, lag = "", "", ""
        if len(reference.text) <= limits.ID_CHARACTERS:
            name, kind, lag = _LINK.fullmatch(reference.text).groups()
        found = self._found(name) if kind or lag else []
        if not found:
            return [], reference
        kind = (kind or "FS").upper()
        return found, reference._replace(kind=_GERMAN.get(kind, kind), lag=self._lag(lag))

    def _lag(self, text):
        """The lag in working days; one in hours or per cent, or of years, is left out and told."""
        found = _LAG.fullmatch(text or "+0")
        week = found and (found[3] or "d")[0].casefold() in "w周週"
        lag = int(found[1] + found[2]) * (_WORKING_DAYS_A_WEEK if week else 1) if found else None
        if lag is None or abs(lag) > limits.LAG_DAYS:
            self._lags[text] += 1
            return 0
        return lag

    def _target(self, index, reference, found):
        """The one row that is meant, or nothing and a problem."""
        if len(found) != 1:
            self._complain(index, reference, found)
            return None
        target = self.sketches[found[0]]
        if found[0] == index:
            self._note("refers_to_itself", index, reference)
        elif target.bad:
            self._note("refers_to_left_out", index, reference, unread=target.item.line)
            self._keep_elsewhere(index, target.item.external_id, reference)
        else:
            return found[0]
        return None

    def _complain(self, index, reference, found):
        wanted = reference.text[: limits.ID_CHARACTERS]
        if not found:
            self._note("unknown_reference", index, reference, wanted=wanted)
            return
        lines = ", ".join(str(self.sketches[i].item.line) for i in found[:5])
        details = {"wanted": wanted, "count": len(found), "lines": lines}
        self._note("ambiguous_reference", index, reference, **details)

    def _note(self, kind, index, reference, **details):
        line = self.sketches[index].item.line
        self.problems.append(problem(kind, line, reference.column, reference.text, **details))

    # Loops

    def _cut_parent_loops(self):
        safe = set()
        for start in list(self._parents):
            steps = {}  # index → place on the path
            index = start
            while index in self._parents and index not in safe and index not in steps:
                steps[index] = len(steps)
                index = self._parents[index][0]
            if index in steps:
                self._cut_parent(list(steps)[steps[index] :])
            safe.update(steps)

    def _cut_parent(self, loop):
        _target, reference = self._parents.pop(loop[-1])
        path = self._path(loop)
        self._note("parent_loop", loop[-1], reference, path=path)

    def _cut_dependency_loops(self):
        """Depth first along "waits for"; an edge back onto the path walked closes a loop."""
        done = set()
        for start in list(self._edges):
            if start not in done:
                self._walk(start, done)

    def _walk(self, start, done):
        path, place = [start], {start: 0}
        ahead = [iter(list(self._edges.get(start, ())))]
        while path:
            before = next(ahead[-1], None)
            if before is None:
                ahead.pop()
                done.add(path.pop())
                place.pop(next(reversed(place)))
            elif before in place:
                self._cut_dependency(path[-1], before, path[place[before] : place[before] + 7])
            elif before not in done:
                place[before] = len(path)
                path.append(before)
                ahead.append(iter(list(self._edges.get(before, ()))))

    def _cut_dependency(self, here, before, loop):
        reference = self._edges[here].pop(before)
        written_in = before if reference.relation == BLOCKS else here
        self._note("dependency_loop", written_in, reference, path=self._path(loop))

    def _path(self, loop):
        titles = [self.sketches[index].item.title[:40] for index in loop[:6]]
        return " → ".join([*titles, "…"] if len(loop) > 6 else [*titles, titles[0]])
