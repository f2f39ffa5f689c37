"""Moving dates: shown first, carried out in all campaigns at once, and answered."""

from collections import defaultdict
from contextlib import contextmanager
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.plan import answers
from campaigns.plan.actions import checking, items, together, writing
from campaigns.plan.fields import DATES
from campaigns.plan.models import Item
from campaigns.plan.moves import Move, Notice
from campaigns.plan.moving import impact, strain, telling
from workspace.kernel import clock, streams
from workspace.kernel.refusals import Busy, Conflict, Invalid, Refusal, Stale
from workspace.kernel.streams.models import Event
from workspace.kernel.values import plain

ALL, THIS = "all", "this"
LONGEST_MOVE = timedelta(days=3650)
MOST_TRIES = 5


class Unseen(Exception):
    """Others are hit by a move whose `preview` they who move have not seen, or not as it is now."""

    def __init__(self, preview, *, anew=False):
        super().__init__("The list of what moves has to be seen first")
        self.preview = preview
        self.anew = anew


def wish_for(item, *, back=False, **values):
    """The `Wish` that gives an item these dates; a date that is not named stays."""
    return impact.Wish({item.pk: wanted_dates(item, **values)}, back)


def wish_for_many(campaign, pks, **values):
    """The `Wish` that gives several items of a plan the same dates."""
    found = items.kept_items(campaign, pks)
    return impact.Wish({item.pk: wanted_dates(item, **values) for item in found})


def wanted_dates(item, **values):
    """(start, due) of an item with these values; refused where they cannot be."""
    present = {name: getattr(item, name) for name in DATES}
    wanted = present | {name: day_of(value) for name, value in values.items()}
    for name in DATES:
        checking.check_day(name)(plain(wanted[name]))
    checking.check_order({name: plain(day) for name, day in wanted.items()})
    return tuple(wanted[name] for name in DATES)


def day_of(value):
    return date.fromisoformat(value) if isinstance(value, str) else value


def wish_to_shift(campaign, pks, days, *, back=False):
    """The `Wish` that puts items of a plan `days` calendar days later, or earlier."""
    by = timedelta(days=days)
    if abs(by) > LONGEST_MOVE:
        raise Invalid.at("days", _("Dates move by ten years at most."))
    dates = {}
    for item in items.kept_items(campaign, pks):
        dates[item.pk] = tuple(day and day + by for day in (item.start_on, item.due_on))
    return impact.Wish(dates, back)


@transaction.atomic
def edit(item, *, by, version, strict=False, confirm="", seen="", why="", weigh=False, **values):
    """Change fields of an item as one revision, its dates as a `move`; returns it as it is then.

    Those to whom it is given have to have time, with `weigh` also who has it when its days change:
    where they are away or have too much work, the list (see `Unseen`) says so first.
    """
    days = taken_from(values)
    wish = wish_for(item, **days) if days else impact.Wish({})
    strains = strain.of_changes([item], wish.dates, values, by, moved=weigh)
    if not days:
        refuse_unseen(impact.Preview(strains=strains), by, confirm, seen)
        return items.edit(item, by=by, version=version, strict=strict, **values) if values else item
    items.refuse_unknown(values)
    move(
        wish,
        by=by,
        versions={item.pk: version},
        strict=strict,
        confirm=confirm,
        seen=seen,
        why=why,
        strains=strains,
        rest=(lambda _state: writing.plain_values(values)) if values else None,
    )
    return items.fresh(item)


@transaction.atomic
def edit_many(campaign, pks, *, by, versions=None, confirm="", seen="", why="", **values):
    """Change the same fields of several items of a plan, their dates as a `move`, in one revision.

    `versions` are those that the person saw, {id: version}; to whom they are given is weighed as
    for `edit`. Returns what was changed, and what moved along.
    """
    days = taken_from(values)
    wish = wish_for_many(campaign, pks, **days) if days else impact.Wish({})
    given = items.kept_items(campaign, pks) if strain.GIVING & values.keys() else []
    strains = strain.of_changes(given, wish.dates, values, by)
    if not days:
        refuse_unseen(impact.Preview(strains=strains), by, confirm, seen)
        return items.edit_many(campaign, pks, by=by, versions=versions, **values)
    how = {"versions": versions, "confirm": confirm, "seen": seen, "why": why, "strains": strains}
    rest = (lambda state: items.wanted_of(state, values)) if values else None
    _made, steps = move(wish, by=by, rest=rest, **how)
    moved = [step.item for step in steps]
    return moved + (items.kept_items(campaign, pks) if values else [])


