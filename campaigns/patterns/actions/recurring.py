"""Items that return: letting one come again, making the next, letting it come no more."""

from datetime import date
from itertools import takewhile
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from campaigns.patterns import plans, rules
from campaigns.patterns.models import Recurrence
from campaigns.plan.actions import together, writing
from campaigns.plan.models import Item
from teams.models import Member
from workspace.kernel import clock, streams
from workspace.kernel.refusals import Invalid
from workspace.kernel.values import plain

COPIED = (
    "title",
    "description",
    "kind",
    "priority",
    "channel",
    "stage",
    "team",
    "parent",
    "estimate",
    "assignees",
    "labels",
)


RULE = ("rule", "first_on", "next_on", "times", "ahead", "on_working_days")


def rule_for(item, every, *, by, on_working_days=False, **often):
    """The rule by which an item comes again from today on; `often` as `rules.rule` takes it."""
    first, working, since = counted(item, by.workspace, on_working_days)
    return rules.rule(every, first, working=working, since=since, **often)


def next_days(item, rule, count, *, by, on_working_days=False):
    """The next `count` days on which an item would come again by a rule."""
    first, working, since = counted(item, by.workspace, on_working_days)
    return rules.returns(rule, first, working, count, since)


def counted(item, workspace, on_working_days):
    """What the others of an item are counted with: its day, working days if asked for, today."""
    working = plans.days_of(workspace) if on_working_days else None
    return day_of(item), working, today_in(workspace)


def today_in(workspace):
    """The day by the workspace's clock, whoever asks."""
    return timezone.localdate(clock.now(), ZoneInfo(workspace.time_zone))


def repeat(item, *, by, rule, ahead=7, on_working_days=False, times=None):
    """Let an item come again by a rule that counts from the day it is due; returns the row.

    What would have come before today does not come any more. `times` is how often it was to be
    there in all, if the rule's end was said so.
    """
    first, working, today = counted(item, by.workspace, on_working_days)
    turns = rules.turns(rule, first, working, today) if rule else iter(())
    next_on, _day = next(turns, (None, None))
    if not next_on:
        sentence = _("By this rule it would never come again.")
        raise Invalid(sentence, fields={"every": [sentence]})
    with streams.record("campaign", item.campaign_id, by=by) as record:
        values = {
            "rule": rule,
            "first_on": first,
            "next_on": next_on,
            "times": times,
            "ahead": ahead,
            "on_working_days": on_working_days,
            "made_by": by,
            "stopped_at": None,
        }
        before = rule_of(Recurrence.objects.filter(item=item).first())
        recurrence, _made = Recurrence.objects.update_or_create(
            item=item, defaults=values, create_defaults=values | {"workspace_id": item.workspace_id}
        )
        tell(record, "item.repeats", item, rule=told(recurrence, before))
    return recurrence


def begin(record, pairs):
    """Let new items of the open record come again: a list of (item, what its row has)."""
    rows = [
        Recurrence(workspace_id=item.workspace_id, item=item, made_by=record.by, **values)
        for item, values in pairs
    ]
    for row in Recurrence.objects.bulk_create(rows):
        record("item.repeats", row.item, rule=told(row, None))


def rule_of(recurrence):
    """By what it comes again, as plain values; None while it does not."""
    if recurrence is None or recurrence.stopped_at:
        return None
    return {name: plain(getattr(recurrence, name)) for name in RULE}


def told(recurrence, before):
    """What an event says of it, by which it can be turned back."""
    return {"of": recurrence.pk, "before": before, "after": rule_of(recurrence)}


def day_of(item):
    """The day from which an item's others are counted; `Invalid` when it has none."""
    first = item.due_on or item.start_on
    if first is None:
        sentence = _("Give the item a date first: the others are counted from it.")
        raise Invalid(sentence, fields={"every": [sentence]})
    return first


