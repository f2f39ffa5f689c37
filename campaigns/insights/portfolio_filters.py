"""Which campaigns the timeline over all of them shows, and at which zoom, as its address says."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from campaigns.timeline.scale import NAMES

USUAL = "months"


@dataclass(frozen=True)
class Asked:
    """What the address of the page says; what cannot be read is left out."""

    zoom: str
    q: str
    phases: tuple

    @classmethod
    def read(cls, params):
        given = [each for text in params.getlist("phase") for each in text.split(",")]
        return cls(
            zoom=params.get("zoom") if params.get("zoom") in NAMES else USUAL,
            q=params.get("q", "").replace("\x00", "").strip()[:100],
            phases=tuple(each for each in Campaign.Phase.values if each in given),
        )

    def query(self, **changes):
        """The query string that says this, with `changes`; defaults are left out."""
        wanted = replace(self, **changes)
        pairs = [
            ("zoom", "" if wanted.zoom == USUAL else wanted.zoom),
            ("q", wanted.q),
            ("phase", ",".join(wanted.phases)),
        ]
        return "?" + urlencode([(name, value) for name, value in pairs if value])

    @property
    def narrows(self):
        return bool(self.q or self.phases)

    def narrow(self, campaigns):
        """Those of `campaigns` (a queryset) that are asked for."""
        if self.q:
            words = Q(name__icontains=self.q) | Q(key__iexact=self.q)
            campaigns = campaigns.filter(words)
        return campaigns.filter(phase__in=self.phases) if self.phases else campaigns


def bar(asked):
    """The filter bar; see docs/design-system.md."""
    names = [label for phase, label in Campaign.Phase.choices if phase in asked.phases]
    field = {
        "name": "phase",
        "label": _("Phase"),
        "icon": "flag",
        "multiple": True,
        "active": bool(names),
        "value": names[0] if len(names) == 1 else str(len(names)),
        "options": [
            {"value": phase, "label": label, "selected": phase in asked.phases}
            for phase, label in Campaign.Phase.choices
        ],
    }
    return {
        "action": "",
        "clear_url": asked.query(q="", phases=()),
        "find": _("Find a campaign"),
        "text": asked.q,
        "active": bool(names) + bool(asked.q),
        "hidden": [("zoom", asked.zoom)] if asked.zoom != USUAL else [],
        "fields": [field],
    }
