"""Letting a campaign through the gate without something, for a reason and until a day."""

from django.utils.translation import gettext as _

from campaigns.brief import gate
from campaigns.brief.models import Waiver
from workspace.kernel import clock, streams
from workspace.kernel.refusals import Invalid
from workspace.kernel.streams.models import Event


def waive(campaign, *, by, keys, reason, until):
    """Do without the missing needs of `keys` up to the day `until`; everybody sees that."""
    reason = reason.strip()
    with streams.record("campaign", campaign.pk, by=by) as record:
        check(campaign, keys, reason, until)
        waiver = Waiver.objects.create(
            workspace_id=campaign.workspace_id,
            campaign=campaign,
            waives=sorted(keys),
            reason=reason,
            until=until,
            by=by,
            by_name=by.name,
            created_at=record.at,
        )
        record("campaign.waived", campaign, until=until.isoformat())
        record(
            "waiver.added", waiver, audience=Event.Audience.TEAM, name=campaign.name, excerpt=reason
        )
    return waiver


def check(campaign, keys, reason, until):
    """A waiver has a reason, a last day that is not over, and is for something that is missing."""
    fields = {}
    absent = {need.key for need in gate.needs(campaign) if need.is_missing}
    if not keys or not set(keys) <= absent:
        fields["keys"] = [_("Choose what the campaign shall do without.")]
    if not reason:
        fields["reason"] = [_("Say why; everybody of the team will read it.")]
    if until < clock.workspace_today():
        fields["until"] = [_("This day is over; choose today or a later one.")]
    if fields:
        raise Invalid(next(iter(fields.values()))[0], fields=fields)


def withdraw(waiver, *, by):
    """Take a waiver back; what is missing is missing again. A live campaign stays live."""
    with streams.record("campaign", waiver.campaign_id, by=by) as record:
        if Waiver.objects.filter(pk=waiver.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=record.at
        ):
            record("campaign.waived_no_more", waiver.campaign)
            record(
                "waiver.withdrawn",
                waiver,
                audience=Event.Audience.TEAM,
                name=waiver.campaign.name,
                excerpt=waiver.reason,
            )
    return waiver
