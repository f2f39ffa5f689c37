"""How campaigns stand: computed anew after changes and by the day, and a person's word on it."""

import zoneinfo
from collections import defaultdict

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.brief import health
from campaigns.brief.models import Campaign, Health, Override, Standing
from teams.models import Workspace
from workspace.kernel import clock, scope, streams, sweeping
from workspace.kernel.refusals import Invalid
from workspace.kernel.streams.models import Event, Stream


def override(campaign, *, by, level, reason, until):
    """Say that a campaign stands otherwise than was computed, up to the day `until`."""
    reason = reason.strip()
    check(level, reason, until)
    with streams.record("campaign", campaign.pk, by=by) as record:
        before = end_open(campaign, record)
        word = Override.objects.create(
            workspace_id=campaign.workspace_id,
            campaign=campaign,
            health=level,
            reason=reason,
            until=until,
            by=by,
            by_name=by.name,
            created_at=record.at,
        )
        tell(record, campaign, before, level)
        record(
            "override.added", word, audience=Event.Audience.TEAM, name=campaign.name, excerpt=reason
        )
    return word


def check(level, reason, until):
    fields = {}
    if level not in health.SAYABLE:
        fields["level"] = [_("Choose how the campaign stands.")]
    if not reason:
        fields["reason"] = [_("Say why; everybody of the team will read it.")]
    today = clock.workspace_today()
    if until < today:
        fields["until"] = [_("This day is over; choose today or a later one.")]
    elif until > health.last_day(today):
        fields["until"] = [
            _("Such a word holds for %(count)d days at most; then look again.")
            % {"count": health.HOLDS_FOR}
        ]
    if fields:
        raise Invalid(next(iter(fields.values()))[0], fields=fields)


def take_back(campaign, *, by):
    """End a person's word now: what was computed counts again."""
    with streams.record("campaign", campaign.pk, by=by) as record:
        end_word(campaign, record, "override.taken_back")


def end_word(campaign, record, verb):
    word = Override.objects.filter(campaign=campaign, ended_at__isnull=True).first()
    if word is None:
        return
    before = end_open(campaign, record)
    tell(record, campaign, before, computed(campaign))
    record(verb, word, audience=Event.Audience.TEAM, name=campaign.name, excerpt=word.reason)


def end_open(campaign, record):
    """End the word that still stands, if any; returns the level that was shown until now."""
    word = Override.objects.filter(campaign=campaign, ended_at__isnull=True).first()
    if word is None:
        return computed(campaign)
    Override.objects.filter(pk=word.pk).update(ended_at=record.at)
    return word.health


def computed(campaign):
    known = Standing.objects.filter(campaign=campaign).values_list("health", flat=True).first()
    return known or health.level_of(campaign, [], clock.workspace_today())


def tell(record, campaign, before, after):
    """Everybody sees how a campaign stands; only the team reads why."""
    changes = {"health": [str(before), str(after)]} if before != after else {}
    record("campaign.health", campaign, changes=changes)


# Computing ------------------------------------------------------------------------------------


def sweep():
    """Compute anew how those campaigns stand whose plan, or day, has moved on since.

    One that cannot be computed stands as it stood, and keeps none of the others back.
    """
    with scope.everything(because="campaigns of all workspaces are looked at"):
        zones = dict(Workspace.objects.values_list("pk", "time_zone"))
        now = clock.now()
        todays = {pk: timezone.localdate(now, zoneinfo.ZoneInfo(z)) for pk, z in zones.items()}
        due, over = moved_on(todays), ended(todays)
    for workspace_id in sorted({*due, *over}):
        zone = zoneinfo.ZoneInfo(zones[workspace_id])
        with (
            sweeping.apart("the campaigns of workspace %s were not looked at", workspace_id),
            scope.of(workspace_id),
            timezone.override(zone),
        ):
            for campaign in Campaign.objects.filter(pk__in=over.get(workspace_id, ())):
                with sweeping.apart("the word on campaign %s did not end", campaign.pk):
                    end_by_itself(campaign)
            compute_apart(workspace_id, due.get(workspace_id, {}), todays[workspace_id])


