"""The timeline in words: a row for each item, with what its dates mean for others."""

from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from campaigns.timeline import bars, shadows, signs
from workspace.kernel.remembering import Remembered

waits = Remembered(24_000)


def draw(items, plan):
    """{place: HTML} of rows of the table of a plan."""
    reader, reckoning = plan.reader, plan.reckoning
    drawn = bars.pieces(bars.faces(items), reader, "table", "")
    template = get_template("campaigns/timeline/table.html#reckoned")
    found = {}
    for each in items:
        if each.pk not in drawn:
            continue
        context = reckoned(each, reckoning) | {"base": plan.base}
        if plan.asked.baseline:
            stood = plan.shadows.get(each.pk)
            days = reckoning.calendars.days
            context["stood"] = shadows.words(stood, each, days)
        key = (get_language(), repr(context))
        html = waits.find(key)
        if html is None:
            html = template.render(context)
            waits.put(key, html)
        classes = signs.classes(each.pk, reckoning)
        between = (classes, bars.lane_of(each), mark_safe(html))
        found[each.place] = bars.draw(drawn[each.pk], between)
    return found


def reckoned(item, reckoning):
    """What the row says beside the item's own fields."""
    slack = reckoning.slack_of(item.pk)
    return {
        "days": reckoning.days_of(item.pk).count(item.first, item.last) if item.first else "",
        "slack": "" if slack is None else slack,
        "critical": reckoning.is_critical(item.pk),
        "waits_for": [end(link, link.earlier, reckoning) for link in reckoning.waits_of(item.pk)],
        "holds_up": [end(link, link.later, reckoning) for link in reckoning.holds_of(item.pk)],
        "conflicts": signs.conflicts(item.pk, reckoning),
    }


def end(link, pk, reckoning):
    """(number, title, how they wait) of the other end of a link."""
    row = reckoning.rows[pk]
    return row.number, row.title, signs.how(link)
