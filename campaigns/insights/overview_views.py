"""The manager's page: what needs somebody now, and how campaigns do beside each other."""

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
from campaigns.insights import overview, overview_cells
from campaigns.metrics import policies, queries
from campaigns.plan import exports
from campaigns.plan.addresses import linker
from workspace.kernel.live.cursors import following
from workspace.kernel.templatetags.look import day

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
        "headings": headings(asked, known, request.GET),
        "course": overview_cells.course(found.rows, asked, today, known),
        "course_url": changed(request.GET, course=None) + "#beside-heading",
        "rows": overview_cells.beside(found.rows, asked, today, workspace.slug),
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


def headings(asked, known, given):
    """The metrics that are compared, each with the way to its course as a table."""
    return [
        {"metric": known[key], "course_url": changed(given, course=key) + "#course"}
        for key in asked.metrics
        if key in known
    ]


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
        id=finding.mark,
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
    table = overview_cells.as_table(found, asked.span(today))
    headers = {
        "Content-Disposition": f'attachment; filename="{workspace.slug}-{today}.csv"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(
        exports.as_csv(table), content_type="text/csv; charset=utf-8", headers=headers
    )