def moved_on(todays):
    """{workspace: {campaign: revision}} of what stands as of an earlier revision or day."""
    stream = Stream.objects.filter(kind="campaign", of=OuterRef("pk")).values("revision")
    rows = Campaign.objects.annotate(at=Subquery(stream[:1]))
    earlier = Q(standing__isnull=True) | ~Q(standing__revision=Subquery(stream[:1]))
    for today in set(todays.values()):
        here = [pk for pk, day in todays.items() if day == today]
        opened = Q(workspace__in=here) & ~Q(phase=Campaign.Phase.CLOSED)
        earlier |= opened & ~Q(standing__day=today)
    found = defaultdict(dict)
    for workspace, pk, at in rows.filter(earlier).values_list("workspace", "pk", "at"):
        found[workspace][pk] = at
    return found


def ended(todays):
    """{workspace: [campaign]} whose override's last day is over."""
    found = defaultdict(list)
    words = Override.objects.filter(ended_at__isnull=True)
    for workspace, campaign, until in words.values_list("workspace", "campaign", "until"):
        if until < todays[workspace]:
            found[workspace].append(campaign)
    return found


def end_by_itself(campaign):
    """End the word whose last day is over, not one that somebody gave in its place meanwhile."""
    today = clock.workspace_today()
    with streams.record("campaign", campaign.pk, by=None, via="system") as record:
        if Override.objects.filter(campaign=campaign, ended_at=None, until__lt=today).exists():
            end_word(campaign, record, "override.ended")


def compute_apart(workspace_id, revisions, today):
    """All at once; where that fails one by one, so that what is wrong stays with its campaign."""
    try:
        compute(workspace_id, revisions, today)
    except Exception:
        for pk, revision in revisions.items():
            with sweeping.apart("how campaign %s stands was not computed", pk):
                compute(workspace_id, {pk: revision}, today)


def compute(workspace_id, revisions, today):
    """Keep how these campaigns stand today, at these revisions; statements only grow by changes."""
    rows = Campaign.objects.filter(pk__in=revisions).select_related("standing", "workspace")
    campaigns = list(rows)
    reasons = health.reasons_of(campaigns, today) if campaigns else {}
    same = []
    for campaign in campaigns:
        level = health.level_of(campaign, reasons[campaign.pk], today)
        standing = Standing(
            workspace_id=workspace_id,
            campaign_id=campaign.pk,
            health=level,
            reasons=aged(reasons[campaign.pk], health.standing_of(campaign), today),
            revision=revisions[campaign.pk],
            day=today,
            since=clock.now(),
        )
        if level == before_of(campaign, today):
            same.append(standing)
        else:
            change(campaign, standing)
    keep(same, ["reasons", "revision", "day"])


def aged(reasons, kept, today):
    """The reasons as they are kept: each with the day since which it has been given."""
    known = {health.subject(each): each["since"] for each in (kept.reasons if kept else [])}
    plain = [health.plain(reason) for reason in reasons]
    day = today.isoformat()
    return [each | {"since": known.get(health.subject(each), day)} for each in plain]


def before_of(campaign, today):
    """The level that was kept, or that shows where none was kept yet."""
    standing = health.standing_of(campaign)
    return Health(standing.health) if standing else health.level_of(campaign, [], today)


def change(campaign, standing):
    """The level changes: every open screen hears of it."""
    with streams.record("campaign", campaign.pk, by=None, via="system") as record:
        tell(record, campaign, before_of(campaign, standing.day), standing.health)
        if record.revision == standing.revision + 1:
            # Nothing else happened meanwhile: its own event is no reason to look again.
            standing.revision = record.revision
        standing.since = record.at
        keep([standing], ["health", "since", "reasons", "revision", "day"])


def keep(standings, columns):
    Standing.objects.bulk_create(
        standings, update_conflicts=True, unique_fields=["campaign"], update_fields=columns
    )
