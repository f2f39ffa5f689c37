"""What metrics say of a campaign's health: targets that are behind or off their path."""

from django.utils.translation import gettext as _

from campaigns.brief import health
from campaigns.brief.health import AT_RISK, OFF_TRACK, Reason
from campaigns.brief.models import Campaign
from campaigns.metrics import queries, targets
from campaigns.metrics.models import Target

LEVELS = {targets.BEHIND: AT_RISK, targets.OFF: OFF_TRACK}


@health.reads
def paths(campaigns, today):
    """Where the targets of live campaigns stand today; few statements for all of them."""
    live = [each.pk for each in campaigns if each.phase == Campaign.Phase.LIVE]
    rows = Target.objects.filter(campaign__in=live)
    rows = list(rows.select_related("campaign", "metric", "channel").order_by("-is_primary", "pk"))
    stands = queries.standings(rows, today) if rows else {}
    found = {}
    for target in rows:
        if level := LEVELS.get(stands[target.pk].judgement):
            found.setdefault(target.campaign_id, []).append(reason(target, level))
    return found


def reason(target, level):
    data = {"target": target.pk, "metric": target.metric.name}
    if target.channel:
        data["channel"] = target.channel.name
    key = "target_off" if level == OFF_TRACK else "target_behind"
    return Reason(key, level, data, "targets", f"#target-{target.pk}")


def named(data):
    """The metric, and the channel where the target is of one alone."""
    return " · ".join(data[name] for name in ("metric", "channel") if name in data)


health.says("target_off", lambda data: _("%(metric)s is off its path") % {"metric": named(data)})
health.says(
    "target_behind", lambda data: _("%(metric)s is behind its path") % {"metric": named(data)}
)
