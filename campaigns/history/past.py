"""The plan as it was: rows drawn from past states, which never change.

A drawn row is remembered by the item's version, how many items it waited for, the workspace's
names, the language and the kind of reader: revisions share what did not change between them.
"""

from decimal import Decimal
from types import SimpleNamespace

from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from campaigns.history.comparing import day_of, is_kept, value
from campaigns.plan import vocabulary
from campaigns.plan.cards import PRIORITIES, SHOWN_PEOPLE, plain_hours
from campaigns.plan.models import Kind, Priority, Status
from campaigns.plan.querysets import UNFINISHED, is_outside
from teams.models import Member
from workspace.kernel import streams
from workspace.kernel.remembering import Remembered
from workspace.kernel.templatetags.look import day

MOST = 24_000
drawn = Remembered(MOST)


def states_at(stream, revision):
    """{id: state} of the items that the plan had at `revision`."""
    states = streams.states_at(stream, "item", revision)
    return {pk: state for pk, state in states.items() if is_kept(state)}


def groups(states):
    """[(status, label, ids)] in the order of the plan; only those with items."""
    found = {status: [] for status in Status.values}
    for pk, state in sorted(states.items(), key=lambda pair: (pair[1]["rank"], pair[0])):
        found[state["status"]].append(pk)
    return [(status, label, found[status]) for status, label in Status.choices if found[status]]


def waiting(states):
    """{id: how many unfinished items of that plan it waited for}."""
    unfinished = {pk for pk, state in states.items() if state["status"] in UNFINISHED}
    return {
        pk: sum(other in unfinished for other in state["waits_for"])
        for pk, state in states.items()
        if pk in unfinished
    }


class Drawing:
    """Draws rows of one plan for one reader."""

    def __init__(self, campaign, reader, revision):
        self.campaign = campaign
        self.reader = reader
        self.revision = revision
        self.slug = reader.workspace.slug
        self.variant = (
            reader.workspace.face,
            get_language(),
            reader.role if is_outside(reader) else "team",
            timezone.localdate().year,
        )

    def rows(self, states, counts, pks):
        """The HTML of these items, in their order."""
        found, missing = {}, []
        for pk in pks:
            html = drawn.find(self.key(pk, states[pk], counts))
            if html is None:
                missing.append(pk)
            else:
                found[pk] = html
        if missing:
            found |= self.draw(states, counts, missing)
        return mark_safe("".join(found[pk] for pk in pks))

    def key(self, pk, state, counts):
        return (pk, state["version"], counts.get(pk, 0), self.variant)

    def draw(self, states, counts, pks):
        template = get_template("campaigns/history/past.html#row")
        people = self.people({who for pk in pks for who in states[pk]["assignees"]})
        words = self.words()
        found = {}
        for pk in pks:
            card = self.card(pk, states[pk], counts.get(pk, 0), people, words)
            found[pk] = template.render({"card": card})
            drawn.put(self.key(pk, states[pk], counts), found[pk])
        return found

    def people(self, pks):
        """{id: member} of those whom the reader knows; others stay unnamed to outsiders."""
        if not is_outside(self.reader):
            return Member.objects.in_bulk(pks)
        met = vocabulary.people_of(self.campaign, self.reader, self.revision)
        return {member.pk: member for member in met if member.pk in pks}

    def words(self):
        known = vocabulary.of(self.reader.workspace)
        lists = {"channel": known.channels, "stage": known.stages, "team": known.teams}
        found = {name: {row.pk: row for row in rows} for name, rows in lists.items()}
        return found | {"labels": {row.pk: row for row in known.labels}}

    def card(self, pk, state, waits, people, words):
        """What a row shows of a past state."""
        stage, team = (words[name].get(state[name]) for name in ("stage", "team"))
        known = [people[who] for who in state["assignees"] if who in people]
        return SimpleNamespace(
            id=pk,
            number=state["number"],
            key=f"{self.campaign.key}-{state['number']}",
            title=state["title"],
            url=f"/w/{self.slug}/c/{self.campaign.key}/items/{state['number']}/",
            kind=state["kind"],
            kind_label=Kind(state["kind"]).label,
            status=state["status"],
            status_label=Status(state["status"]).label,
            channel=words["channel"].get(state["channel"]),
            stage=stage.name if stage else "",
            team=team.name if team else "",
            labels=[words["labels"][each] for each in state["labels"] if each in words["labels"]],
            people=known[:SHOWN_PEOPLE],
            more_people=len(known[SHOWN_PEOPLE:]),
            start=day_of(state["start_on"]),
            due_label=day(day_of(state["due_on"])),
            priority=PRIORITIES[state["priority"]],
            priority_label=Priority(state["priority"]).label,
            estimate=hours(value(state, "estimate")),
            waiting_for=waits,
        )


def hours(text):
    return plain_hours(Decimal(text)) if text else None
