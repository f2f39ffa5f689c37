"""Templates: a plan kept without its days, and campaigns started from it."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.brief import actions as brief
from campaigns.patterns import again, plans
from campaigns.patterns.actions import recurring
from campaigns.patterns.models import Recurrence, Template
from campaigns.plan import fields, vocabulary
from campaigns.plan.actions import together, writing
from campaigns.plan.models import Item, Status
from workspace.kernel import rows, streams
from workspace.kernel.reach import EARLIEST, LATEST
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.values import changes_of

MOST_ITEMS = 5_000


def save(campaign, *, by, name, launch, description="", people=False):
    """Keep a campaign's plan as a template: its items with their distance from `launch`.

    `people` keeps who does what. Who owns what was dropped or thrown away is not asked.
    """
    kept = Item.objects.kept().filter(campaign=campaign).exclude(status=Status.DROPPED)
    states = writing.states_of(list(kept.values_list("pk", flat=True)))
    if not states:
        raise Refusal(_("This plan has no items yet."), mend=_("Plan something first."))
    if len(states) > MOST_ITEMS:
        raise Refusal(_("A template holds %(count)d items at most.") % {"count": MOST_ITEMS})
    days = plans.days_of(by.workspace)
    words = vocabulary.of(by.workspace)
    coming = Recurrence.objects.filter(item__in=kept, next_on__isnull=False)
    items = plans.without_days(
        states,
        launch,
        days,
        words,
        people=people,
        again={row.item_id: again.without_days(row, launch, days) for row in coming},
    )
    plan = {"items": items} | ends_of(campaign, states, launch, days)
    with streams.record("workspace", campaign.workspace_id, by=by) as record:
        template = Template(
            workspace_id=campaign.workspace_id,
            name=name,
            description=description,
            plan=plan,
            made_by=by,
            created_at=record.at,
        )
        once(lambda: template.save(force_insert=True), name)
        record("template.added", template, audience="team")
    return template


def ends_of(campaign, states, launch, days):
    """How far the campaign's first and last day are from its launch, or those of its items where
    these reach further: nothing of the next campaign shall lie outside of it."""
    both = [state[name] for state in states.values() for name in fields.DATES]
    known = [date.fromisoformat(each) for each in both if each]
    known += [day for day in (campaign.starts_on, campaign.ends_on) if day]
    return {
        "starts": plans.distance_to(min(known, default=launch), launch, days),
        "ends": plans.distance_to(max(known, default=launch), launch, days),
    }


def once(write, name):
    """Write; `Invalid` when another template has the name."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        raise Invalid(
            _("Another template is called “%(name)s”.") % {"name": name},
            fields={"name": [_("This name is taken; choose another.")]},
        ) from None


def rename(template, *, by, version, **values):
    """Change the name or the description of a template."""
    with streams.record("workspace", template.workspace_id, by=by) as record:
        before = {name: getattr(template, name) for name in values}
        if changes := changes_of(before, values):
            wanted = {name: values[name] for name in changes}
            once(lambda: rows.change(template, version=version, **wanted), values.get("name"))
            record("template.edited", template, changes=changes, audience="team")
    return template


def remove(template, *, by):
    """Remove a template; campaigns that were started from it stay as they are."""
    with streams.record("workspace", template.workspace_id, by=by) as record:
        record("template.removed", template, audience="team")
        template.delete()


@transaction.atomic
def start(template, *, by, key, name, launch):
    """Start a campaign from a template: all its items, planned from the launch, as one revision."""
    first, last = sound_span(template, launch, by.workspace)
    campaign = brief.create(
        template.workspace_id, by=by, key=key, name=name, starts_on=first, ends_on=last
    )
    with streams.record("campaign", campaign.pk, by=by) as record:
        drafts = plans.drafts(template.plan, launch, by.workspace)
        items = together.add_many(record, campaign, drafts)
        for item, kept in zip(items, template.plan["items"], strict=True):
            how = how_of(kept["waits"], items)
            if how:
                writing.write_how_of(record, item.pk, how)
        together.recount(record, [item.pk for item in items])
        recurring.begin(record, coming_again(template.plan, items, launch, by.workspace))
    Template.objects.filter(pk=template.pk).update(used=F("used") + 1)
    return campaign


def coming_again(plan, items, launch, workspace):
    """[(item, what its `Recurrence` has)] of the new `items` of a template that come again."""
    days, today = plans.days_of(workspace), recurring.today_in(workspace)
    return [
        (item, coming[0])
        for item, kept in zip(items, plan["items"], strict=True)
        if (coming := next_of(kept, item.due_on or item.start_on, launch, days, today))
    ]


def next_of(kept, day, launch, days, today):
    """How a template's item on this day comes again (`again.with_days`); None when not."""
    return kept.get("again") and again.with_days(kept["again"], day, launch, days, today)


def sound_span(template, launch, workspace):
    """The campaign's first and last day; `Invalid` when they are not days of this age."""
    sentence = _("Choose a day between 1970 and 2200.")
    try:
        first, last = plans.span(template.plan, launch, plans.days_of(workspace))
    except (ValueError, OverflowError):
        raise Invalid(sentence, fields={"launch": [sentence]}) from None
    if not EARLIEST <= first <= last <= LATEST:
        raise Invalid(sentence, fields={"launch": [sentence]})
    return first, last


def how_of(waits, items):
    """`waits_how` (see `plan/fields.py`) of what a template's item waits for."""
    return fields.how_of({items[at].pk: (kind, lag) for at, kind, lag in waits})