def stop(item, *, by):
    """Let an item come no more; those that came stay."""
    with streams.record("campaign", item.campaign_id, by=by) as record:
        running = Recurrence.objects.filter(item=item, stopped_at__isnull=True).first()
        if running:
            before = rule_of(running)
            put(running, None, at=record.at)
            tell(record, "item.repeats_no_more", item, rule=told(running, before))


def put(recurrence, rule, *, at, item=None):
    """Let it come again by this rule (see `rule_of`), or from the moment `at` no more."""
    values = {"stopped_at": None, **rule} if rule else {"stopped_at": at, "next_on": None}
    Recurrence.objects.filter(pk=recurrence.pk).update(**values, item=item or recurrence.item)
    recurrence.refresh_from_db()


def tell(record, verb, item, **data):
    """Append the event; cards show whether an item returns, so its face moves."""
    Item.objects.filter(pk=item.pk).update(face=record.revision)
    record(verb, item, name=item.title, **data)


def make_next(recurrence, due):
    """Make the item that is due on `due` by the rule, unless it was made or is wanted no more, or
    its campaign was closed meanwhile."""
    with streams.record("campaign", recurrence.item.campaign_id, by=None) as record:
        recurrence = (
            Recurrence.objects.select_related("item__campaign", "workspace")
            .filter(pk=recurrence.pk, next_on=due, stopped_at__isnull=True)
            .filter(item__trashed_at__isnull=True)
            .exclude(item__campaign__phase=Campaign.Phase.CLOSED)
            .first()
        )
        if recurrence is None:
            return None
        before = recurrence.item
        on = last_missed(recurrence, due)
        draft, left_out = without_gone(before, draft_of(recurrence, on))
        [made] = together.add_many(record, before.campaign, [draft])
        # What lies between gave way to this very working day.
        following = rules.next_after(recurrence.rule, recurrence.first_on, on)
        Recurrence.objects.filter(pk=recurrence.pk).update(item=made, next_on=following)
        said = {"left_out": left_out} if left_out else {}
        tell(record, "item.returned", made, recurrence=recurrence.pk, **said)
        Item.objects.filter(pk=before.pk).update(face=record.revision)
    return made


def last_missed(recurrence, due):
    """The day of the item whose turn is `due`; or of the last that went by meanwhile.

    So that what could not be made for long, as its campaign was closed, comes once and not as
    often as it was missed.
    """
    on = recurrence.day_on(due, recurrence.workspace)
    today = today_in(recurrence.workspace)
    gone = takewhile(lambda day: day <= today, recurrence.days_from(on, recurrence.workspace))
    return max(gone, default=on)


def draft_of(recurrence, on):
    """The item of that day: words, people and length of the one before, and nothing ticked."""
    state = writing.state_of(recurrence.item)
    draft = {name: state[name] for name in COPIED}
    draft["checklist"] = [[text, False] for text, _done in state["checklist"]]
    return draft | dates_of(recurrence, state, on)


def without_gone(item, draft):
    """The draft without people who have left and a whole that is in the trash; and their names."""
    people = dict(Member.objects.filter(pk__in=draft["assignees"]).values_list("pk", "name"))
    here = Member.objects.present().filter(pk__in=people)
    staying = set(here.values_list("pk", flat=True))
    left_out = [name for pk, name in people.items() if pk not in staying]
    kept = {"assignees": [pk for pk in draft["assignees"] if pk in staying]}
    if draft["parent"]:
        whole = Item.objects.filter(pk=draft["parent"]).first()
        if whole is None or whole.trashed_at:
            kept["parent"] = None
            left_out += [whole.title] if whole else []
    return draft | kept, left_out


def dates_of(recurrence, state, on):
    days = plans.days_of(recurrence.workspace)
    start, end = (
        state[name] and date.fromisoformat(state[name]) for name in ("start_on", "due_on")
    )
    if not end:
        return {"start_on": on.isoformat()}
    if not start:
        return {"due_on": on.isoformat()}
    length = days.between(start, end)
    begin = days.add(on, -length) if recurrence.on_working_days else on - (end - start)
    return {"start_on": begin.isoformat(), "due_on": on.isoformat()}
