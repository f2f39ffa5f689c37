"""What a launch fixes of targets: they no longer follow the days of their campaign."""

from campaigns.brief import launch
from campaigns.metrics.actions import aiming
from campaigns.metrics.models import Target
from workspace.kernel import rows
from workspace.kernel.values import changes_of, plain


@launch.fixes
def days_of_targets(record, campaign):
    """A target without days of its own keeps those that its campaign has at the launch."""
    for target in Target.objects.filter(campaign=campaign).select_related("metric"):
        before = {name: getattr(target, name) for name in aiming.DAYS}
        after = aiming.with_days(before, campaign)
        changes = changes_of(told(before), told(after))
        if changes:
            rows.change(target, version=target.version, **{name: after[name] for name in changes})
            record(
                "target.edited",
                target,
                changes=changes,
                audience="team",
                name=target.metric.name,
                **aiming.about(target, False),
            )


def told(days):
    return {name: plain(value) for name, value in days.items()}
