"""What a plan shows of the answers to moved dates: who objects, who has not answered yet.

A move is shown until everybody said OK to it, it was undone, or it was settled.
"""

from datetime import timedelta
from types import SimpleNamespace
from typing import NamedTuple

from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.plan import feed, fields, policies
from campaigns.plan.addresses import address
from campaigns.plan.models import Item
from campaigns.plan.moves import Leg, Notice
from campaigns.plan.querysets import is_outside
from workspace.kernel import clock
from workspace.kernel.remembering import Remembered
from workspace.kernel.streams.models import Event
from workspace.kernel.templatetags.look import day, from_to

# What a move does to an item: it gets other dates, or stays and no longer fits.
MOVED = Q(changes__has_key="start_on") | Q(changes__has_key="due_on")
TOLD = Q(verb="item.crossed") | MOVED & ~Q(verb="item.added")
AN_HOUR = timedelta(hours=1)
MOST = 50


class Standing(NamedTuple):
    """How many objections a plan has to moved dates, and how many answers are open."""

    objections: int = 0
    open: int = 0


standings = Remembered(2_000)


def standing(campaign, reader):
    """The `Standing` of a plan for a reader; a guest's counts their own answers only.

    It moves with the marked revision of the plan's stream, so most changes leave it as it is:
    one statement at most, after `windows.revision_of`.
    """
    if reader.role == "viewer" or not campaign.marked:
        return Standing()
    mine = reader.pk if is_outside(reader) else None
    key = (campaign.pk, campaign.marked, mine, reader.workspace.face)
    found = standings.find(key)
    if found is None:
        asked = unsettled(campaign, reader).values_list("answer", flat=True)
        objections = sum(answer == Notice.Answer.OBJECTION for answer in asked)
        found = Standing(objections, len(asked) - objections)
        standings.put(key, found)
    return found


def unsettled(campaign, reader):
    """The notices to whose moves a plan still shows answers, but for those that are OK."""
    rows = Notice.objects.filter(
        move__legs__campaign=campaign,
        move__undone_at__isnull=True,
        move__settled_at__isnull=True,
    )
    rows = rows.exclude(answer=Notice.Answer.OK).exclude(member__state="left")
    return rows.filter(member=reader.pk) if is_outside(reader) else rows


def of_plan(campaign, reader, slug):
    """The moves that wait for answers or were objected to, objections first, then the newest.

    Each with what the reader can do about it.
    """
    wanted = unsettled(campaign, reader).values("move")
    rows = policies.move.visible_to(reader).filter(pk__in=wanted).select_related("by")
    moves = list(rows.order_by("-pk")[:MOST])
    found = shown(moves, reader, slug)
    for move, each in zip(moves, found, strict=True):
        each.__dict__.update(offered(move, each.open, reader, slug))
    return sorted(found, key=lambda each: not each.objections)


def offered(move, unanswered, reader, slug):
    """The addresses at which the reader may answer a move, remind others of it, or settle it."""
    now = clock.now()
    mine = next((notice for notice in unanswered if notice.member_id == reader.pk), None)
    due = any(may_be_reminded(each, move, now) for each in unanswered)
    may_remind = due and policies.move.allows(reader, "remind", move)
    may_settle = policies.move.allows(reader, "settle", move)
    return {
        "answer_url": to("answer_notice", slug, notice=mine.pk) if mine else "",
        "remind_url": to("remind_move", slug, move=move.pk) if may_remind else "",
        "settle_url": to("settle_move", slug, move=move.pk) if may_settle else "",
    }


def shown(moves, reader, slug):
    """Moves with who answered what, as all readers of the team see them; four statements."""
    outside = is_outside(reader)
    told = {move.pk: [] for move in moves}
    rows = Notice.objects.filter(move__in=moves).select_related("member")
    if outside:
        rows = rows.filter(member=reader.pk)
    for notice in rows.exclude(answer="", member__state="left").order_by("member__name", "pk"):
        told[notice.move_id].append(notice)
    items = Item.objects.visible_to(reader).select_related("campaign")
    items = items.in_bulk({move.item_id for move in moves if move.item_id})
    days = first_steps(moves)
    return [
        one(move, told[move.pk], items.get(move.item_id), days.get(move.pk), slug, outside=outside)
        for move in moves
    ]


