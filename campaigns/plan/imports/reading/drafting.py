"""What readers of rows and of cards share: noting problems, and values a plan can hold."""

from workspace.kernel import texts

from . import limits, people
from .problems import Cost, problem


class Drafting:
    """Gathers what is wrong with the rows of one file, and who is on them."""

    def __init__(self):
        self.problems = []
        self.roster = people.Roster()
        self._lines_by_id = {}

    def note(self, kind, line, column, value, **details):
        self.problems.append(problem(kind, line, column, value, **details))

    def lost_since(self, count):
        """Whether any problem after the first `count` means that the row cannot be read."""
        return any(found.cost is Cost.ROW for found in self.problems[count:])

    def title(self, line, column, text):
        if not texts.line(text):
            self.note("no_title", line, column, "")
        elif len(text) > limits.TITLE_CHARACTERS:
            self.note("title_too_long", line, column, text, limit=limits.TITLE_CHARACTERS)
        return texts.line(text)

    def used_once(self, line, column, external_id):
        if len(external_id) > limits.ID_CHARACTERS:
            self.note("id_too_long", line, column, external_id, limit=limits.ID_CHARACTERS)
        first = self._lines_by_id.setdefault(external_id, line)
        if first != line:
            self.note("id_used_twice", line, column, external_id, first=first)
        return external_id

    def fitting(self, line, column, text, limit):
        """`text`, or nothing when it is longer than the plan can hold."""
        if len(text) <= limit:
            return text
        self.note("text_too_long", line, column, text, limit=limit)
        return ""

    def checklist(self, line, column, entries):
        """As many entries as a checklist can hold."""
        entries = tuple(entries)
        if len(entries) > limits.CHECKS:
            size = {"count": len(entries), "limit": limits.CHECKS}
            self.note("too_many_checks", line, column, entries[limits.CHECKS].text, **size)
        return entries[: limits.CHECKS]

    def started(self, line, column, start_on, due_on):
        """The start, or none when it lies after the due day."""
        if not (start_on and due_on and start_on > due_on):
            return start_on
        self.note("starts_after_due", line, column, start_on.isoformat(), due=due_on.isoformat())
        return None
