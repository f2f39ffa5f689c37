"""The scopes of API tokens in words."""

from django.utils.translation import gettext as _


def scope_label(name):
    """`plan:write` as "Plan: read and change" in the reader's language."""
    area, _sep, kind = name.partition(":")
    words = {
        "plan": _("Campaigns and plans"),
        "people": _("People and teams"),
        "leads": _("Leads"),
        "metrics": _("Metrics and numbers"),
    }
    how = _("change") if kind == "write" else _("read")
    return _("%(area)s: %(how)s") % {"area": words.get(area, area), "how": how}
