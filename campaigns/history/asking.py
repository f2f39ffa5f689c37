"""What an address asks to compare: two points, and which of the changes to show."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.history import points
from campaigns.history.comparing import SORTS
from campaigns.history.points import Point

SHOWN = ("all", "slipped", *SORTS)
SINCE, UNTIL = "monday", "now"
NAMES = (
    ("visit", gettext_lazy("my last visit")),
    ("monday", pgettext_lazy("point in time", "Monday")),
    ("start", gettext_lazy("the beginning")),
    ("now", gettext_lazy("now")),
)


@dataclass(frozen=True)
class Asked:
    """Two points in the order of time, what to show of the changes between, and what was amiss."""

    first: Point
    last: Point
    show: str
    problems: tuple = ()

    def query(self, **changes):
        """The query string that asks the same, with `changes`; defaults are left out."""
        wanted = {"from": self.first.text, "to": self.last.text, "show": self.show} | changes
        defaults = {"from": SINCE, "to": UNTIL, "show": "all"}
        return urlencode({k: v for k, v in wanted.items() if v != defaults.get(k)})


def read(params, campaign, reader, *, stream, newest):
    """What the query of a page asks for; what it does not understand is left out and said."""
    problems = []

    def point(name, default, end):
        text = params.get(f"{name}_day") if params.get(name) == "day" else params.get(name)
        text = (text or default)[:60]
        where = {"stream": stream, "newest": newest, "end": end}
        try:
            return points.point(campaign, text, reader, **where)
        except points.Unknown:
            problems.append(unknown(text))
            return points.point(campaign, default, reader, **where)

    first, last = point("from", SINCE, False), point("to", UNTIL, True)
    show = params.get("show", "all")
    return Asked(*in_order(first, last), show if show in SHOWN else "all", tuple(problems))


def strictly(params, campaign, reader, *, stream, newest):
    """The same for the API; raises `Unknown(parameter, text)` for what it does not understand."""

    def point(name, default, end):
        text = params.get(name, default)[:60]
        try:
            return points.point(campaign, text, reader, stream=stream, newest=newest, end=end)
        except points.Unknown:
            raise points.Unknown(name, text) from None

    show = params.get("show", "all")
    if show not in SHOWN:
        raise points.Unknown("show", show)
    return Asked(*in_order(point("from", SINCE, False), point("to", UNTIL, True)), show)


def in_order(first, last):
    return (last, first) if first.revision > last.revision else (first, last)


def unknown(text):
    if text == "visit":
        return _("You have not been here before; these are the changes since Monday.")
    return _("This plan has no point “%(text)s”; it was left out.") % {"text": text}


def shown(comparison, show):
    """The changes that were asked for."""
    if show == "all":
        return comparison.changes
    if show == "slipped":
        return comparison.slipped
    return [change for change in comparison.changes if show in change.sorts]


def choices(asked, baselines, reader):
    """The points that a form offers for a beginning and for an end, as options."""
    named = [(f"baseline:{each.pk}", str(each)) for each in baselines]
    known = [(key, label) for key, label in NAMES if key != "visit" or reader.role != "viewer"]
    first = [option for option in known if option[0] != "now"]
    last = [option for option in known if option[0] == "now"]
    return [
        chooser("from", pgettext_lazy("point in time", "Since"), [*first, *named], asked.first),
        chooser("to", pgettext_lazy("point in time", "Until"), [*last, *named], asked.last),
    ]


def chooser(name, label, options, point):
    day = point.text if len(point.text) == 10 and point.text[4:5] == "-" else ""
    chosen = "day" if day else point.text
    options = [*options, ("day", _("a day…"))]
    if chosen not in dict(options):
        options.insert(0, (point.text, point.label))
    return {
        "name": name,
        "label": label,
        "day": day,
        "options": [
            {"value": value, "label": text, "selected": value == chosen} for value, text in options
        ],
    }
