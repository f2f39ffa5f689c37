"""The plan as columns of cards, as a list, and what of it changed since a revision."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.brief import policies
from campaigns.plan import pages, vocabulary, windows
from campaigns.plan.addresses import address
from campaigns.plan.filters import Filters
from campaigns.plan.views import frame, redrawing
from workspace.kernel.live import presence

FIRST_CARDS, FIRST_OF_GROUP, FIRST_ROWS, MORE = 20, 25, 100, 200


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def home(request, campaign):
    """A campaign opens on its board."""
    return redirect(address("board", campaign, request.workspace.slug))


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def board(request, campaign):
    """Columns by status, or by another grouping; `?group=…&more=KEY&from=N` is a column's rest."""
    filters = Filters.read(request.GET).as_columns()
    if "more" in request.GET and request.htmx:
        return more_of_group(request, campaign, filters, "board", "campaigns/plan/board.html#cards")
    return pages.conditional(
        request, campaign, "board", lambda *where: board_page(request, campaign, filters, *where)
    )


def board_page(request, campaign, filters, stream, revision):
    context = frame.context(request, campaign, filters, "board", stream, revision)
    columns = groups_of(request, campaign, filters, revision, "board", FIRST_CARDS)
    is_worth_showing = filters.active or any(column.count for column in columns)
    context["columns"] = columns if is_worth_showing else []
    return render(request, "campaigns/plan/board.html", context)


def groups_of(request, campaign, filters, revision, shape, first):
    """The groups of the plan with their first rows drawn, or all (`?all=1`, or without scripts)."""
    each = windows.WHOLE if {"all", "more"} & request.GET.keys() else first
    groups = windows.grouped(campaign, revision, filters, request.member, each=each)
    drawn = windows.draw_groups(groups, request.member, shape)
    for group in drawn:
        if group.count > len(group.pairs):
            group.more_url = more_url(filters, group.key, len(group.pairs))
    return drawn


def more_url(filters, key, start):
    query = filters.query()
    return f"?{query}{'&' if query else ''}more={key}&from={start}"


def more_of_group(request, campaign, filters, shape, template):
    start = redrawing.whole(request.GET.get("from"))
    key = request.GET["more"]
    revision = windows.revision_of(campaign)[1]
    pairs, count = windows.one_group(
        campaign, revision, filters, request.member, key=key, start=start, each=MORE
    )
    group = windows.Group(key, "", count, pairs, windows.draw(pairs, request.member, shape))
    if start + len(pairs) < count:
        group.more_url = more_url(filters, key, start + len(pairs))
    return render(request, template, {"column": group, "group": group})


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def rows(request, campaign):
    """The plan as a list, in groups or (`group=none`) in one; the rest of either by windows."""
    filters = Filters.read(request.GET)
    if "more" in request.GET and request.htmx:
        return more_of_group(request, campaign, filters, "list", "campaigns/plan/list.html#rows")
    if "from" in request.GET and request.htmx:
        return more_rows(request, campaign, filters)
    return pages.conditional(
        request, campaign, "list", lambda *where: list_page(request, campaign, filters, *where)
    )


def list_page(request, campaign, filters, stream, revision):
    context = frame.context(request, campaign, filters, "list", stream, revision)
    if filters.group == "none":
        first = windows.WHOLE if {"all", "from"} & request.GET.keys() else FIRST_ROWS
        groups = [one_list(request, campaign, filters, revision, 0, first)]
    else:
        groups = groups_of(request, campaign, filters, revision, "list", FIRST_OF_GROUP)
    context["groups"] = [group for group in groups if group.pairs]
    context["headings"] = headings(filters)
    if context["permissions"]["bulk"]:
        context |= frame.list_tools(context, request.workspace)
    return render(request, "campaigns/plan/list.html", context)


def one_list(request, campaign, filters, revision, start, each):
    """A stretch of the plan without groups, as one group without a name."""
    pairs = windows.flat(campaign, revision, filters, request.member, start=start, each=each)
    body = windows.draw(pairs[:each], request.member, "list")
    group = windows.Group("", "", len(pairs), pairs[:each], body)
    if len(pairs) > each:
        query = filters.query()
        group.more_url = f"?{query}{'&' if query else ''}from={start + each}"
    return group


def more_rows(request, campaign, filters):
    start, revision = redrawing.whole(request.GET.get("from")), windows.revision_of(campaign)[1]
    group = one_list(request, campaign, filters, revision, start, MORE)
    return render(request, "campaigns/plan/list.html#rows", {"group": group})


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
@require_safe
def since(request, campaign):
    """What an open board or list must redraw to be as the plan is now (see `plan/changes.py`)."""
    answer, _revision = redrawing.since(request, campaign, request.GET)
    return answer


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def faces(request, campaign):
    """Who is here now."""
    stream, revision = windows.revision_of(campaign)
    people = vocabulary.people_of(campaign, request.member, revision)
    here = frame.here(presence.present(stream), people)
    return render(request, "campaigns/plan/faces.html", {"here": here})
