"""One timeline over all campaigns: their days, shared deadlines, and what waits across them."""

from collections import defaultdict
from datetime import timedelta
from types import SimpleNamespace

from django.db.models import Case, F, IntegerField, Max, Min, OuterRef, Subquery, Value, When
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.brief import policies
from campaigns.brief.models import Campaign
from campaigns.insights import phases
from campaigns.insights.portfolio_filters import Asked, bar
from campaigns.insights.queries import PHASES
from campaigns.insights.views import TONES
from campaigns.plan import policies as plan
from campaigns.plan import working
from campaigns.plan.addresses import address
from campaigns.plan.models import ENDED, Dependency, Item, Kind, Status
from campaigns.schedule import network
from campaigns.schedule.network import Link, Task
from campaigns.timeline import signs
from campaigns.timeline.scale import NAMES, scale_of
from campaigns.timeline.showing import ground
from teams.policies import workspace as workspace_policy
from workspace.kernel.live.cursors import following
from workspace.kernel.streams.models import Stream
from workspace.kernel.templatetags.look import day, from_to, listed

ROW = 44
DEADLINES = 34  # how far down its row a campaign's deadlines stand, beneath its bar and its words


@workspace_policy.opens("view")
@require_safe
def portfolio_timeline(request, workspace):
    """Every campaign a reader sees as a bar, with its milestones; the same as a table beneath."""
    today = timezone.localdate()
    asked = Asked.read(request.GET)
    campaigns = campaigns_of(request.member, asked)
    by_campaign = milestones_of(campaigns)
    spans = spans_of(campaigns)
    scale = scale_of(asked.zoom, edges(spans, by_campaign), today)
    days = working.calendars(workspace).days
    gone = phases.of(campaigns)
    rows = [
        row(each, by_campaign[each.pk], spans[each.pk], workspace.slug, scale, gone[each.pk])
        for each in campaigns
    ]
    waiting = waits(campaigns, workspace.slug, days)
    context = {
        "rows": rows,
        "waits": waiting,
        "arrows": arrows(waiting, rows, scale),
        "ends": ends(waiting, rows, scale),
        "phases": Campaign.Phase.choices,
        "collisions": collisions(campaigns, by_campaign, today),
        "scale": scale,
        "ground": ground(scale, days),
        "today_at": scale.x(today) + scale.day / 2,
        "row_height": ROW,
        "deadlines_at": DEADLINES,
        "height": ROW * len(rows),
        "zooms": zooms(asked),
        "filters": bar(asked),
        "narrowed": asked.narrows,
        "may_edit": policies.campaign.allows(request.member, "edit"),
        "may_move": plan.item.allows(request.member, "edit"),
        **following((each.stream, each.revision) for each in campaigns),
    }
    return render(request, "campaigns/insights/portfolio_timeline.html", context)


def campaigns_of(reader, asked):
    """The campaigns a reader sees and asks for, live ones first, each with its stream; one
    statement."""
    streams = Stream.objects.filter(kind="campaign", of=OuterRef("pk"))
    order = Case(
        *(When(phase=phase, then=Value(place)) for place, phase in enumerate(PHASES)),
        output_field=IntegerField(),
    )
    rows = asked.narrow(Campaign.objects.visible_to(reader)).annotate(
        stream=Subquery(streams.values("pk")[:1]),
        revision=Subquery(streams.values("revision")[:1]),
    )
    return list(rows.order_by(order, "starts_on", "pk"))


def milestones_of(campaigns):
    """{campaign: its milestones that have a day}; one statement."""
    found = defaultdict(list)
    rows = Item.objects.kept().filter(
        campaign__in=[each.pk for each in campaigns], kind=Kind.MILESTONE, due_on__isnull=False
    )
    for item in rows.select_related("team").order_by("due_on", "pk"):
        found[item.campaign_id].append(item)
    return found


def spans_of(campaigns):
    """{campaign: its first and last day}, None where nothing has a day; one statement or none.

    Where a campaign does not say one, it is that of its items.
    """
    open_ended = [each.pk for each in campaigns if not (each.starts_on and each.ends_on)]
    known = edges_of_items(open_ended) if open_ended else {}
    return {each.pk: span_of(each, known.get(each.pk, ())) for each in campaigns}


def edges(spans, by_campaign):
    """The days that have to be in sight: ends of campaigns, and shared deadlines beyond them."""
    ends = [day for span in spans.values() for day in span if day]
    return ends + [item.due_on for items in by_campaign.values() for item in items]


def edges_of_items(campaigns):
    """{campaign: the first and the last day of its items}, of those that have any."""
    rows = Item.objects.kept().filter(campaign__in=campaigns).exclude(status=Status.DROPPED)
    found = (
        rows.order_by()
        .values_list("campaign")
        .annotate(Min("start_on"), Min("due_on"), Max("start_on"), Max("due_on"))
    )
    return {pk: days for pk, *days in found}


def span_of(campaign, known):
    """First and last day of a campaign; where it says none, the first or last of those `known`."""
    known = [day for day in (*known, campaign.starts_on, campaign.ends_on) if day]
    first = campaign.starts_on or min(known, default=None)
    return first, campaign.ends_on or max(known, default=None)


def row(campaign, milestones, span, slug, scale, gone):
    first, last = span
    return SimpleNamespace(
        id=campaign.pk,
        key=campaign.key,
        name=campaign.name,
        hue=campaign.hue,
        version=campaign.version,
        url=address("timeline", campaign, slug),
        dates_url=address("campaign_dates", campaign, slug),
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        phase_label=campaign.get_phase_display(),
        phase_tone=TONES[campaign.phase],
        dates=worded(first, last),
        phases=[each.words for each in gone],
        phase_parts=phases.drawn(gone, first, last, scale) if first else [],
        x=scale.x(first) if first else None,
        first=first,
        last=last,
        width=scale.x(last) + scale.day - scale.x(first) if first else 0,
        milestones=[mark(item, campaign, slug, scale) for item in milestones],
    )


