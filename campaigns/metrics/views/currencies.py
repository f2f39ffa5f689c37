"""The currency of a week of numbers: the one that is asked for, and those that are there."""

from campaigns.metrics.models import Series
from workspace.kernel import numbers, texts

DEFAULT = "EUR"


class Currency:
    """The `code` that a sheet is in. `typed` is what its field holds, and `problem` what is wrong
    with that; `before` is the currency that the sheet was shown in, when another is asked for now.
    """

    def __init__(self, params, series, campaign):
        self.here = sorted({each.currency for each in series} - {""})
        self.usual = self.here[0] if self.here else usual_of(campaign)
        self.typed = texts.line(params.get("currency", ""))
        self.problem = ""
        shown = params.get("shown", "")
        shown = shown if shown in numbers.CURRENCIES else ""
        try:
            self.code = self.typed = numbers.currency(self.typed) or self.usual
        except numbers.Unclear as no:
            self.code, self.problem = shown or self.usual, str(no)
        self.before = shown if shown != self.code else ""

    @property
    def query(self):
        return f"&currency={self.code}" if self.code != self.usual else ""

    def others(self):
        """All currencies that the place has numbers in, with the one that is shown, if several."""
        codes = sorted({*self.here, self.code})
        return codes if len(codes) > 1 else []


def usual_of(campaign):
    rows = Series.objects.filter(campaign=campaign).exclude(currency="").order_by("pk")
    return rows.values_list("currency", flat=True).first() or DEFAULT
