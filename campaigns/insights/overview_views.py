"""The manager's page: what needs somebody now, and how campaigns do beside each other."""

from collections import defaultdict
from types import SimpleNamespace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from campaigns.brief import health
from campaigns.brief.models import Campaign
from campaigns.insights import overview
from campaigns.metrics import policies, queries, showing
from campaigns.metrics.figures import Value
from campaigns.plan import exports
from campaigns.plan.addresses import address, linker
from workspace.kernel import charts
from workspace.kernel.live.cursors import following
from workspace.kernel.numbers import MILLION
from workspace.kernel.templatetags.look import day, from_to

SHOWN = 12


@policies.numbers.opens("view")
@require_safe
def page(request, workspace):
    """Exceptions first, each with owner and age; then the campaigns side by side."""
    today = timezone.localdate()
    known = queries.defined_in(workspace)
    asked = overview.Asked.of(request.GET, known)
    found = overview.look(request.member, asked, today, linker(workspace.slug), metrics=known)
    wanted = [each for each in found.findings if asked.kind in {"", each.key}]
    shown = wanted if "all" in request.GET else wanted[:SHOWN]
    followed = [each for each in found.campaigns if is_open(each)]
    context = {
        "waiting": found.waiting,
        "is_behind": any(health.is_behind(each, each.revision) for each in followed),
        "asked": asked,
        "count": len(found.findings),
        "concerned": len({each.campaign.pk for each in found.findings}),
        "kinds": kinds(found.findings, asked, request.GET),
        "findings": [finding_row(each, today) for each in shown],
        "hidden": len(wanted) - len(shown),
        "all_url": changed(request.GET, all="1"),
        "headings": [known[key] for key in asked.metrics if key in known],
        "rows": beside(found.rows, asked, workspace.slug),
        "spans": spans(asked, request.GET),
        "filters": filters(asked, found, known, request.GET),
        "csv_url": address_of_csv(request),
        **following((each.stream, each.revision) for each in followed),
    }
    return render(request, "campaigns/insights/overview.html", context)


def is_open(campaign):
    return campaign.phase != Campaign.Phase.CLOSED


def changed(given, **values):
    """The present query with some of its values changed; None takes one away."""
    query = [
        (name, value) for name, each in given.lists() if name not in values for value in each
    ] + [(name, value) for name, value in values.items() if value is not None]
    return "?" + urlencode(query)


def kinds(findings, asked, given):
    """The kinds of exceptions there are, with their counts, as filters."""
    counts = {}
    for finding in findings:
        counts[finding.key] = counts.get(finding.key, 0) + 1
    every = [
        {"label": _("All"), "count": len(findings), "url": changed(given, kind=None, all=None)}
    ]
    every[0]["current"] = not asked.kind
    return every + [
        {
            "label": overview.KINDS[key]() if key in overview.KINDS else key,
            "count": count,
            "url": changed(given, kind=key, all=None),
            "current": asked.kind == key,
        }
        for key, count in counts.items()
    ]


def finding_row(finding, today):
    return SimpleNamespace(
        id=f"{finding.key}-{finding.campaign.pk}",
        finding=finding,
        kind=overview.KINDS[finding.key]() if finding.key in overview.KINDS else "",
        age=overview.age_of(finding, today),
        since=day(finding.since) if finding.since else "",
    )


def spans(asked, given):
    """The days of a calendar that can be compared, and the first days since launch."""
    last = [
        (n, ngettext("Last %(count)d day", "Last %(count)d days", n) % {"count": n})
        for n in overview.CALENDAR
    ]
    first = [
        (n, ngettext("First %(count)d day", "First %(count)d days", n) % {"count": n})
        for n in overview.LAUNCH
    ]
    return [
        {"label": _("The same days"), "entries": entries(last, None, asked, given)},
        {"label": _("Since launch"), "entries": entries(first, "launch", asked, given)},
    ]


def entries(lengths, by, asked, given):
    return [
        {
            "label": label,
            "url": changed(given, days=days, by=by),
            "current": asked.days == days and asked.by_launch == bool(by),
        }
        for days, label in lengths
    ]


def filters(asked, found, known, given):
    return {
        "action": "",
        "text": None,
        "active": 0,
        "clear_url": "?",
        "hidden": [(name, given[name]) for name in ("days", "by", "kind") if name in given],
        "fields": [
            several(
                "metric", _("Metrics"), asked.metrics, [(k, m.label) for k, m in known.items()]
            ),
            several("phase", _("Phase"), asked.phases, Campaign.Phase.choices),
            several(
                "campaign",
                _("Campaigns"),
                asked.campaigns,
                [(each.key, each.name) for each in found.campaigns],
            ),
        ],
    }


def several(name, label, chosen, options):
    return {
        "name": name,
        "label": label,
        "multiple": True,
        "active": False,
        "value": "",
        "options": [
            {"value": value, "label": words, "selected": value in chosen}
            for value, words in options
        ],
    }


