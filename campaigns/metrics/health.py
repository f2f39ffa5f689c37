"""What metrics say of a campaign's health: targets that are behind or off their path, that nothing
is measured for, or that were said in another unit or currency than their numbers have now."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.brief import health
from campaigns.brief.health import AT_RISK, OFF_TRACK, Reason
from campaigns.brief.models import Campaign
from campaigns.metrics import standings, targets
from campaigns.metrics.figures import CURRENCIES
from campaigns.metrics.models import Direction, Target
from workspace.kernel.templatetags.look import day, listed

LEVELS = {
    (targets.BEHIND, Direction.UP): ("target_behind", AT_RISK),
    (targets.BEHIND, Direction.DOWN): ("target_above", AT_RISK),
    (targets.OFF, Direction.UP): ("target_off", OFF_TRACK),
    (targets.OFF, Direction.DOWN): ("target_far_above", OFF_TRACK),
}


@health.reads
def paths(campaigns, today):
    """Where the targets of live campaigns stand today; few statements for all of them."""
    live = [each.pk for each in campaigns if each.phase == Campaign.Phase.LIVE]
    rows = Target.objects.filter(campaign__in=live)
    rows = list(rows.select_related("campaign", "metric", "channel").order_by("-is_primary", "pk"))
    stands = standings.with_ages(rows, today) if rows else {}
    found = {}
    for target in rows:
        if reason := reason_of(*stands[target.pk], today):
            found.setdefault(target.campaign_id, []).append(reason)
    return found


def reason_of(stands, since, today):
    """Why a target needs somebody; None where it does not."""
    target = stands.target
    if stands.is_apart:
        return reason(target, "target_unit", AT_RISK)
    if level := LEVELS.get((stands.judgement, target.metric.direction)):
        due = targets.due_on(target)
        missed = {"due": due.isoformat()} if due and due < today else {}
        return reason(target, *level, since, **missed)
    since = standings.unmeasured_since(stands, today)
    if stands.value.why == CURRENCIES or (since and stands.is_elsewhere):
        return reason(target, "target_currency", AT_RISK, currencies=list(stands.currencies))
    if since:
        return reason(target, "target_unmeasured", AT_RISK, since)
    return None


def reason(target, key, level, since=None, **more):
    metric = target.metric
    names = {"zh-hans": metric.name_zh_hans, "zh-hant": metric.name_zh_hant}
    data = {"target": target.pk, "metric": metric.name, **more}
    data |= {"names": names} if any(names.values()) else {}
    data |= {"day": since.isoformat()} if since else {}
    if target.channel:
        data["channel"] = target.channel.name
    return Reason(key, level, data, "targets", f"#target-{target.pk}")


def named(data):
    """The metric in the reader's language, and the channel where the target is of one alone."""
    metric = data.get("names", {}).get(get_language() or "") or data["metric"]
    return " · ".join([metric, data["channel"]] if "channel" in data else [metric])


def said(running, over):
    """A sentence for a path that still runs, and one for a target that was due."""

    def sentence(data):
        if "due" not in data:
            return running() % {"metric": named(data)}
        return over() % {"metric": named(data), "day": day(health.date_of(data["due"]))}

    return sentence


health.says(
    "target_off",
    said(
        lambda: _("%(metric)s: off the path"),
        lambda: _("%(metric)s missed its target, which was due on %(day)s"),
    ),
)
health.says(
    "target_behind",
    said(
        lambda: _("%(metric)s: behind the path"),
        lambda: _("%(metric)s came short of its target, which was due on %(day)s"),
    ),
)
health.says(
    "target_far_above",
    said(
        lambda: _("%(metric)s: far above the path"),
        lambda: _("%(metric)s went far over its target, which was due on %(day)s"),
    ),
)
health.says(
    "target_above",
    said(
        lambda: _("%(metric)s: above the path"),
        lambda: _("%(metric)s went over its target, which was due on %(day)s"),
    ),
)
health.says(
    "target_unmeasured", lambda data: _("No number of %(metric)s came in") % {"metric": named(data)}
)
health.says(
    "target_currency",
    lambda data: (
        _("The money of %(metric)s is in %(currencies)s: its target cannot be compared")
        % {"metric": named(data), "currencies": listed(data["currencies"])}
    ),
)
health.says(
    "target_unit",
    lambda data: (
        _("The target of %(metric)s is in another unit than its numbers") % {"metric": named(data)}
    ),
)
