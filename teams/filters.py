"""The filter bar of the people page (docs/design-system.md), drawn from its form."""

from django.utils.translation import gettext as _

ICONS = {"role": "shield", "state": "circle-dot", "team": "users", "partner": "handshake"}


def bar(form, action):
    """What `components/filters.html` needs: each choice with its options, and what is chosen."""
    fields = [choice(form, name) for name in ICONS]
    text = form.data.get("q", "")
    return {
        "action": action,
        "clear_url": action,
        "find": _("Find a person"),
        "text": text,
        "active": sum(field["active"] for field in fields) + bool(text),
        "fields": fields,
    }


def choice(form, name):
    chosen = form.data.get(name, "")
    options = [
        {"value": str(value), "label": label, "selected": str(value) == chosen}
        for value, label in form.fields[name].choices
    ]
    shown = next((option["label"] for option in options if option["selected"]), "")
    return {
        "name": name,
        "label": form.fields[name].label,
        "icon": ICONS[name],
        "active": bool(chosen and shown),
        "value": shown,
        "multiple": False,
        "options": options,
    }
