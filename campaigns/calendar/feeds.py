"""A feed of the plan for other calendars: who it is for, which items, and their iCalendar text.

The days of RFC 5545 are half open: `DTEND` is the day after the last one.
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db.models import Case, DateField, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from icalendar import Calendar, Event, vDuration

from campaigns.brief.models import Campaign
from campaigns.calendar.models import Feed
from campaigns.plan.addresses import address
from campaigns.plan.models import Item, Status
from teams.models import Member
from teams.secrets import fingerprint
from workspace.kernel import scope
from workspace.kernel.streams.models import Event as Happened

MOST = 2_000
KEPT_FOR = timedelta(days=400)
REFRESH = timedelta(hours=1)
READ_EVERY = timedelta(hours=1)


def working(secret):
    """The feed with this secret, while it is not revoked and its member is still here; or None."""
    with scope.everything(because="a feed's address names its workspace before any scope is known"):
        return (
            Feed.objects.filter(
                token_hash=fingerprint(secret),
                revoked_at__isnull=True,
                member__state=Member.State.ACTIVE,
                member__user__is_active=True,
            )
            .select_related("member__workspace", "member__user", "campaign", "team")
            .first()
        )


def still_granted(feed):
    """Whether its member may see now what it is of; a guest's grants end."""
    visible = Campaign.objects.visible_to(feed.member)
    if feed.campaign_id:
        visible = visible.filter(pk=feed.campaign_id)
    elif not feed.member.is_guest:
        return True
    return visible.exists()


def items(feed):
    """The dated items that the feed shows: what its member may see now, and nothing long past.

    What is still to come is first, the soonest before the others, then what was last; so that
    where there are too many, it is the oldest that are left out.
    """
    today = timezone.localdate()
    since = today - KEPT_FOR
    rows = Item.objects.visible_to(feed.member).exclude(status=Status.DROPPED)
    rows = rows.filter(Q(due_on__gte=since) | Q(due_on__isnull=True, start_on__gte=since))
    if feed.kind == Feed.Kind.PERSON:
        rows = rows.assigned_to(feed.member)
    elif feed.kind == Feed.Kind.CAMPAIGN:
        rows = rows.filter(campaign=feed.campaign_id)
    else:
        rows = rows.filter(team=feed.team_id)
    rows = rows.annotate(ends=Coalesce("due_on", "start_on"))
    to_come = Case(When(ends__gte=today, then="ends"), output_field=DateField())
    return rows.order_by(to_come.asc(nulls_last=True), F("ends").desc(), "pk")[:MOST]


def face_of(feed, host):
    """Names all that the text of the feed depends on, for its ETag."""
    shown = list(items(feed).values_list("pk", "version", "face", "campaign__name"))
    workspace = feed.member.workspace
    name = str(feed.label)
    parts = (feed.pk, name, workspace.face, workspace.version, host, get_language(), shown)
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def text_of(feed):
    """The feed as bytes of iCalendar: one all-day event for each item."""
    calendar = Calendar()
    calendar.add("prodid", "-//Roundtable//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = f"{feed.label} · {feed.member.workspace.name}"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(REFRESH), {"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    newest = Happened.objects.filter(noun="item", object_id=OuterRef("pk")).order_by("-revision")
    rows = items(feed).select_related("campaign", "channel")
    for item in rows.annotate(changed_at=Subquery(newest.values("at")[:1])):
        calendar.add_component(event_of(item, feed.member.workspace))
    return calendar.to_ical()


def event_of(item, workspace):
    """An item as an event; whoever subscribed recognises it by its `UID` when it moves."""
    campaign = item.campaign
    first, last = item.start_on or item.due_on, item.due_on or item.start_on
    path = address("item", campaign, workspace.slug, number=item.number)
    event = Event()
    event.add("uid", f"item-{item.pk}-{workspace.pk}@roundtable")
    event.add("dtstamp", item.changed_at or item.created_at)
    event.add("last-modified", item.changed_at or item.created_at)
    event.add("created", item.created_at)
    event.add("sequence", item.version)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", f"✓ {item.title}" if item.status == Status.DONE else item.title)
    event.add(
        "description",
        f"{campaign.key}-{item.number} · {campaign.name} · {item.get_status_display()}",
    )
    words = [campaign.name, item.get_kind_display(), item.channel and item.channel.name]
    event.add("categories", [word for word in words if word])
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("url", settings.PUBLIC_URL + path)
    return event


def note_reading(feed):
    """Remember when it was read, to the nearest hour, so that reading does not mean writing."""
    now = timezone.now()
    if feed.read_at is None or now - feed.read_at > READ_EVERY:
        Feed.objects.filter(pk=feed.pk).update(read_at=now)
