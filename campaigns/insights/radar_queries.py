"""What the handoff radar reads: the log of some weeks, and the items that it speaks of."""

from collections import Counter, defaultdict
from datetime import datetime, time, timedelta
from itertools import chain
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from campaigns.history.queries import working_days
from campaigns.insights import radar
from campaigns.insights.radar_queues import Queue, set_against
from campaigns.plan import vocabulary
from campaigns.plan.models import Assignment, Dependency, Item
from campaigns.plan.policies import visible_events
from campaigns.plan.querysets import UNFINISHED
from teams.models import Partner
from workspace.kernel.remembering import OfWorkspaces
from workspace.kernel.streams.models import Stream

SPANS = (28, 90, 365)
MONTH = timedelta(days=28)
BESIDE = ("item.moved", "item.comment_edited", "item.comment_removed", "item.detached")


def look(reader, span, campaign=None, now=None, by="team"):
    """The radar over `span` days: `.pairs`, `.queues`, `.bounces`, `.items`; four statements.

    What still waits is there however long it does; of what was taken up, what was in these days.
    `by` says what the two sides of a pair are (`SIDES`). Days begin by the workspace's clock, so
    a wait is as long for whoever looks.
    """
    with timezone.override(ZoneInfo(reader.workspace.time_zone)):
        return reckoned(reader, span, campaign, now or timezone.now(), by)


def reckoned(reader, span, campaign, now, by):
    campaigns = Campaign.objects.visible_to(reader)
    campaigns = campaigns.filter(pk=campaign.pk) if campaign else campaigns.open()
    since = now - timedelta(days=span)
    events = radar.as_they_stand(log_of(reader, campaigns, since))
    waits = [wait for wait in radar.waits(events) if not wait.ended or wait.ended >= since]
    bounced = radar.bounces(event for event in events if event.at >= since)
    days = working_days(reader.workspace)
    wanted = {wait.item for wait in waits} | {each.item for each in bounced}
    wanted |= {wait.giver for wait in waits if wait.kind == "freed"}
    items = known_items(reader, wanted)
    waits = [as_planned(wait, items[wait.item]) for wait in waits if wait.item in items]
    waits = [wait for wait in waits if wait.began <= now]
    return SimpleNamespace(
        pairs=radar.pairs(waits, SIDES[by](reader.workspace, items, waits), days, now),
        queues=queues(campaigns, events, days, now),
        bounces=[each for each in bounced if each.item in items],
        items=items,
    )


def as_planned(wait, item):
    """Nothing waits before its first day has come; a review waits from the moment it is asked."""
    if wait.kind != "review" and item.start_on:
        wait.began = max(wait.began, morning(item.start_on))
        if wait.ended:
            wait.ended = max(wait.began, wait.ended)
    return wait


def morning(day):
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def log_of(reader, campaigns, since):
    """What happened to items of these campaigns since a moment, oldest first.

    And before it, to what is unfinished or was finished since, and to what that waited for: what
    began to wait then may wait still.
    """
    streams = Stream.objects.filter(kind="campaign", of__in=campaigns.values("pk"))
    live = Q(status__in=UNFINISHED) | Q(completed_at__gte=since)
    items = Item.objects.kept().filter(live, campaign__in=campaigns)
    before = Dependency.objects.filter(item__in=items)
    rows = visible_events(reader).filter(
        Q(at__gte=since)
        | Q(object_id__in=items.values("pk"))
        | Q(object_id__in=before.values("waits_for")),
        stream__in=streams,
        noun="item",
    )
    return list(
        rows.exclude(verb__in=BESIDE, undoes__isnull=True)
        .only("stream", "revision", "verb", "object_id", "changes", "data", "actor", "at", "undoes")
        .order_by("at", "stream", "revision", "position")
    )


def known_items(reader, pks):
    """{id: item} of those that are still in a plan, with key, title and team."""
    rows = Item.objects.visible_to(reader).filter(pk__in=pks).select_related("campaign")
    return {row.pk: row for row in rows}


partners = OfWorkspaces(200)


def partners_of(workspace):
    """{id: organisation} of those that guests belong to; their names move the `face`."""
    return partners.of(workspace, Partner.objects.in_bulk)


