"""Cards of a Trello board become drafts."""

from datetime import UTC

from . import dates, limits, terms
from .boards import (
    is_archived,
    label_name,
    person,
    record,
    records,
    section_of,
    text_of,
    texts_of,
)
from .drafting import Drafting
from .drafts import Check, DraftComment, DraftItem, LeftOut
from .references import Sketch

_ACTIONS_IN_AN_EXPORT = 1000  # Trello writes the latest thousand, and drops older comments


class CardReader(Drafting):
    """Reads the cards of a board in the terms that are in force."""

    def __init__(self, board, reading):
        super().__init__()
        self.board = board
        self.terms = terms.terms_of(reading.choices, reading.words)
        self.with_archived = reading["archived"].value

    def sketches(self):
        """The cards to bring in; their `line` is the place on the board."""
        return [
            self._sketch(place, card)
            for place, card in enumerate(self.board.cards, 1)
            if self.with_archived or not is_archived(self.board, card)
        ]

    def left_out(self):
        found = self.board.cards
        archived = 0 if self.with_archived else sum(is_archived(self.board, c) for c in found)
        attached = sum(len(records(card, "attachments")) for card in found)
        actions = self.board.actions if self.board.actions >= _ACTIONS_IN_AN_EXPORT else 0
        counts = {"archived": archived, "attachments": attached, "older_comments": actions}
        return tuple(LeftOut(kind, count) for kind, count in counts.items() if count)

    def _sketch(self, line, card):
        before = len(self.problems)
        item = self._item(line, card)
        return Sketch(item, text_of(card, "shortUrl"), bad=self.lost_since(before))

    def _item(self, line, card):
        section = section_of(self.board, card)
        start_on, due_on = (self._day(line, card, key) for key in ("start", "due"))
        done = card.get("dueComplete") is True
        return DraftItem(
            line=line,
            external_id=self.used_once(line, "id", text_of(card, "id") or f"card-{line}"),
            title=self.title(line, "name", text_of(card, "name")),
            description=self.fitting(line, "desc", text_of(card, "desc"), limits.TEXT_CHARACTERS),
            status="done" if done else self.terms.meaning("section", section),
            section=section,
            people=self._people(card),
            start_on=self.started(line, "start", start_on, due_on),
            due_on=due_on,
            labels=tuple(dict.fromkeys(self._labels(line, card))),
            checklist=self.checklist(line, "checklists", self._checks(line, card)),
            comments=tuple(self._comments(line, card)),
            fields=dict(self._fields(card)),
            archived=is_archived(self.board, card),
        )

    def _day(self, line, card, key):
        text = text_of(card, key)
        try:
            return dates.day(text, "YMD", self.terms.zone) if text else None
        except dates.NotADay:
            self.note("not_a_date", line, key, text, like=dates.WRITTEN_LIKE["YMD"])
            return None

    def _people(self, card):
        refs = [self.board.members.get(key) for key in texts_of(card, "idMembers")]
        return self.roster.see(tuple(dict.fromkeys(ref for ref in refs if ref and any(ref))))

    def _labels(self, line, card):
        names = [self.board.labels.get(key, "") for key in texts_of(card, "idLabels")]
        for name in names or [label_name(label) for label in records(card, "labels")]:
            if self.fitting(line, "labels", name, limits.LABEL_CHARACTERS):
                yield name

    def _checks(self, line, card):
        lists = self.board.checklists.get(text_of(card, "id"), [])
        for checklist in lists:
            prefix = f"{text_of(checklist, 'name')}: " if len(lists) > 1 else ""
            for entry in records(checklist, "checkItems"):
                text = prefix + text_of(entry, "name")
                if self.fitting(line, "checklists", text, limits.CHECK_CHARACTERS):
                    yield Check(text, text_of(entry, "state") == "complete")

    def _comments(self, line, card):
        """The oldest first; Trello writes the latest first."""
        for action in reversed(self.board.comments.get(text_of(card, "id"), [])):
            text = text_of(record(action, "data"), "text")
            if self.fitting(line, "comments", text, limits.TEXT_CHARACTERS):
                author = self.roster.see_author(self._author(action))
                yield DraftComment(author, _moment(action), text)

    def _author(self, action):
        member = self.board.members.get(text_of(action, "idMemberCreator"))
        ref = member or person(record(action, "memberCreator"))
        return ref if any(ref) else None

    def _fields(self, card):
        for entry in records(card, "customFieldItems"):
            field = self.board.fields.get(text_of(entry, "idCustomField"), {})
            if text := self._field_text(field, entry):
                yield text_of(field, "name")[:100] or "#", text

    def _field_text(self, field, entry):
        for option in records(field, "options"):
            if text_of(option, "id") == text_of(entry, "idValue") != "":
                return text_of(record(option, "value"), "text")
        value = record(entry, "value")
        if moment := text_of(value, "date"):
            return self._day_or_text(moment)
        return text_of(value, "number") or text_of(value, "text") or text_of(value, "checked")

    def _day_or_text(self, text):
        try:
            return dates.day(text, "YMD", self.terms.zone).isoformat()
        except dates.NotADay:
            return text


def _moment(action):
    try:
        return dates.moment(text_of(action, "date"), "YMD", UTC)
    except dates.NotADay:
        return None