def mark(item, campaign, slug, scale):
    return SimpleNamespace(
        id=item.pk,
        title=item.title,
        version=item.version,
        start=item.start_on,
        due=item.due_on,
        url=address("item", campaign, slug, number=item.number),
        at=scale.x(item.due_on) + scale.day / 2,
        day=day(item.due_on),
        done=item.status in ENDED,
        status_label=item.get_status_display(),
    )


def worded(first, last):
    if first and last:
        return from_to(first, last)
    return day(first or last) or _("no dates yet")


def zooms(asked):
    return [
        {"label": label, "url": asked.query(zoom=name), "current": name == asked.zoom}
        for name, label in NAMES.items()
        if name != "days"
    ]


def waits(campaigns, slug, days):
    """What waits across campaigns, of which the reader sees both; one statement."""
    known = {each.pk: each for each in campaigns}
    rows = (
        Dependency.objects.filter(item__campaign__in=known, waits_for__campaign__in=known)
        .exclude(item__campaign=F("waits_for__campaign"))
        .filter(item__trashed_at__isnull=True, waits_for__trashed_at__isnull=True)
        .select_related("item", "waits_for")
        .order_by("pk")
    )
    return [
        SimpleNamespace(
            later=end_of(each.item, known, slug),
            earlier=end_of(each.waits_for, known, slug),
            kind=each.kind,
            how=listed(signs.shape(each)),
            late=too_early(each, days),
        )
        for each in rows
    ]


def too_early(dependency, days):
    """By how much what waits is too early, in words; "" where it is not, or one has ended."""
    ends = dependency.waits_for, dependency.item
    if any(end.status in ENDED for end in ends):
        return ""
    tasks = [Task(end.pk, end.start_on, end.due_on) for end in ends]
    link = Link(*(end.pk for end in ends), dependency.kind, dependency.lag)
    broken = network.conflicts(tasks, [link], days=days)
    return signs.too_early(broken[0].by_days) if broken else ""


def arrows(waiting, rows, scale):
    """[(path, head, late)], each from an end of what comes first to an end of what waits for it.

    The kind of a link names both ends: FS leaves at a finish and reaches a start.
    """
    height = {each.id: ROW * place + DEADLINES for place, each in enumerate(rows)}
    drawn = []
    for each in waiting:
        if not (each.earlier.last and each.later.first):
            continue
        out, inward = (1 if end == "F" else -1 for end in each.kind)
        begin, end = edge(each.earlier, out, scale), edge(each.later, inward, scale)
        places = height[each.earlier.campaign], height[each.later.campaign]
        path = route(begin, end, out, inward, *places)
        drawn.append((path, f"M{end} {places[1]}l{8 * inward} -4.5v9z", bool(each.late)))
    return drawn


def ends(waiting, rows, scale):
    """[(x, y, width)] of what arrows lead from and to that is no shared deadline, each once."""
    height = {each.id: ROW * place + DEADLINES for place, each in enumerate(rows)}
    found = {
        end.key: (scale.x(end.first), height[end.campaign], scale.x(end.last) - scale.x(end.first))
        for each in waiting
        for end in (each.earlier, each.later)
        if end.first and end.kind != Kind.MILESTONE and each.earlier.last and each.later.first
    }
    return [(x, y - 3, width + scale.day) for x, y, width in found.values()]


def edge(item, side, scale):
    return scale.x(item.last) + scale.day if side > 0 else scale.x(item.first)


def route(begin, end, out, inward, top, bottom):
    """Right angles that leave a bar on the side `out` and reach another on its side `inward`."""
    leave, reach = begin + out * 8, end + inward * 12
    if out == inward:
        turn = max(leave, reach) if out > 0 else min(leave, reach)
        return f"M{begin} {top}H{turn}V{bottom}H{end}"
    if (reach - leave) * out >= 0:
        return f"M{begin} {top}H{leave}V{bottom}H{end}"
    between = bottom + (ROW - DEADLINES if top > bottom else -DEADLINES)
    return f"M{begin} {top}H{leave}V{between}H{reach}V{bottom}H{end}"


def end_of(item, known, slug):
    """One end of what waits across campaigns."""
    campaign = known[item.campaign_id]
    first, last = item.start_on or item.due_on, item.due_on or item.start_on
    return SimpleNamespace(
        campaign=campaign.pk,
        kind=item.kind,
        title=item.title,
        key=f"{campaign.key}-{item.number}",
        url=address("item", campaign, slug, number=item.number),
        first=first,
        last=last,
        dates=worded(first, last),
    )


def collisions(campaigns, by_campaign, today):
    """[(Monday, team, [(campaign, milestone)])] where a team meets two campaigns' deadlines.

    That is: unfinished milestones of two or more campaigns, of one team, due in the same week.
    """
    found = defaultdict(list)
    for campaign in campaigns:
        for item in by_campaign[campaign.pk]:
            if item.team and item.status not in ENDED and item.due_on >= today:
                monday = item.due_on - timedelta(days=item.due_on.weekday())
                found[monday, item.team.name].append((campaign, item))
    return [
        (monday, team, met)
        for (monday, team), met in sorted(found.items(), key=lambda each: each[0])
        if len({campaign.pk for campaign, _item in met}) > 1
    ]
