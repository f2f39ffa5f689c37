"""Making a campaign, changing what it says of itself, and moving it from phase to phase."""

import re
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.brief import gate, launch
from campaigns.brief.models import BufferRule, Campaign, Participation
from workspace.kernel import clock, merging, reach, rows, streams
from workspace.kernel.refusals import Conflict, Invalid, Refusal
from workspace.kernel.values import changes_of, plain

KEY = re.compile(r"[A-Z][A-Z0-9]{1,11}")
EDITABLE = ("name", "objective", "starts_on", "ends_on", "owner", "buffer_rule")
NEXT_PHASES = {
    Campaign.Phase.DRAFT: {Campaign.Phase.PLANNED},
    Campaign.Phase.PLANNED: {Campaign.Phase.DRAFT, Campaign.Phase.LIVE},
    Campaign.Phase.LIVE: {Campaign.Phase.PLANNED, Campaign.Phase.CLOSED},
    Campaign.Phase.CLOSED: {Campaign.Phase.LIVE},
}


@transaction.atomic
def create(
    workspace_id,
    *,
    by,
    key,
    name,
    objective="",
    starts_on=None,
    ends_on=None,
    owner=None,
    buffer_rule=BufferRule.CONSUME,
):
    """Start a campaign in its draft phase; its key is short, unique, and begins with a letter."""
    key = key.strip().upper()
    if not KEY.fullmatch(key):
        raise Invalid.at(
            "key",
            _("A key is 2 to 12 letters and digits and begins with a letter, such as SPRING."),
        )
    check_dates(starts_on, ends_on)
    campaign = Campaign(
        workspace_id=workspace_id,
        key=key,
        name=name,
        objective=objective,
        starts_on=starts_on,
        ends_on=ends_on,
        owner=owner or by,
        buffer_rule=buffer_rule,
        created_at=clock.now(),
    )
    try:
        with transaction.atomic():
            campaign.save(force_insert=True)
    except IntegrityError:
        raise Invalid.at(
            "key",
            _("Another campaign has the key %(key)s.") % {"key": key},
            _("Choose another key."),
        ) from None
    streams.open_stream("campaign", campaign.pk, workspace_id=workspace_id)
    with streams.record("campaign", campaign.pk, by=by) as record:
        record("campaign.added", campaign, changes=changes_of({}, {"name": name, "key": key}))
        for member in {by, campaign.owner}:
            Participation.objects.create(
                workspace_id=workspace_id, campaign=campaign, member=member, added_at=record.at
            )
    with streams.record("workspace", workspace_id, by=by) as record:
        record("campaign.added", campaign)
    return campaign


def edit(campaign, *, by, version, strict=False, **values):
    """Change name, objective, dates or owner; see `merging` for others who do so at once."""
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise Invalid(
            _("There is no such field: %(names)s") % {"names": ", ".join(sorted(unknown))}
        )
    with streams.record("campaign", campaign.pk, by=by) as record:
        values = merging.merged(campaign, "campaign", version, values, strict=strict)
        change(record, campaign, **values)
    return campaign


def change(record, campaign, **values):
    """The same within a record that is being made; what is the same already is left alone."""
    before = {name: plain(getattr(campaign, name)) for name in values}
    check_dates(
        values.get("starts_on", campaign.starts_on), values.get("ends_on", campaign.ends_on)
    )
    changes = changes_of(before, {name: plain(value) for name, value in values.items()})
    if changes:
        write(record, campaign, changes, **{name: values[name] for name in changes})


def write(record, campaign, changes, **columns):
    rows.change(campaign, version=campaign.version, **columns)
    record("campaign.edited", campaign, changes=changes, version=campaign.version)


def advance(campaign, *, by, version, phase, strict=False, why=""):
    """Move a campaign to a neighbouring phase: Draft ↔ Planned ↔ Live ↔ Closed.

    On the way to Planned and to Live the gate refuses (`gate.NotReady`) while something that it
    asks for is missing and not waived. What a launch fixes (`launch`) is fixed with it.
    """
    with streams.record("campaign", campaign.pk, by=by, why=why) as record:
        refuse_moved(campaign, version, phase, strict)
        if phase == campaign.phase:
            return campaign
        refuse_leap(campaign, phase)
        gate.check(campaign, phase)
        changes = {"phase": [campaign.phase, phase]}
        day = launched_on(campaign, phase, timezone.localdate(record.at, zone_of(by)))
        write(record, campaign, changes, phase=phase, launched_on=day)
        if phase == Campaign.Phase.LIVE:
            launch.fix(record, campaign)
    return campaign


def refuse_moved(campaign, version, phase, strict):
    """Refuse when somebody else has moved it to another phase than the one that was seen."""
    try:
        merging.merged(campaign, "campaign", version, {"phase": phase}, strict=strict)
    except Conflict as no:
        [sentence] = no.fields["phase"]
        raise Conflict(sentence, mend=_("Reload the page to see it."), **no.data) from None


def refuse_leap(campaign, phase):
    if phase not in NEXT_PHASES[campaign.phase]:
        raise Refusal(
            _("A campaign cannot go from %(now)s to %(then)s.")
            % {"now": campaign.get_phase_display(), "then": Campaign.Phase(phase).label},
            mend=_("Take one step at a time."),
        )


def zone_of(member):
    return ZoneInfo(member.workspace.time_zone)


def launched_on(campaign, phase, today):
    """The day on which it went live, when it moves on to `phase` today.

    Whoever plans it anew launches it anew; one that is opened again was launched long ago.
    """
    if phase in {Campaign.Phase.DRAFT, Campaign.Phase.PLANNED}:
        return None
    if campaign.phase == Campaign.Phase.PLANNED:
        return today
    return campaign.launched_on


def check_dates(starts_on, ends_on):
    reach.refuse_far("starts_on", starts_on)
    reach.refuse_far("ends_on", ends_on)
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid.at(
            "ends_on",
            _("The campaign ends before it starts."),
            _("Choose a day on or after the start."),
        )
