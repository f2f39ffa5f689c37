"""One campaign waits for another, and dates that were just moved are still discussed."""

from datetime import timedelta

from campaigns.plan import actions
from campaigns.plan.models import Dependency, Item
from campaigns.plan.moving import actions as moving
from campaigns.plan.moving import impact
from workspace.kernel import clock

LATER = timedelta(days=3)
SAID = "I am at the fair that day; could it be the day after?"
WHY = "The supplier needs three more days."
MOST_HIT = 12


def link_campaigns(earlier, later, *, by):
    """Let the last open item of one campaign wait for the first open milestone of another."""
    ahead = clock.now().date() + LATER
    milestone = open_items(earlier, ahead).filter(kind="milestone").order_by("due_on", "pk").first()
    waiting = open_items(later, ahead).order_by("-due_on", "pk").first()
    if milestone and waiting and waiting.due_on > milestone.due_on:
        waits_for = [*Item.objects.filter(holds__item=waiting), milestone]
        actions.edit(waiting, by=by, version=waiting.version, waits_for=waits_for)


def open_items(campaign, after):
    return Item.objects.kept().unfinished().filter(campaign=campaign, due_on__gt=after)


def move_something(campaign, *, by):
    """Move one open item that others wait for; one of those who are told objects."""
    ahead = clock.now().date() + LATER
    held = Dependency.objects.filter(item__campaign=campaign, item__due_on__gt=ahead)
    candidates = open_items(campaign, ahead).filter(pk__in=held.values("waits_for"))
    for item in candidates.order_by("due_on", "pk")[:8]:
        start = item.start_on and item.start_on + LATER
        wish = moving.wish_for(item, start_on=start, due_on=item.due_on + LATER)
        found = impact.preview(wish)
        if 1 < len(found.steps) <= MOST_HIT and len(found.people(by)) > 1:
            made, _steps = moving.move(wish, by=by, confirm="all", seen=found.seal, why=WHY)
            answer(made)
            return


def answer(made):
    told = list(made.notices.select_related("move__item", "member").order_by("pk"))
    moving.answer(told[0], by=told[0].member, answer="object", word=SAID)
    for notice in told[2:]:
        moving.answer(notice, by=notice.member, answer="ok")
