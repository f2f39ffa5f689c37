"""Taking back one's own change of a target, for as long as the campaign has not gone live.

After that a change is made by hand and says why: it stays beside the target for ever.
"""

from datetime import date

from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from campaigns.metrics import policies
from campaigns.metrics.actions import aiming
from campaigns.metrics.models import Metric, Target
from campaigns.plan.actions import since, undoing
from campaigns.plan.models import Channel
from workspace.kernel import rows
from workspace.kernel.refusals import Conflict, Forbidden, Refusal
from workspace.kernel.values import plain

DAYS = {"starts_on", "due_on"}


@undoing.turns_back("target.added")
def unaim(record, event):
    target = the_target(record, event)
    since.refuse_if_built_on(record, [event])
    aiming.take_away(target, record, late=False, version=target.version)


@undoing.turns_back("target.edited")
def unedit(record, event):
    target = the_target(record, event)
    for name, (_before, after) in event.changes.items():
        if plain(getattr(target, name)) != after:
            since.refuse_if_built_on(record, [event])
            raise Conflict(_("This target was changed again since."))
    values = {
        attribute(name): stored(name, before) for name, (before, _after) in event.changes.items()
    }
    with aiming.only_once():
        rows.change(target, version=target.version, **values)
    changes = {name: [after, before] for name, (before, after) in event.changes.items()}
    record(
        "target.edited",
        target,
        changes=changes,
        audience="team",
        name=target.metric.name,
        **aiming.about(target, False),
    )


@undoing.turns_back("target.removed")
def aim_again(record, event):
    campaign = record_campaign(record, event)
    metric = Metric.objects.filter(pk=event.data["metric"]).first()
    if metric is None:
        raise Conflict(_("“%(title)s” is gone for good.") % {"title": event.object_name})
    values = {name: before for name, (before, _after) in event.changes.items()}
    refuse_without_channel(event.data["channel"])
    if values.get("is_primary"):
        refuse_second_primary(campaign)
    target = Target(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        metric=metric,
        channel_id=event.data["channel"],
        unit=event.data.get("unit", metric.unit),
        created_at=record.at,
        **{attribute(name): stored(name, value) for name, value in values.items()},
    )
    with aiming.only_once():
        target.save(force_insert=True)
    record(
        "target.added",
        target,
        changes={name: [None, value] for name, value in values.items()},
        audience="team",
        name=metric.name,
        **aiming.about(target, False),
    )


def the_target(record, event):
    found = Target.objects.filter(pk=event.object_id).select_related("campaign", "metric").first()
    if found is None:
        raise Conflict(_("“%(title)s” is gone for good.") % {"title": event.object_name})
    check(record, found.campaign)
    return found


def record_campaign(record, event):
    campaign = Campaign.objects.get(pk=event.stream.of)
    check(record, campaign)
    return campaign


def refuse_without_channel(pk):
    if pk and not Channel.objects.filter(pk=pk).exists():
        raise Conflict(_("The channel of this target is gone for good."))


def refuse_second_primary(campaign):
    other = Target.objects.filter(campaign=campaign, is_primary=True).select_related("metric")
    if found := other.first():
        raise Conflict(
            _("“%(name)s” is the primary metric by now.") % {"name": found.metric.label},
            mend=_("Set the target anew by hand."),
        )


def check(record, campaign):
    if not policies.target.allows(record.by, "edit"):
        raise Forbidden(_("You can no longer change targets here."))
    if aiming.is_locked(campaign):
        raise Refusal(
            _("This campaign went live since: its targets are not changed without a reason."),
            mend=_("Change the target by hand, and say why."),
        )


def attribute(name):
    return "owner_id" if name == "owner" else name


def stored(name, value):
    """A value of an event as its column takes it."""
    return date.fromisoformat(value) if name in DAYS and value else value