def beside(rows, asked, slug):
    """The campaigns beside each other; all figures of a metric have the same decimals."""
    columns = defaultdict(list)
    for cell in (cell for row in rows for cell in row.cells):
        columns[cell.metric.key] += [*cell.values, *aims(cell)]
    decimals = {key: showing.decimals_of(values) for key, values in columns.items()}
    return [compared(row, asked, slug, decimals) for row in rows]


def aims(cell):
    """How far a metric shall come, as a figure in its column."""
    target = cell.target
    return [Value(cell.aim, target.unit, target.currency)] if cell.aim is not None else []


def compared(row, asked, slug, decimals):
    """One campaign beside the others, each number with the way to its rows."""
    campaign = row.campaign
    standing = {
        each["data"]["target"]: each
        for each in (campaign.standing.reasons if hasattr(campaign, "standing") else [])
        if each["data"].get("target")
    }
    return SimpleNamespace(
        id=campaign.pk,
        campaign=campaign,
        url=address("numbers", campaign, slug),
        days=day_words(row, asked),
        cells=[
            cell_shown(cell, row, slug, standing, decimals[cell.metric.key]) for cell in row.cells
        ],
    )


def day_words(row, asked):
    if not row.days:
        return _("not launched yet")
    if asked.by_launch and row.days < asked.days:
        return _("only %(days)d of %(asked)d days so far") % {"days": row.days, "asked": asked.days}
    return from_to(row.first, row.last)


def cell_shown(cell, row, slug, standing, decimals):
    values = [
        SimpleNamespace(text=showing.shown(value, decimals), why=showing.why(value))
        for value in cell.values
    ]
    query = urlencode({"metric": cell.metric.key, "from": row.first, "to": row.last})
    return SimpleNamespace(
        label=cell.metric.label,
        values=values,
        url=f"{address('number_rows', row.campaign, slug)}?{query}",
        spark=spark(cell, values[0].text),
        few=cell.few,
        target=aim_shown(cell, standing, decimals),
    )


def spark(cell, text):
    points = [
        charts.Point("", None if amount is None else amount / MILLION) for amount in cell.points
    ]
    if sum(point.value is not None for point in points) < 2:
        return ""
    title = _("%(metric)s over these days: %(value)s") % {
        "metric": cell.metric.label,
        "value": text,
    }
    return charts.spark(points, title=title)


def aim_shown(cell, standing, decimals):
    """The target of a cell, and how it stands if that is a reason to look."""
    target, alike = cell.target, decimals if cell.aim is not None else None
    if target is None:
        return None
    stored = standing.get(target.pk)
    return SimpleNamespace(
        text=showing.amount(target.target, target.unit, target.currency, alike),
        due=day(target.due_on) if target.due_on else "",
        words=AIMS[stored["key"]]() if stored and stored["key"] in AIMS else "",
        tone="bad" if stored and stored["level"] == "off_track" else "warn",
        icon="octagon-x" if stored and stored["level"] == "off_track" else "triangle-alert",
    )


AIMS = {
    "target_off": lambda: _("off target"),
    "target_behind": lambda: _("behind"),
    "target_far_above": lambda: _("far above"),
    "target_above": lambda: _("above"),
    "target_unmeasured": lambda: _("nothing measured"),
    "target_unit": lambda: _("in another unit"),
}


def address_of_csv(request):
    query = request.GET.urlencode()
    return request.path.removesuffix("/") + ".csv" + (f"?{query}" if query else "")


@policies.numbers.opens("view")
@require_safe
def as_csv(request, workspace):
    """The campaigns side by side as a table: one row for each campaign, metric and currency."""
    known = queries.defined_in(workspace)
    asked = overview.Asked.of(request.GET, known)
    today = timezone.localdate()
    found = overview.side(request.member, asked, today, known)
    headings = [_("Campaign"), _("Key"), _("From"), _("To"), _("Days"), _("Metric"), _("Unit")]
    headings += [_("Currency"), _("Value"), _("Target"), _("Small sample of")]
    rows = [
        [
            row.campaign.name,
            row.campaign.key,
            row.first,
            row.last,
            row.days,
            cell.metric.label,
            cell.metric.get_unit_display(),
            value.currency,
            showing.exact(value.amount, cell.metric.unit) if value.amount is not None else None,
            showing.exact(cell.aim, cell.metric.unit) if cell.aim is not None else None,
            cell.few,
        ]
        for row in found
        for cell in row.cells
        for value in cell.values
    ]
    table = exports.Table([str(heading) for heading in headings], rows)
    headers = {
        "Content-Disposition": f'attachment; filename="{workspace.slug}-{today}.csv"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(
        exports.as_csv(table), content_type="text/csv; charset=utf-8", headers=headers
    )
