"""What the gate asks of metrics: one that tells success from failure, defined before launch."""

from django.utils.translation import gettext as _

from campaigns.brief import gate
from campaigns.metrics import showing
from campaigns.metrics.models import Target, Unit


@gate.asks(place=20)
def primary_metric(campaigns):
    """One statement, however many campaigns."""
    ids = [campaign.pk for campaign in campaigns]
    rows = Target.objects.filter(campaign__in=ids, channel__isnull=True).order_by("pk")
    known = {pk: [] for pk in ids}
    for row in rows.select_related("metric", "owner"):
        known[row.campaign_id].append(row)
    return {pk: list(needs(targets)) for pk, targets in known.items()}


def needs(targets):
    """The primary metric, and what makes it more than a wish."""
    target = next((each for each in targets if each.is_primary), None)
    if target and (sentence := void(target)):
        label, mend = _("Primary metric and its target"), _("Choose the primary metric")
        yield need("primary_metric", label, "", sentence, mend, "#id_target", target)
    else:
        yield need(
            "primary_metric",
            _("Primary metric and its target"),
            f"{target.metric.label} · {said(target, target.target)}" if target else "",
            _("No metric is the primary one: nobody will know whether this has worked."),
            _("Choose the primary metric"),
            "#id_is_primary" if targets else "#id_metric",
            target or next(iter(targets), None),
        )
    if target is None:
        return
    yield need(
        "primary_baseline",
        _("Baseline"),
        said(target, target.baseline) if target.baseline is not None else "",
        _("Where the primary metric stands before the start is not known."),
        _("Fill in the baseline"),
        "#id_baseline",
        target,
    )
    yield need(
        "primary_source",
        _("Source"),
        target.source or target.metric.source,
        _("Nobody has said where the numbers of the primary metric come from."),
        _("Name the source"),
        "#id_source",
        target,
    )
    owner = target.owner if target.owner and target.owner.state != "left" else None
    yield need(
        "primary_owner",
        _("Owner of the primary metric"),
        owner.name if owner else "",
        _("Nobody answers for the primary metric."),
        _("Name the owner"),
        "#id_owner",
        target,
    )


def said(target, amount):
    """An amount of a target in words, as everybody reads it at the gate."""
    return showing.amount(amount, target.unit, target.currency)


def void(target):
    """Why a primary metric tells nothing; empty where it does."""
    metric = target.metric
    if metric.retired_at is not None:
        return _("“%(name)s” is retired: no numbers of it are asked for.") % {"name": metric.label}
    if target.unit != metric.unit:
        said = {"name": metric.label, "before": Unit(target.unit).label}
        said["now"] = Unit(metric.unit).label
        return _("The target of “%(name)s” is in %(before)s, its numbers are in %(now)s.") % said
    return ""


def need(key, label, there, sentence, mend, place, target=None):
    page, route = ("target", {"target": target.pk}) if target else ("add_target", {})
    return gate.Need(key, label, there, sentence, page, mend, place=place, route=route)