class Sides:
    """Names the two sides of a wait: teams, partners, or the review."""

    def __init__(self, workspace, items, waits):
        self.items = items
        people = {pk for wait in waits if wait.kind == "people" for pk in wait.giver | wait.taker}
        self.members = vocabulary.rows_of(workspace, "people", people)
        self.teams = {row.pk: row for row in vocabulary.of(workspace).teams}
        self.partners = partners_of(workspace)

    def __call__(self, wait):
        giver, taker = getattr(self, wait.kind)(wait)
        return None if giver == taker else (giver, taker)

    def freed(self, wait):
        return self.of_item(wait.giver), self.of_item(wait.item)

    def review(self, wait):
        return self.of_item(wait.item), _("Review")

    def team(self, wait):
        return self.of_team(wait.giver), self.of_team(wait.taker)

    def people(self, wait):
        return self.of_people(wait.giver), self.of_people(wait.taker)

    def of_item(self, pk):
        item = self.items.get(pk)
        return self.of_team(item.team_id if item else None)

    def of_team(self, pk):
        team = self.teams.get(pk)
        return self.named(team) if team else _("No team")

    def of_people(self, pks):
        found = [self.members[pk] for pk in sorted(pks) if pk in self.members]
        return ", ".join(sorted({self.of_member(who) for who in found})) or _("No team")

    def of_member(self, who):
        partner = self.partners.get(who.partner_id)
        return self.named(partner) if partner else self.of_team(who.team_id)

    def named(self, group):
        return group.name


class Functions(Sides):
    """Names them by what they do: inbound, creative, sales, …; partners by their kind."""

    def named(self, group):
        return str(
            group.get_kind_display() if isinstance(group, Partner) else group.get_function_display()
        )


SIDES = {"team": Sides, "function": Functions}


def queues(campaigns, events, days, now):
    """[`Queue`] of everybody with ready items: who is the queue first, then the fullest."""
    since, waiting = ready_since(events), who_waits(campaigns)
    ready, done = at_people(campaigns, now)
    found = {}
    for row in ready:
        member, item = row.member, row.item
        queue = found.setdefault(member.pk, Queue(member))
        queue.ready.append(item)
        queue.holding += bool(waiting[item.pk] - {member.pk})
        moments = [item.created_at, morning(item.start_on)]
        moments += [since[item.pk, None], since[item.pk, member.pk]]
        age = radar.worked(days, max(filter(None, moments)), now)
        if queue.oldest is None or age > queue.age:
            queue.oldest, queue.age = item, age
    for member, queue in found.items():
        queue.done = done[member]
    held = chain(*(waiting[row.item_id] for row in ready))
    set_against(found.values(), idle=len({*done, *held} - {None, *found}))
    return sorted(found.values(), key=by_urgency)


def by_urgency(queue):
    return not queue.is_jammed, -len(queue.ready), queue.member.name


def who_waits(campaigns):
    """{unfinished item: {member who has something that waits for it; None for nobody's}}.

    Also what waits in other campaigns. One statement.
    """
    live = {"status__in": UNFINISHED, "trashed_at__isnull": True}
    both = {f"{end}__{name}": live[name] for end in ("item", "waits_for") for name in live}
    links = Dependency.objects.filter(waits_for__campaign__in=campaigns, **both)
    found = defaultdict(set)
    columns = ("waits_for", "item__assignments__member", "item__assignments__member__state")
    for pk, member, state in links.order_by().values_list(*columns):
        found[pk].add(None if state == "left" else member)
    return found


def ready_since(events):
    """{(item, None): when it was last freed; (item, member): when it was last given to them}."""
    found = defaultdict(lambda: None)
    for event in events:
        for pk in event.data.get("freed", ()):
            found[pk, None] = event.at
        before, after = (set(pks or ()) for pks in event.changes.get("assignees", ((), ())))
        for member in after - before:
            found[event.object_id, member] = event.at
    return found


def at_people(campaigns, now):
    """Who has which items that could be worked on; and {member: how many were done lately}.

    A milestone could only from its day on; lately is in the last four weeks. One statement.
    """
    today = timezone.localdate(now)
    could = (
        Q(item__status__in=UNFINISHED, item__waiting_for=0)
        & ~Q(item__status="blocked")
        & (Q(item__start_on=None) | Q(item__start_on__lte=today))
        & ~Q(item__kind="milestone", item__due_on__gt=today)
    )
    lately = Q(item__status="done", item__completed_at__gte=now - MONTH)
    rows = Assignment.objects.filter(item__campaign__in=campaigns, item__trashed_at__isnull=True)
    rows = rows.filter(could | lately).exclude(member__state="left")
    rows = rows.select_related("member", "item__campaign")
    ready, done = [], Counter()
    for row in rows.order_by("item__due_on", "pk"):
        if row.item.status == "done":
            done[row.member_id] += 1
        else:
            ready.append(row)
    return ready, done
