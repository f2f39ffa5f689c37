"""The timeline in words: a row for each item, with what its dates mean for others."""

from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from campaigns.timeline import bars, signs
from workspace.kernel.remembering import Remembered

waits = Remembered(24_000)


def draw(items, reader, reckoning, base):
    """{place: HTML} of rows of the table; `base` is the address of the campaign."""
    drawn = bars.pieces(bars.faces(items), reader, "table", "")
    template = get_template("campaigns/timeline/table.html#reckoned")
    found = {}
    for each in items:
        if each.pk not in drawn:
            continue
        context = reckoned(each, reckoning) | {"base": base}
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
        "waits_for": [
            (reckoning.rows[link.earlier].number, reckoning.rows[link.earlier].title)
            for link in reckoning.waits_of(item.pk)
        ],
        "conflicts": signs.conflicts(item.pk, reckoning),
    }