def place(item, *, by, version, confirm="", seen="", why="", **values):
    """Drop an item between two others (`above`, `below`) and change what the drop implies; who gets
    it by that is weighed as for `edit`."""
    if not strain.GIVING & values.keys():
        return items.place(item, by=by, version=version, **values)
    with transaction.atomic():
        strains = strain.of_changes([item], {}, values, by)
        refuse_unseen(impact.Preview(strains=strains), by, confirm, seen)
        return items.place(item, by=by, version=version, **values)


def taken_from(values):
    return {name: values.pop(name) for name in DATES if name in values}


class Beside(NamedTuple):
    """What else is written of an item whose dates are wished for: its plain values."""

    item: Item
    state: dict
    values: dict


def beside(wish, rest):
    """{id: `Beside`} of the items of a wish; `rest(state)` are the other values wanted of one."""
    if rest is None:
        return {}
    rows = Item.objects.filter(pk__in=wish.dates).select_related("campaign")
    found = {item.pk: items.fresh(item) if item.trashed_at else item for item in rows}
    states = writing.states_of(list(found))
    return {pk: Beside(item, states[pk], rest(states[pk])) for pk, item in found.items()}


def refuse_old(wish, versions, others, *, strict=False):
    """Raise `Conflict` or `Stale` when somebody changed what the wish, or what is written beside
    it (`others`), would overwrite.

    `versions` are those that the person saw, {item's id: version}.
    """
    for item in Item.objects.filter(pk__in=versions).select_related("campaign"):
        if item.trashed_at or item.version != versions[item.pk]:
            if strict:
                raise Stale(_("This item was changed meanwhile."), version=item.version)
            item = items.fresh(item)
            wanted = dict(zip(DATES, map(plain, wish.dates[item.pk]), strict=True))
            wanted |= others[item.pk].values if item.pk in others else {}
            items.refuse_overwriting(item, writing.state_of(item), wanted, versions[item.pk])


def move(
    wish,
    *,
    by,
    versions=None,
    strict=False,
    confirm="",
    seen="",
    why="",
    also=None,
    rest=None,
    strains=(),
):
    """Carry out a wish; returns (the move or None, the steps taken).

    Raises `Unseen` with the list when somebody or something else is hit and the person has not
    confirmed exactly this list: `confirm` is "all" or "this", `seen` the seal of the list. When a
    shared deadline moves, `why` must say why. `also(records)` writes what belongs to the same
    revisions; `rest(state)` are further plain values of the items that were named (see `beside`);
    `strains` are those whom it hits by the work they have.
    """
    if not wish.dates:
        return None, []
    if confirm in {ALL, THIS}:
        # What was seen is held against what is so now as soon as it can no longer change.
        locked = impact.campaigns_of(wish)
    else:
        preview = impact.preview(wish, strains)
        refuse_unseen(preview, by, confirm, seen)
        locked = preview.campaigns
    for _attempt in range(MOST_TRIES):
        targets = [("campaign", pk) for pk in locked]
        with streams.record_many(targets, by=by, why=why[:500]) as records:
            others = beside(wish, rest)
            refuse_old(wish, versions or {}, others, strict=strict)
            preview = impact.preview(wish, strains)
            if preview.campaigns <= locked:
                refuse_unseen(preview, by, confirm, seen)
                preview = preview.alone() if confirm == THIS else preview
                steps = preview.steps
                home = {step.item.campaign_id for step in steps if step.wanted}
                telling.keep_reason_at_home(records, home)
                refuse_unsaid(steps, why)
                if also:
                    also(records)
                made = carry_out(records, preview, others, by=by, why=why[:500])
                break
            locked = preview.campaigns
    else:
        raise Busy(_("Others are changing these plans right now; try again."))
    own = [s.item for s in steps if s.wanted] + [each.item for each in others.values()]
    told = [records["campaign", item.campaign_id] for item in own]
    newest = [record.revision for record in told if record.events]
    by.newest = newest[0] if newest else None
    return made, steps


