"""The timeline in words: a row for each item, with what its dates mean for others."""

from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.plan.querysets import is_outside
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
        context = reckoned(each, reckoning, is_outside(reader)) | {"base": plan.base}
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


def reckoned(item, reckoning, outside):
    """What the row says beside the item's own fields; `outside` whether the reader is no member."""
    slack = reckoning.slack_of(item.pk)
    return {
        "days": reckoning.days_of(item.pk).count(item.first, item.last) if item.first else "",
        "slack": "" if slack is None else slack,
        "critical": reckoning.is_critical(item.pk),
        "waits_for": [
            end(link, link.earlier, reckoning, outside) for link in reckoning.waits_of(item.pk)
        ],
        "holds_up": [
            end(link, link.later, reckoning, outside) for link in reckoning.holds_of(item.pk)
        ],
        "conflicts": signs.conflicts(item.pk, reckoning, outside),
    }


def end(link, pk, reckoning, outside):
    """(number, title, how they wait) of the other end of a link; no number in another plan."""
    row = reckoning.rows.get(pk)
    if row:
        return row.number, row.title, signs.how(link)
    name = _("an item of another campaign") if outside else signs.title_of(pk, reckoning)
    return None, name, signs.how(link)
