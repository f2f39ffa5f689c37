"""What the page of a batch shows: questions, sums, campaigns, decisions and columns."""

from decimal import Decimal
from types import SimpleNamespace

from babel.numbers import format_currency, format_decimal, format_percent
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from campaigns.metrics import counted
from campaigns.metrics.intake import matching
from campaigns.metrics.intake.reading import Standing
from campaigns.metrics.intake.reading.headings import FIELDS, METRIC, SKIP
from campaigns.metrics.intake.reading.rows import OPEN
from campaigns.metrics.intake.reading.vendors import VENDORS
from campaigns.metrics.models import Unit
from campaigns.plan.imports.faces import DECISIONS as OF_FILES
from campaigns.plan.imports.faces import control, option_label
from campaigns.plan.imports.reading.problems import Severity
from teams.forms import time_zone_choices
from workspace.kernel.numbers import MILLION
from workspace.kernel.templatetags.look import LOCALES

MOST_PROBLEMS = 100
MOST_CAMPAIGNS = 300
DECISIONS = OF_FILES | {
    "currency": gettext_lazy("Amounts are in"),
    "repeated": gettext_lazy("Several rows for one day and place are"),
    "day": gettext_lazy("The numbers are of the day"),
    "layout": gettext_lazy("The days stand"),
    "into": gettext_lazy("The numbers are of the campaign"),
    "metrics": gettext_lazy("Columns with numbers"),
}
WITHOUT_OPTIONS = {"skip_lines", "time_zone", "day"}
HIDDEN = {"container", "skip_bad_rows", "metrics"}
WHY = {
    matching.EARLIER: gettext_lazy("as before"),
    matching.BY_KEY: gettext_lazy("by its key"),
    matching.BY_NAME: gettext_lazy("by its name"),
    matching.CHOSEN: gettext_lazy("chosen"),
    matching.NOTHING: "",
}


def face(seen):
    """The context of a preview; `seen` is a `previews.Preview`."""
    decisions = [decision(choice) for choice in seen.reading.choices if is_shown(choice)]
    if seen.matches.needs_campaign:
        decisions.append(into(seen.matches))
    columns = [column(each, seen.metrics) for each in seen.reading.columns]
    words = [word(each, seen.metrics) for each in seen.reading.words]
    words += [matched_word(each, seen.matches) for each in seen.matches.words.values()]
    return {
        "seen": seen,
        "tool": VENDORS[seen.matches.source].label,
        "questions": [each for each in (*decisions, *words) if each.is_open],
        "no_metric": "metrics" in seen.open_questions,
        "decisions": [each for each in decisions if not each.is_open],
        "columns": columns,
        "words": words,
        "places": [place(each, seen.matches) for each in shown_first(seen.matches)],
        "more_places": len(seen.matches.matches) - MOST_CAMPAIGNS,
        "errors": seen.numbers.errors[:MOST_PROBLEMS],
        "more_errors": len(seen.numbers.errors[MOST_PROBLEMS:]),
        "warnings": remarks(seen.numbers)[:MOST_PROBLEMS],
        "skips_bad_rows": seen.numbers.skip_bad_rows,
        "sums": sums(seen.sums),
        "counted": counted_anyway(seen),
        "rows": sum(seen.numbers.rows.values()),
        "span": seen.numbers.span,
        "nothing_new": bool(seen.counts)
        and not any(seen.counts[name] for name in ("added", "changed", "removed")),
        "coming": seen.numbers.count,
    }


def remarks(numbers):
    """What is told without being a reason to wait."""
    return [problem for problem in numbers.problems if problem.severity is Severity.WARNING]


def shown_first(matches):
    """Those that nobody has spoken of come first."""
    order = sorted(
        matches.matches.values(), key=lambda m: (m.decision != matching.WAIT, -m.rows, m.name)
    )
    return order[:MOST_CAMPAIGNS]


def sums(found):
    return [
        SimpleNamespace(label=metric_label(metric), amount=written(amount, metric.unit, currency))
        for metric, currency, amount in found
    ]


def counted_anyway(seen):
    """The metrics of the file that one of its campaigns counts itself, so that it adds nothing."""
    matches = seen.matches
    campaigns = {each.campaign_id for each in matches.matches.values()} | {matches.into}
    keys = counted.keys_in(campaigns - {None})
    found = dict.fromkeys(metric for metric, _currency, _amount in seen.sums)
    return [metric_label(metric) for metric in found if metric.key in keys]


