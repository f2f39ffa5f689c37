"""What a reader asked of the timeline beside the filters: zoom, table or bars, baseline."""

from dataclasses import dataclass
from urllib.parse import urlencode

from campaigns.timeline.scale import NAMES, USUAL

MOST_DIGITS = 16


@dataclass(frozen=True)
class Asked:
    zoom: str = USUAL
    table: bool = False
    baseline: int | None = None

    @classmethod
    def read(cls, params):
        """From a QueryDict; what cannot be read is as if it had not been said."""
        zoom, baseline = params.get("zoom", ""), params.get("baseline", "")
        known = baseline.isascii() and baseline.isdigit() and len(baseline) < MOST_DIGITS
        return cls(
            zoom=zoom if zoom in NAMES else USUAL,
            table=params.get("as") == "table",
            baseline=int(baseline) if known else None,
        )

    def pairs(self, **changes):
        """The (name, value) that say this in an address, with `changes`."""
        wanted = {"zoom": self.zoom, "as": "table" if self.table else "", **changes}
        wanted = {"baseline": self.baseline or "", **wanted}
        if wanted["zoom"] == USUAL:
            wanted["zoom"] = ""
        return [(name, str(value)) for name, value in wanted.items() if value]

    def query(self, filters, **changes):
        """The query string of the timeline with these filters and this, with `changes`."""
        parts = [filters.query(), urlencode(self.pairs(**changes))]
        return "?" + "&".join(part for part in parts if part)
