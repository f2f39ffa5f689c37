"""Two points of a plan side by side."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.brief import policies
from campaigns.history import asking, queries, rows, tables
from campaigns.history.views import frame
from campaigns.plan import exports, windows
from campaigns.plan.addresses import address
from campaigns.plan.views.exports import download

FIRST_ROWS = 200


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def compare(request, campaign):
    """What changed between two points, all in one view; `?show=slipped` only what slipped."""
    stream, newest = windows.revision_of(campaign)
    slug = request.workspace.slug
    asked, found, names = answered(request, campaign, stream, newest)
    shown = asking.shown(found, asked.show)
    first = len(shown) if "all" in request.GET else FIRST_ROWS
    teams, reasons = rows.sums(found, names)
    named = queries.baselines(campaign, request.member)
    context = frame.context(campaign, slug, "compare", stream, newest) | {
        "asked": asked,
        "points": asking.choices(asked, named, request.member),
        "count": len(found.changes),
        "figures": figures(found, asked),
        "slip": found.slip,
        "teams": teams,
        "reasons": reasons,
        "rows": [
            rows.linked(change, names, campaign, slug, asked.first.revision)
            for change in shown[:first]
        ],
        "more_url": f"?{asked.query(all=1)}" if len(shown) > first else "",
        "csv_url": address("compare_csv", campaign, slug) + f"?{asked.query()}",
    }
    return render(request, "campaigns/history/compare.html", context)


def answered(request, campaign, stream, newest):
    """What was asked, what changed, and the names of all that changed."""
    member = request.member
    asked = asking.read(request.GET, campaign, member, stream=stream, newest=newest)
    found = queries.compared(stream, asked.first.revision, asked.last.revision, member)
    names = rows.names_of(found.changes, request.workspace, campaign, member, newest)
    return asked, found, names


def figures(found, asked):
    """How many of each sort, each with the address that shows them."""
    counts = found.counted()
    words = (
        ("slipped", _("Slipped")),
        ("moved", _("Days moved")),
        ("added", _("Added")),
        ("removed", _("Removed")),
        ("owners", _("People changed")),
        ("scope", _("Scope changed")),
        ("progress", _("Progress")),
    )
    return [
        {
            "key": key,
            "label": label,
            "count": counts[key],
            "url": f"?{asked.query(show='all' if key == asked.show else key)}",
            "current": key == asked.show,
        }
        for key, label in words
    ]


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def as_csv(request, campaign):
    """The changes that were asked for, as a file for a spreadsheet."""
    asked, found, names = answered(request, campaign, *windows.revision_of(campaign))
    if asked.problems:
        raise Http404  # a file says nothing of the points that it was not made from
    table = tables.table(asking.shown(found, asked.show), names, campaign)
    data = exports.as_csv(table)
    return download(campaign, data, "text/csv; charset=utf-8", "csv")
