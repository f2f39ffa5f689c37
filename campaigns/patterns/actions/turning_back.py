"""Turning back that an item comes again, or comes no more."""

from django.utils.translation import gettext as _

from campaigns.patterns.actions import recurring
from campaigns.patterns.models import Recurrence
from campaigns.plan.actions import since, trashing, undoing
from campaigns.plan.models import Item
from workspace.kernel.refusals import Conflict, Refusal
from workspace.kernel.streams.models import Event


@undoing.turns_back("item.repeats")
@undoing.turns_back("item.repeats_no_more")
def let_come_as_before(record, event):
    """What came by the rule meanwhile is thrown away; refused when somebody worked on it."""
    told = event.data.get("rule")
    if told is None:
        raise Refusal(_("This kind of change cannot be undone."))
    row = Recurrence.objects.select_related("item").filter(pk=told["of"]).first()
    if row is None:
        raise undoing.gone_for_good(event)
    [item] = undoing.items_of([event])
    now = recurring.rule_of(row)
    anew = Recurrence.objects.filter(item=item).exclude(pk=row.pk).exists()
    if anew or but_for_next(now) != but_for_next(told["after"]):
        sentence = _("By which rule “%(title)s” comes again was changed since.")
        raise Conflict(sentence % {"title": event.object_name})
    throw_away_what_came(record, event, row)
    recurring.put(row, told["before"], at=record.at, item=item)
    verb = "item.repeats" if told["before"] else "item.repeats_no_more"
    recurring.tell(record, verb, item, rule=recurring.told(row, now))


def but_for_next(rule):
    """A rule without the day that moves on by itself."""
    return rule and {name: value for name, value in rule.items() if name != "next_on"}


def throw_away_what_came(record, event, row):
    later = Event.objects.filter(stream=record.stream, revision__gt=event.revision)
    came = later.filter(verb="item.returned", data__recurrence=row.pk).values("object_id")
    items = list(Item.objects.kept().filter(pk__in=came).select_related("campaign"))
    for made in later.filter(verb="item.added", object_id__in=[item.pk for item in items]):
        since.refuse_if_built_on(record, [made])
    if items:
        trashing.put(record, items, trashed=True)
