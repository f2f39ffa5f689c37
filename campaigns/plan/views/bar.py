"""The filter bar of a plan: every choice that its address can make has a control here."""

from django.utils.translation import gettext as _

from campaigns.plan.models import Kind, Priority, Status
from workspace.kernel.templatetags import look


def filter_bar(filters, words, people, *, ordered=True):
    """The filter bar of a view; one that is not `ordered` only keeps the order for the others."""
    fields = [
        field("channel", _("Channel"), filters.channel, rows(words.channels), _("No channel")),
        field(
            "assignee",
            _("People"),
            filters.assignee,
            [("me", _("Me")), *rows(people)],
            _("Nobody yet"),
        ),
        field("team", _("Team"), filters.team, rows(words.teams), _("No team")),
        field("status", _("Status"), filters.status, Status.choices),
        field("stage", _("Journey stage"), filters.stage, rows(words.stages), _("No stage")),
        due_field(filters),
        field("label", _("Label"), filters.label, rows(words.labels), _("No label")),
        field("kind", _("Kind"), filters.kind, Kind.choices),
        field(
            "priority", _("Priority"), filters.priority, [(str(v), n) for v, n in Priority.choices]
        ),
        field(
            "blocked",
            _("Blocked"),
            "1" if filters.blocked else "",
            [("", _("All")), ("1", _("Blocked or waiting"))],
            multiple=False,
        ),
        *([sort_field(filters.sort)] if ordered else []),
        field("group", _("Group by"), filters.group, groups(), multiple=False, default="status"),
    ]
    return {
        "action": "",
        "text": filters.q,
        "active": filters.active,
        "clear_url": clear_url(filters),
        "hidden": [("sort", filters.sort)] if filters.sort != "rank" and not ordered else [],
        "fields": fields,
    }


def clear_url(filters):
    return "?" + type(filters)(group=filters.group, sort=filters.sort).query()


def rows(found):
    return [(str(row.pk), str(row)) for row in found]


def due_field(filters):
    """The windows of due days, and the first and last day of one's own."""
    days = [("due_from", _("From"), filters.due_from), ("due_to", _("Until"), filters.due_to)]
    shown = field("due", _("Due"), filters.due, due_windows(), multiple=False)
    told = [f"{label} {look.day(on)}" for _name, label, on in days if on]
    if told:
        shown["value"] = ", ".join([*([shown["value"]] if filters.due else []), *told])
    return shown | {
        "active": shown["active"] or bool(told),
        "days": [
            {"name": name, "label": label, "value": on.isoformat() if on else ""}
            for name, label, on in days
        ],
    }


def due_windows():
    return [
        ("", _("Any time")),
        ("overdue", _("Overdue")),
        ("today", _("Today")),
        ("week", _("This week")),
        ("month", _("This month")),
        ("any", _("With a date")),
        ("none", _("No date")),
    ]


def sort_field(sort):
    """The orders there are, and the opposite one that a heading of the list has asked for.

    The plan's own order is not said in the address: only in it does a drop have a place.
    """
    chosen = "" if sort == "rank" else sort
    offered = [
        ("", _("The plan's order")),
        ("due", _("Due")),
        ("start", _("Start")),
        ("priority", _("Priority")),
        ("status", _("Status")),
        ("title", _("Title")),
        ("key", _("Key")),
        ("channel", _("Channel")),
        ("stage", _("Journey stage")),
        ("team", _("Team")),
        ("estimate", _("Estimate")),
        ("updated", _("Last changed first")),
    ]
    if chosen.startswith("-"):
        label = dict(offered).get(chosen[1:], offered[0][1])
        offered.append((chosen, _("%(field)s, the other way round") % {"field": label}))
    return field("sort", _("Sort by"), chosen, offered, multiple=False)


def groups():
    return [
        ("status", _("Status")),
        ("team", _("Team")),
        ("channel", _("Channel")),
        ("stage", _("Journey stage")),
        ("assignee", _("People")),
        ("priority", _("Priority")),
        ("none", _("No groups")),
    ]


def field(name, label, chosen, options, empty="", *, multiple=True, default=""):
    if empty:
        options = [*options, ("none", empty)]
    selected = set(chosen) if multiple else {chosen}
    named = [text for value, text in options if value in selected]
    return {
        "name": name,
        "label": label,
        "multiple": multiple,
        "active": bool(chosen) and chosen != default,
        "value": ", ".join(str(text) for text in named[:2]) + ("…" if len(named) > 2 else ""),
        "options": [
            {"value": value, "label": text, "selected": value in selected}
            for value, text in options
        ],
    }
