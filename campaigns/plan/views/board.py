"""The plan as columns of cards, as a list, and what of it changed since a revision."""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from campaigns.brief import policies
from campaigns.plan import changes, pages, windows
from campaigns.plan.addresses import address
from campaigns.plan.filters import Filters
from campaigns.plan.views import frame

FIRST_CARDS, MORE_CARDS = 20, 100
FIRST_ROWS, MORE_ROWS = 100, 300


@policies.campaign.opens("view", key__iexact="campaign")
@require_GET
def home(request, campaign):
    """A campaign opens on its board."""
    return redirect(address("board", campaign, request.workspace.slug))


@policies.campaign.opens("view", key__iexact="campaign")
@require_GET
def board(request, campaign):
    """Columns by status, or by another grouping; `?group=…&more=KEY&from=N` is a column's rest."""
    filters = Filters.read(request.GET)
    if "more" in request.GET:
        return more_of_column(request, campaign, filters)
    return pages.conditional(
        request, campaign, "board", lambda *where: board_page(request, campaign, filters, *where)
    )


def board_page(request, campaign, filters, stream, revision):
    context = frame.context(request, campaign, filters, "board", stream, revision)
    each = windows.WHOLE if request.GET.get("all") else FIRST_CARDS
    columns = windows.grouped(campaign, revision, filters, request.member, each=each)
    context["columns"] = []
    if filters.active or any(column.count for column in columns):
        context["columns"] = windows.draw_groups(columns, request.member, "board")
    for column in context["columns"]:
        if column.count > len(column.pairs):
            column.more_url = more_url(filters, column.key, len(column.pairs))
    return render(request, "campaigns/plan/board.html", context)


def more_url(filters, key, start):
    query = filters.query()
    return f"?{query}{'&' if query else ''}more={key}&from={start}"


def more_of_column(request, campaign, filters):
    start = whole(request.GET.get("from"))
    key = request.GET["more"]
    revision = windows.revision_of(campaign)[1]
    pairs, count = windows.one_group(
        campaign, revision, filters, request.member, key=key, start=start, each=MORE_CARDS
    )
    column = windows.Group(key, "", count, pairs, windows.draw(pairs, request.member, "board"))
    if start + len(pairs) < count:
        column.more_url = more_url(filters, key, start + len(pairs))
    return render(request, "campaigns/plan/board.html#cards", {"column": column})


@policies.campaign.opens("view", key__iexact="campaign")
@require_GET
def rows(request, campaign):
    """The plan as a list; `?from=N` is the next window of it."""
    filters = Filters.read(request.GET)
    if "from" in request.GET:
        return more_rows(request, campaign, filters)
    return pages.conditional(
        request, campaign, "list", lambda *where: list_page(request, campaign, filters, *where)
    )


def list_page(request, campaign, filters, stream, revision):
    context = frame.context(request, campaign, filters, "list", stream, revision)
    each = windows.WHOLE if request.GET.get("all") else FIRST_ROWS
    context |= list_window(request, campaign, filters, revision, 0, each)
    context["headings"] = headings(filters)
    return render(request, "campaigns/plan/list.html", context)


def list_window(request, campaign, filters, revision, start, each):
    """Context of a stretch of rows."""
    pairs = windows.flat(campaign, revision, filters, request.member, start=start, each=each)
    query = filters.query()
    return {
        "body": windows.draw(pairs[:each], request.member, "list"),
        "more_url": f"?{query}{'&' if query else ''}from={start + each}"
        if len(pairs) > each
        else "",
    }


def more_rows(request, campaign, filters):
    start, revision = whole(request.GET.get("from")), windows.revision_of(campaign)[1]
    window = list_window(request, campaign, filters, revision, start, MORE_ROWS)
    return render(request, "campaigns/plan/list.html#rows", window)


def headings(filters):
    """The list's columns; a click sorts, a second one the other way."""
    columns = [
        ("key", _("Key"), False),
        ("title", _("Title"), False),
        ("status", _("Status"), False),
        ("", _("People"), False),
        ("channel", _("Channel"), False),
        ("stage", _("Journey stage"), False),
        ("team", _("Team"), False),
        ("start", _("Start"), True),
        ("due", _("Due"), True),
        ("priority", _("Priority"), False),
        ("estimate", _("Estimate"), True),
    ]
    return [heading(filters, *column) for column in columns]


def heading(filters, name, label, number):
    falls = filters.sort == name
    sort = f"-{name}" if falls else name
    return {
        "label": label,
        "number": number,
        "url": "?" + filters.query(sort=sort) if name else "",
        "sorted": "ascending" if falls else "descending" if filters.sort == f"-{name}" else "",
    }


@policies.campaign.opens("view", key__iexact="campaign")
@require_GET
def since(request, campaign):
    """What an open board or list must redraw to be as the plan is now (see `plan/changes.py`)."""
    answer = JsonResponse(
        changes.since(
            campaign,
            whole(request.GET.get("since")),
            Filters.read(request.GET),
            request.member,
            "list" if request.GET.get("view") == "list" else "board",
        )
    )
    patch_cache_control(answer, no_store=True)
    patch_vary_headers(answer, ["Cookie"])
    return answer


def whole(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0
