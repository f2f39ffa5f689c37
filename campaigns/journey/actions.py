"""What can happen to a touchpoint: it comes into being, gets an owner, makes a promise."""

from django.utils.translation import gettext as _

from campaigns.journey.models import Touchpoint
from workspace.kernel import merging, rows, streams
from workspace.kernel.refusals import Invalid
from workspace.kernel.values import changes_of, plain

EDITABLE = ("owner", "promise")


def touchpoint_of(campaign, channel, stage, *, record):
    """The touchpoint of a channel at a stage, made when nobody has said anything of it yet.

    Both are rows or their ids. Inside an open record of the campaign's stream, so that there is
    never a second one.
    """
    place = {"channel_id": plain(channel), "stage_id": plain(stage)}
    rows_here = Touchpoint.objects.select_related("channel", "stage", "owner")
    if found := rows_here.filter(campaign=campaign, **place).first():
        return found
    made = Touchpoint.objects.create(
        workspace_id=campaign.workspace_id, campaign=campaign, created_at=record.at, **place
    )
    record("touchpoint.added", made, version=made.version)
    return made


def edit(campaign, channel, stage, *, by, version=None, strict=False, **values):
    """Say who answers for a touchpoint, or what it promises; returns it.

    `version` is the one that the person saw, 0 when nobody had said anything yet (see `merging` for
    others who do so at once); None when it does not matter.
    """
    if unknown := set(values) - set(EDITABLE):
        raise Invalid(
            _("There is no such field: %(names)s") % {"names": ", ".join(sorted(unknown))}
        )
    with streams.record("campaign", campaign.pk, by=by) as record:
        touchpoint = touchpoint_of(campaign, channel, stage, record=record)
        if version is not None and (touchpoint.version > 1 or strict):
            values = merging.merged(touchpoint, "touchpoint", version, values, strict=strict)
        before = {name: plain(getattr(touchpoint, name)) for name in values}
        changes = changes_of(before, {name: plain(value) for name, value in values.items()})
        if changes:
            wanted = {name: values[name] for name in changes}
            rows.change(touchpoint, version=touchpoint.version, **wanted)
            record("touchpoint.edited", touchpoint, changes=changes, version=touchpoint.version)
    return touchpoint
