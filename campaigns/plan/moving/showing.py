"""A preview as the dialog and the API show it."""

from types import SimpleNamespace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.brief.models import BufferRule
from campaigns.plan import answers
from campaigns.plan.addresses import address
from campaigns.plan.moving import impact
from workspace.kernel.templatetags.look import day

MOST_DAYS = 10


def context_of(preview, slug, by):
    """What the template of the list needs."""
    steps = [step_of(step, slug, preview) for step in preview.steps]
    return {
        "steps": steps,
        "wanted": [step for step in steps if step.wanted],
        "carried": [step for step in steps if not step.wanted],
        "breaks": [broken(each, slug) for each in preview.breaks],
        "breaks_alone": [broken(each, slug) for each in preview.breaks_alone],
        "people": preview.people(by),
        "strains": [strained(each) for each in preview.strains],
        "deadlines": [step for step in steps if step.is_deadline],
        "own_deadline": any(step.is_deadline for step in steps if step.wanted),
        "rules": [] if preview.asks else rules(preview),
        "campaigns": campaigns_of(preview),
        "seal": preview.seal,
        "asks": preview.asks,
        "past": sum(begins_late(step) for step in preview.steps),
        "can_pull": any(each.because == "moved" for each in preview.breaks),
    }


def campaigns_of(preview):
    """The campaigns in which something moves or no longer fits, by name."""
    items = [step.item for step in preview.steps] + preview.crossed
    met = {item.campaign_id: item.campaign for item in items}
    return sorted(met.values(), key=lambda campaign: campaign.name)


def rules(preview):
    """[(name, what it means, the campaigns that it holds for)] of the rules that were applied."""
    met = [step.item.campaign for step in preview.steps]
    met += [each.later.campaign for each in preview.breaks]
    names = {campaign.pk: campaign.name for campaign in met}
    held = {campaign.pk: campaign.buffer_rule for campaign in met}
    return [
        (rule.label, MEANT[rule], ", ".join(sorted(names[pk] for pk in held if held[pk] == rule)))
        for rule in BufferRule
        if rule in held.values()
    ]


MEANT = {
    BufferRule.MAINTAIN: gettext_lazy("what waits keeps its distance in working days"),
    BufferRule.CONSUME: gettext_lazy(
        "what waits moves where it would be too early, and no further than it has to"
    ),
    BufferRule.IGNORE: gettext_lazy("what waits stays where it is"),
}


def step_of(step, slug, preview):
    item = step.item
    return SimpleNamespace(
        id=item.pk,
        key=f"{item.campaign.key}-{item.number}",
        title=item.title,
        url=address("item", item.campaign, slug, number=item.number),
        kind=item.kind,
        campaign=item.campaign,
        before=answers.stretch(step.before),
        after=answers.stretch(step.after),
        wanted=step.wanted,
        is_deadline=step.is_deadline,
        people=preview.assigned.get(item.pk, []),
    )


def strained(each):
    """What stands against giving somebody an item, in sentences."""
    name = {"name": each.member.name}
    days = ", ".join(day(when) for when in each.away[:MOST_DAYS])
    days += "…" if len(each.away) > MOST_DAYS else ""
    said = [_("%(name)s is away on %(days)s") % (name | {"days": days})] if each.away else []
    for monday, hours, capacity in each.weeks:
        figures = {"hours": f"{hours:g}", "capacity": f"{capacity:g}", "day": day(monday)}
        words = _("%(name)s would have %(hours)s of %(capacity)s hours in the week of %(day)s")
        said.append(words % (name | figures))
    return SimpleNamespace(member=each.member, item=items_of(each.items), said=said)


def items_of(items):
    if len(items) == 1:
        return impact.keyed(items[0])
    return ngettext("%(count)d item", "%(count)d items", len(items)) % {"count": len(items)}


def begins_late(step):
    """Whether its new first day is over already, and its old one was not."""
    today = timezone.localdate()
    before, after = (min(filter(None, days), default=today) for days in (step.before, step.after))
    return after < today <= before


def broken(each, slug):
    later, earlier = (impact.keyed(item) for item in (each.later, each.earlier))
    names = {"later": later, "earlier": earlier, "count": each.by_days}
    sentence = ngettext(
        "%(later)s would be %(count)d working day too early for %(earlier)s",
        "%(later)s would be %(count)d working days too early for %(earlier)s",
        each.by_days,
    )
    return SimpleNamespace(
        sentence=sentence % names,
        because=reason(each.because),
        url=address("item", each.later.campaign, slug, number=each.later.number),
    )


def reason(because):
    return {
        "pinned": _("pinned: it stays where it is"),
        "moved": _("you put it there"),
        "before": _("it was too early before, and its campaign keeps distances"),
        "ignored": _("its campaign moves nothing by itself"),
    }.get(because, "")
