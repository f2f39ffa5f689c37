"""What a moved date hits: 500 linked items over 20 campaigns, before anything is saved."""

import time
from datetime import date, timedelta

from campaigns.brief import actions as brief
from campaigns.brief.models import Campaign
from campaigns.plan.actions import together
from campaigns.plan.models import Dependency, Item
from campaigns.plan.moving import actions, impact
from tests.bench.meter import Browser
from workspace.kernel import scope, streams
from workspace.kernel.analysing import analyse_all

CAMPAIGNS, EACH = 20, 25
FIRST = date(2027, 3, 1)
BAR = 500


def measure(figures, plans, rounds):
    """The longest of some previews in a row, in milliseconds of wall time."""
    plan = plans["one"]
    with scope.of(plan.workspace.pk):
        first = lay(plan)
        found = [preview(first, days) for days in range(1, max(3, rounds // 4) + 1)]
        steps = max(count for count, _seconds in found)
        worst = max(seconds for _count, seconds in found)
        name = f"impact, {steps} items over {CAMPAIGNS} campaigns"
        figures.amount(name, round(worst * 1000, 1), "ms", BAR)
        browser = Browser(plan.reader)
        slowest = max(
            asked(browser, plan, first, days) for days in range(1, max(3, rounds // 4) + 1)
        )
        name = f"impact, {steps} items over {CAMPAIGNS} campaigns, until the list is there"
        figures.amount(name, round(slowest * 1000, 1), "ms", BAR)


def asked(browser, plan, item, days):
    """How long it takes from the gesture's request to the last byte of the list, in seconds."""
    fields = {
        "version": item.version,
        "start_on": item.start_on + timedelta(days=days),
        "due_on": item.due_on + timedelta(days=days),
    }
    address = f"/w/{plan.workspace.slug}/c/IMPACT0/items/{item.number}/move/"
    began = time.perf_counter()
    answer = browser.post(address, fields, hx_request="true")
    took = time.perf_counter() - began
    if answer.status != 200 or b'id="impact"' not in answer.body:
        raise RuntimeError(f"no list came: {answer.status}")
    return took


def preview(item, days):
    wish = actions.wish_for(
        item,
        start_on=item.start_on + timedelta(days=days),
        due_on=item.due_on + timedelta(days=days),
    )
    began = time.perf_counter()
    found = impact.preview(wish)
    return len(found.steps), time.perf_counter() - began


def lay(plan):
    """Campaigns of which each waits for the one before; the first item of all."""
    known = Campaign.objects.filter(key="IMPACT0").first()
    if known is None:
        last = None
        for number in range(CAMPAIGNS):
            last = chain(plan, number, last)
        analyse_all()
        known = Campaign.objects.get(key="IMPACT0")
    return Item.objects.filter(campaign=known).order_by("pk").first()


def chain(plan, number, before):
    """A campaign in which each item follows the one before; returns its last item."""
    campaign = brief.create(
        plan.workspace.pk, by=plan.reader, key=f"IMPACT{number}", name=f"Impact {number}"
    )
    day = FIRST + timedelta(weeks=5 * number)
    drafts = [
        {
            "title": f"Step {step}",
            "start_on": (day + timedelta(days=step)).isoformat(),
            "due_on": (day + timedelta(days=step)).isoformat(),
            "assignees": [plan.reader.pk],
            "waits_for_at": [step - 1] if step else [],
        }
        for step in range(EACH)
    ]
    with streams.record("campaign", campaign.pk, by=plan.reader) as record:
        items = together.add_many(record, campaign, drafts)
    if before:
        Dependency.objects.create(workspace_id=plan.workspace.pk, item=items[0], waits_for=before)
    Campaign.objects.filter(pk=campaign.pk).update(buffer_rule="maintain")
    return items[-1]