def one(move, told, item, event, slug, *, outside):
    """A move of an item that the reader sees, or of None; `event` gave it its new dates."""
    unanswered = [notice for notice in told if not notice.answer]
    reminded = [notice.reminded_at for notice in unanswered if notice.reminded_at]
    return SimpleNamespace(
        id=move.pk,
        title=item.title if item else _("Dates of yours") if outside else move.item_name,
        key=f"{item.campaign.key}-{item.number}" if item else "",
        url=address("item", item.campaign, slug, number=item.number) if item else "",
        step=step_of(event, item, slug) if item and event else None,
        by=move.by or feed.somebody(""),
        why=move.why if item or not outside else "",
        at=move.at,
        total=len(told),
        objections=[each for each in told if each.answer == Notice.Answer.OBJECTION],
        agreed=[each for each in told if each.answer == Notice.Answer.OK],
        open=unanswered,
        reminded_at=max(reminded, default=None),
    )


def reason(reader, within=""):
    """The reason of a move in SQL, as far as `reader` may know it; `within` leads to the move.

    Outsiders read it where they see the item that was moved; what was only carried along may be
    in another plan than the one in which it was given.
    """
    why = F(f"{within}why")
    if not is_outside(reader):
        return why
    seen = Q(**{f"{within}item__in": Item.objects.visible_to(reader)})
    return Case(When(seen, then=why), default=Value(""))


def to(name, slug, **named):
    return reverse(name, kwargs={"workspace": slug, **named})


def first_steps(moves):
    """{move: the event that gave the item with which it began its new dates}."""
    begun = {move.pk: move.item_id for move in moves if move.item_id}
    return {
        move: event
        for move, event in steps_of(moves, set(begun.values()))
        if begun.get(move) == event.object_id
    }


def steps_of(moves, items):
    """[(move, event)] of what moves did to the dates of these items, or to whether they fit; two
    statements.

    A revision may hold more than a move: what else a file brings in is not told with it.
    """
    legs = Leg.objects.filter(move__in=moves).values_list("campaign", "revision", "move")
    legs = {(campaign, revision): move for campaign, revision, move in legs}
    events = Event.objects.filter(
        TOLD,
        stream__kind="campaign",
        stream__of__in={campaign for campaign, _revision in legs},
        revision__in={revision for _campaign, revision in legs},
        noun="item",
        object_id__in=items,
    )
    found = events.annotate(campaign=F("stream__of")).order_by("position")
    told = [(legs.get((event.campaign, event.revision)), event) for event in found]
    return [(move, event) for move, event in told if move]


def step_of(event, item, slug):
    return SimpleNamespace(
        title=item.title,
        key=f"{item.campaign.key}-{item.number}",
        url=address("item", item.campaign, slug, number=item.number),
        before=stretch(dates_of(event, item, 0)),
        after=stretch(dates_of(event, item, 1)),
        is_crossed=event.verb == "item.crossed",
    )


def dates_of(event, item, side):
    """Start and due before (0) or after (1) the event; what it did not change is as it is."""
    return tuple(
        fields.column_value(name, event.changes[name][side])
        if name in event.changes
        else getattr(item, name)
        for name in fields.DATES
    )


def stretch(dates):
    """Start and due as people read them."""
    start, due = dates
    if start and due:
        return from_to(start, due)
    return str(day(due or start) if due or start else _("no date"))


def may_be_reminded(notice, move, now):
    """Not answered, and told or reminded more than an hour ago."""
    return not notice.answer and (notice.reminded_at or move.at) < now - AN_HOUR


def to_remind(move, now):
    """The notices of a move whose members may be asked again."""
    rows = Notice.objects.filter(move=move, answer="", member__state="active")
    return [notice for notice in rows.order_by("pk") if may_be_reminded(notice, move, now)]