def refuse_unseen(preview, by, confirm, seen):
    if preview.hits(by) and (confirm not in {ALL, THIS} or seen != preview.seal):
        raise Unseen(preview, anew=bool(confirm))


def refuse_unsaid(steps, why):
    if any(step.is_deadline for step in steps) and not why.strip():
        sentence = _("A shared deadline moves: say why.")
        raise Invalid.at("why", sentence)


def carry_out(records, preview, others, *, by, why):
    """Write the dates of all steps and what stands beside them, remember the move, and tell whom
    it concerns."""
    steps = preview.steps
    by_campaign = defaultdict(list)
    for step in steps:
        by_campaign[step.item.campaign_id].append(step)
    moving = frozenset(step.item.pk for step in steps)
    states = writing.states_of(moving - others.keys())
    for pk, some in sorted(by_campaign.items()):
        together.write_many(
            records["campaign", pk],
            [
                (step.item, states[step.item.pk], wanted_of(step))
                for step in some
                if step.item.pk not in others
            ],
            drawn=moving,
        )
    dates = {step.item.pk: wanted_of(step) for step in steps}
    for pk, (item, state, values) in others.items():
        record = records["campaign", item.campaign_id]
        writing.write(record, item, state, dates.get(pk, {}) | values)
    return telling.remember(records, preview, by=by, why=why)


def wanted_of(step):
    return dict(zip(DATES, map(plain, step.after), strict=True))


def answer(notice, *, by, answer, word=""):
    """Say OK to a move, or object with a word; those who look at the plans see it at once."""
    if answer not in {Notice.Answer.OK, Notice.Answer.OBJECTION}:
        raise Invalid.at("answer", _("Answer with OK or with an objection."))
    made = notice.move
    values = {"answer": answer, "word": word.strip()[:500], "answered_at": clock.now()}
    verb = "item.agreed" if answer == Notice.Answer.OK else "item.objected"
    with in_its_plans(made, by=by) as plans:
        if Move.objects.filter(pk=made.pk, undone_at__isnull=False).exists():
            raise Conflict(_("This move has been undone meanwhile; there is nothing to answer."))
        Notice.objects.filter(pk=notice.pk).update(**values)
        for record, item in plans:
            record(verb, item, audience="team", excerpt=values["word"])


def remind(made, *, by):
    """Ask those again, by mail, who have not answered; at most once an hour. Returns how many."""
    now = clock.now()
    due = answers.to_remind(made, now)
    if not due:
        raise Refusal(
            _("Nobody is left to be reminded: all have answered, or were asked within the hour.")
        )
    with in_its_plans(made, by=by) as plans:
        Notice.objects.filter(pk__in=[notice.pk for notice in due]).update(reminded_at=now)
        for record, item in plans:
            record("item.reminded", item, audience="team")
        for record, _item in plans[:1]:
            for notice in due:
                record.effect("plan.tell_moved", notice=notice.pk, again=True)
    return len(due)


def settle(made, *, by):
    """Have done with the answers to a move: its plans show them no more."""
    with in_its_plans(made, by=by) as plans:
        if Move.objects.filter(pk=made.pk, settled_at__isnull=True).update(settled_at=clock.now()):
            for record, item in plans:
                record("item.settled", item, audience="team")


@contextmanager
def in_its_plans(made, *, by):
    """[(record, an item that moved)] for each campaign that a move reached.

    All are marked: what their plans show of the answers is to be read anew.
    """
    items = {}
    for leg in made.legs.order_by("campaign"):
        told = Event.objects.filter(answers.TOLD, stream__kind="campaign", noun="item")
        events = told.filter(stream__of=leg.campaign_id, revision=leg.revision)
        moved = Item.objects.filter(campaign=leg.campaign_id, pk__in=events.values("object_id"))
        first = moved.filter(pk=made.item_id).first() or moved.order_by("pk").first()
        if first:
            items[leg.campaign_id] = first
    with streams.record_many([("campaign", pk) for pk in items], by=by) as records:
        for record in records.values():
            record.mark()
        yield [(records["campaign", pk], item) for pk, item in items.items()]