def written(amount, unit, currency=""):
    """An amount to its last digit, as the reader writes numbers."""
    exact = Decimal(amount) / MILLION
    locale = LOCALES.get(get_language() or "", "en_GB")
    if unit == Unit.MONEY and currency not in {"", OPEN}:
        pattern = "¤#,##0.00####"
        return format_currency(exact, currency, pattern, locale=locale, currency_digits=False)
    if unit == Unit.PERCENT:
        return format_percent(exact, "#,##0.####%", locale=locale)
    return format_decimal(exact, "#,##0.######", locale=locale)


def metric_label(metric):
    """The name of a `Known` metric in the reader's language."""
    place = {"zh-hans": 1, "zh-hant": 2}.get(get_language() or "", 0)
    return metric.names[place] if place < len(metric.names) else metric.names[0]


def is_shown(choice):
    return choice.key not in HIDDEN and (len(choice.options) > 1 or choice.key in WITHOUT_OPTIONS)


def decision(choice):
    chosen, options = choice.value, [(o.value, option_label(o)) for o in choice.options]
    if choice.key == "time_zone":
        options = time_zone_choices()
    if choice.key == "skip_lines":
        chosen = ", ".join(map(str, chosen))
    if choice.key == "currency" and not chosen:
        options = [("", _("choose…")), *options]
    kind = "date" if choice.key == "day" else "text"
    return control(choice.key, DECISIONS[choice.key], chosen, choice.standing, options, kind=kind)


def into(matches):
    options = [(str(row.pk), f"{row.name} ({row.key})") for row in matches.campaigns]
    standing = Standing.OPEN if matches.into is None else Standing.CHOSEN
    if matches.into is None:
        options = [("", _("choose…")), *options]
    return control("into", DECISIONS["into"], matches.into or "", standing, options)


def column(each, metrics):
    options = [(name, label) for name, label in FIELDS.items() if name != SKIP]
    options += [
        (METRIC + key, metric_label(metric))
        for key, metric in metrics.items()
        if not metric.computed
    ]
    return control(
        f"columns.{each.index}",
        each.heading,
        each.field,
        each.standing,
        [(SKIP, FIELDS[SKIP]), *options],
        samples=each.samples,
        filled=each.filled,
    )


def word(each, metrics):
    options = [(key, metric_label(m)) for key, m in metrics.items() if not m.computed]
    return control(
        f"words.metric.{each.word}",
        each.word,
        each.meaning,
        each.standing,
        [(SKIP, FIELDS[SKIP]), *options],
        vocabulary=_("Metric"),
        count=each.count,
    )


def matched_word(each, matches):
    rows = matches.channels if each.vocabulary == "channel" else matches.stages
    label = _("Channel") if each.vocabulary == "channel" else _("Journey stage")
    options = [(str(row.pk), row.name) for row in rows]
    return control(
        f"{each.vocabulary}.{each.word}",
        each.word,
        str(each.pk or matching.NONE),
        each.standing,
        [(matching.NONE, _("of no channel in particular")), *options]
        if each.vocabulary == "channel"
        else [(matching.NONE, _("of no stage in particular")), *options],
        vocabulary=label,
        count="",
    )


def place(match, matches):
    """A campaign of the file with what it is taken for."""
    campaigns = [(f"campaign:{row.pk}", f"{row.name} ({row.key})") for row in matches.campaigns]
    decisions = [
        (matching.WAIT, _("waits until somebody says")),
        (matching.IGNORE, _("is none of ours")),
    ]
    standing = Standing.CHOSEN if match.why == matching.CHOSEN else Standing.LIKELY
    channels = [(matching.NONE, "–"), *((str(row.pk), row.name) for row in matches.channels)]
    stages = [(matching.NONE, "–"), *((str(row.pk), row.name) for row in matches.stages)]
    name = match.name
    return SimpleNamespace(
        name=name,
        key="" if match.key == name else match.key,
        rows=match.rows,
        waits=match.decision == matching.WAIT,
        why=WHY[match.why],
        campaign=control(
            f"campaigns.{match.key}",
            _("Campaign of %(name)s") % {"name": name},
            match.decision,
            standing,
            [*decisions, *campaigns],
        ),
        channel=control(
            f"channels.{match.key}",
            _("Channel of %(name)s") % {"name": name},
            str(match.channel or matching.NONE),
            standing,
            channels,
        ),
        stage=control(
            f"stages.{match.key}",
            _("Stage of %(name)s") % {"name": name},
            str(match.stage or matching.NONE),
            standing,
            stages,
        ),
    )
