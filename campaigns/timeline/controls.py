"""What stands above the bars: zoom, bars or table, and the filters with lanes for groups."""

from django.template.loader import get_template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.history import queries as history
from campaigns.plan.views.bar import field, filter_bar
from campaigns.timeline import lanes, scale
from workspace.kernel.remembering import Remembered


def zooms(filters, asked):
    return [
        {
            "label": label,
            "url": asked.query(filters, zoom=name),
            "current": name == asked.zoom,
        }
        for name, label in scale.NAMES.items()
    ]


def ways(filters, asked):
    """Bars, or the table that says the same in words."""
    return [
        {
            "label": label,
            "icon": icon,
            "url": asked.query(filters, **{"as": value}),
            "current": bool(value) == asked.table,
        }
        for value, label, icon in (
            ("", _("Bars"), "list-tree"),
            ("table", _("Table"), "list"),
        )
    ]


def hidden(filters, asked):
    """What the form that chooses a baseline must not forget."""
    query = asked.query(filters, baseline="").removeprefix("?")
    return [tuple(pair.split("=", 1)) for pair in query.split("&") if pair]


def baselines(campaign, reader, asked):
    """The baselines whose shadows can be chosen, newest first; one statement."""
    return [
        {"id": each.pk, "name": each.name, "chosen": each.pk == asked.baseline}
        for each in history.baselines(campaign, reader)
    ]


forms = Remembered(500)


def filter_form(campaign, filters, asked, choices, workspace):
    """The filter bar of the plan, whose groups are lanes; drawn once for the same choices."""
    words, everybody = choices["words"], tuple(person.pk for person in choices["people"])
    key = (campaign.pk, workspace.face, get_language(), filters, asked, everybody, words.ids)
    html = forms.find(key)
    if html is None:
        bar = filter_bar(filters, words, choices["people"], ordered=False)
        bar["hidden"] += asked.pairs()
        bar["fields"][-1] = lanes_field(filters)
        html = get_template("components/filters.html").render({"filters": bar})
        forms.put(key, html)
    return html


def lanes_field(filters):
    offered = [
        ("status", _("No lanes")),
        ("team", _("Team")),
        ("channel", _("Channel")),
        ("stage", _("Journey stage")),
        ("assignee", _("People")),
        ("priority", _("Priority")),
    ]
    chosen = filters.group if filters.group in lanes.LANES else "status"
    return field("group", _("Lanes"), chosen, offered, multiple=False, default="status")
