"""Letting a campaign's story happen: through the ordinary actions, at the moments they belong to.

`Tale` turns a script into *beats*, each a moment and an action, and plays those that lie in the
past, in order. What would happen after today is what the plan still has before it.
"""

import random
from datetime import timedelta
from functools import partial
from itertools import count

from django.core.files.base import ContentFile

from campaigns.brief import actions as brief
from campaigns.brief.models import Participation
from campaigns.demo import journeys, leads, measuring
from campaigns.demo.days import Days
from campaigns.history import actions as history
from campaigns.plan import actions, files
from campaigns.plan.actions import together, writing
from campaigns.plan.models import Channel, Stage
from teams.models import Team
from workspace.kernel import clock, streams

EVERY = 21
AHEAD = 60
LAST_HERE = 3
BASELINES = {"planned": "Plan as agreed", "live": "Plan at the launch"}
PUT_OFF = [
    "The feedback came two days late.",
    "Two people of the team were on holiday.",
    "The website relaunch went first.",
    "The supplier delivers later than promised.",
    "We wait for the figures of last month.",
    "等客户确认，顺延几天。",
]


class Tale:
    """One campaign on its way from the first draft to today."""

    def __init__(self, script, cast, *, seed, now):
        self.script = script
        self.cast = cast
        self.now = now - timedelta(days=script.forgotten)
        self.chance = random.Random(f"{seed}:{script.head['key']}")
        self.days = Days(script, now, self.chance)
        self.first = min(script.runs[0] - 3, -script.launch - 5 - script.forgotten)
        self.owner = cast[script.head["owner"]]
        self.items = {}
        self.moments = {}
        self.sittings = {}
        self.created = {}
        self.ended = {}
        self.beats = []
        self.order = count()
        workspace = self.owner.workspace_id
        self.places = {
            model: {row.name: row for row in model.objects.filter(workspace=workspace)}
            for model in (Channel, Stage, Team)
        }

    def happen(self):
        """Make the campaign and play everything up to now; returns it."""
        first, last = self.script.runs
        begun = self.days.moment(self.first - 1, 8, self.owner)
        with clock.at(begun):
            self.campaign = brief.create(
                self.owner.workspace_id,
                by=self.owner,
                key=self.script.head["key"],
                name=self.script.head["name"],
                objective=self.script.head["objective"],
                starts_on=self.days.date(first),
                ends_on=self.days.date(last),
            )
            self.gather()
        self.lay_out()
        for moment, _number, act in sorted(self.beats, key=lambda beat: beat[:2]):
            with clock.at(moment):
                act()
        return self.campaign

    def lay_out(self):
        self.advance()
        self.at(self.days.evening(LAST_HERE), self.look)
        for part in self.script.parts:
            self.plan(part)
        for moment, parts in self.sittings.items():
            self.at(moment, partial(self.sit, parts))
        measuring.lay_out(self)
        leads.lay_out(self)

    def at(self, moment, act):
        """Let `act` happen at `moment`, unless that is still to come."""
        if moment <= self.now:
            self.beats.append((moment, next(self.order), act))

    def gather(self):
        Participation.objects.bulk_create(
            Participation(
                workspace_id=self.campaign.workspace_id,
                campaign=self.campaign,
                member=self.cast[who],
                until=None if last is None else self.days.date(last),
                added_at=clock.now(),
            )
            for who, last in self.script.people
            if self.cast[who] != self.owner
        )

    def advance(self):
        for phase, number in self.script.phases:

            def act(phase=phase):
                if phase == "planned":
                    measuring.aim(self)
                journeys.make_ready(self, phase)
                brief.advance(
                    self.campaign, by=self.owner, version=self.campaign.version, phase=phase
                )

            moment = self.days.moment(number, 9, self.owner)
            self.at(moment, act)
            if phase in BASELINES:
                name = partial(self.name_plan, BASELINES[phase])
                self.at(moment + timedelta(minutes=20), name)

    def name_plan(self, name):
        history.name_plan(self.campaign, by=self.owner, name=name)

    def look(self):
        """The team was last here a few days ago."""
        for member in self.cast.values():
            if member.state == "active" and not member.is_guest:
                history.note_visit(self.campaign, member)

    def plan(self, part):
        """Lay out the beats of one item, after those of what it waits for and belongs to."""
        if id(part) in self.created:
            return
        for earlier in [*part.waits_for, *filter(None, [part.parent])]:
            self.plan(earlier)
        self.created[id(part)] = sitting = self.sitting_of(part)
        self.sittings.setdefault(sitting, []).append(part)
        hand = self.hand(part)
        for said in part.said:
            self.plan_comment(part, said)
        for attached in part.attached:
            self.plan_file(part, attached)
        if part.moved:
            self.plan_move(part)
        if part.fate in {"dropped", "trashed"}:
            act = self.trash if part.fate == "trashed" else self.set_status("dropped")
            self.at(self.after_adding(part, part.begins + 1, 15, hand), lambda: act(part, hand))
            return
        self.plan_work(part, hand)

    def sitting_of(self, part):
        """Plans grow in sittings: each item comes in well before it starts."""
        newest = max(self.first, -self.script.launch - 4 - self.script.forgotten)
        wanted = min(max(part.begins - AHEAD, self.first), newest)
        number = (wanted - self.first) // EVERY
        if number not in self.moments:
            self.moments[number] = self.days.moment(self.first + number * EVERY, 10, self.owner)
        before = [*part.waits_for, *filter(None, [part.parent])]
        return max([self.moments[number], *(self.created[id(other)] for other in before)])

    def after_adding(self, part, number, hour, member):
        return max(
            self.days.moment(number, hour, member), self.created[id(part)] + timedelta(minutes=20)
        )

    def hand(self, part):
        """Who moves the item on: the first of its people who can sign in."""
        people = [self.cast[alias] for alias in part.people]
        return next((member for member in people if member.state == "active"), self.owner)

    def plan_work(self, part, hand):
        """Start, review and end, each not before what it waits for has ended."""
        if any(id(other) not in self.ended for other in part.waits_for):
            return
        free = [self.ended[id(other)] + timedelta(hours=2) for other in part.waits_for]
        start = max([self.after_adding(part, part.begins, 9, hand), *free])
        end = max(self.moment_of_ending(part, hand), start + timedelta(hours=3))
        if not self.script.phases or start > self.now:
            return
        if part.kind != "milestone":
            self.at(start, lambda: self.set_status("doing")(part, hand))
        if part.fate == "blocked":
            act = self.set_status("blocked")
            self.at(start + timedelta(days=2, hours=3), lambda: act(part, hand))
        if not part.fate:
            self.ended[id(part)] = end
            self.plan_end(part, hand, start, end)

    def moment_of_ending(self, part, hand):
        late = part.late
        if late is None:
            late = self.chance.choices([-2, -1, 0, 1, 2, 4, 6], [1, 2, 9, 2, 1, 1, 1])[0]
            late = 0 if part.kind == "milestone" else late
        return self.days.moment(part.due + late, 15, hand, forward=late > 0)

    def plan_end(self, part, hand, start, end):
        if part.checklist:
            self.at(start + (end - start) / 2, lambda: self.tick(part, hand))
        if part.kind == "deliverable" and self.chance.random() < 0.7:
            review, again = self.set_status("review"), self.set_status("doing")
            asked = max(start, end - timedelta(days=2, hours=1))
            self.at(asked, lambda: review(part, hand))
            if len(part.title) % 5 == 0:
                self.at(asked + (end - asked) / 2, lambda: again(part, self.owner))
        due = self.days.moment(part.due, 11, hand)
        slipped = part.late is None and end - due > timedelta(days=3) and start < due
        if slipped and self.chance.random() < 0.5:
            self.at(due, lambda: self.put_off(part, hand, end.date()))
        closer = self.owner if part.kind == "deliverable" else hand
        self.at(end, lambda: self.finish(part, closer))

    def plan_comment(self, part, said):
        member = self.cast[said.by]
        moment = self.after_adding(part, part.begins + said.day, 10 + said.day % 5, member)

        def act():
            actions.comment(
                self.items[id(part)], by=member, body=said.body, team_only=said.team_only
            )

        self.at(moment, act)

    def plan_file(self, part, attached):
        member = self.cast[attached.by]

        def act():
            text = "\n".join(attached.lines) + "\n"
            stored = files.store(ContentFile(text.encode(), name=attached.name))
            actions.attach(self.items[id(part)], by=member, stored=stored)

        self.at(self.after_adding(part, part.begins + attached.day, 13, member), act)

    def plan_move(self, part):
        member = self.cast[part.moved.by]
        moment = self.after_adding(part, part.due - part.moved.days - 3, 11, member)

        def act():
            values = {"due_on": self.days.date(part.due)}
            if part.start is not None:
                values["start_on"] = self.start(part)
            self.edit(part, member, why=part.moved.why, **values)

        self.at(moment, act)

    def start(self, part, shift=0):
        if part.start is None:
            return None
        return min(
            self.days.date(part.start - shift, forward=True), self.days.date(part.due - shift)
        )

    def sit(self, parts):
        """Put what a sitting brought into the plan, as one revision."""
        parts.sort(key=self.script.parts.index)
        place = {id(part): number for number, part in enumerate(parts)}
        drafts = [writing.plain_values(self.draft(part, place)) for part in parts]
        for part, draft in zip(parts, drafts, strict=True):
            draft["waits_for_at"] = [place[id(o)] for o in part.waits_for if id(o) in place]
            draft["parent_at"] = place.get(id(part.parent))
        with streams.record("campaign", self.campaign.pk, by=self.owner) as record:
            items = together.add_many(record, self.campaign, drafts)
            together.recount(record, [item.pk for item in items])
        self.items |= {id(part): item for part, item in zip(parts, items, strict=True)}

    def draft(self, part, place):
        shift = part.moved.days if part.moved else 0
        earlier = [self.items[id(other)] for other in part.waits_for if id(other) not in place]
        return {
            "title": part.title,
            "description": "\n\n".join(part.description),
            "kind": part.kind,
            "priority": part.priority,
            "channel": self.place(Channel, part.channel),
            "stage": self.place(Stage, part.stage),
            "team": self.place(Team, part.team),
            "assignees": [self.cast[alias] for alias in part.people],
            "start_on": self.start(part, shift),
            "due_on": self.days.date(part.due - shift),
            "estimate": part.hours,
            "labels": [self.label(word) for word in part.labels],
            "checklist": [(text, False) for text in part.checklist],
            "waits_for": earlier,
            "parent": self.items.get(id(part.parent)),
        }

    def label(self, word):
        return actions.label_named(self.campaign.workspace_id, word, by=self.owner)

    def place(self, model, name):
        return self.places[model][name] if name else None

    def edit(self, part, member, why="", **values):
        item = self.items[id(part)]
        self.items[id(part)] = actions.edit(
            item, by=member, version=item.version, why=why, **values
        )

    def set_status(self, status):
        return lambda part, member: self.edit(part, member, status=status)

    def tick(self, part, member):
        """Half of the checklist is done halfway."""
        half = (len(part.checklist) + 1) // 2
        done = [(text, number < half) for number, text in enumerate(part.checklist)]
        self.edit(part, member, checklist=done)

    def finish(self, part, member):
        ticked = {"checklist": [(text, True) for text in part.checklist]} if part.checklist else {}
        self.edit(part, member, status="done", **ticked)

    def put_off(self, part, member, until):
        self.edit(part, member, why=self.chance.choice(PUT_OFF), due_on=until)

    def trash(self, part, member):
        actions.trash(self.campaign, [self.items[id(part)].pk], by=member)
