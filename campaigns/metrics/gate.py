"""What the gate asks of metrics: one that tells success from failure, defined before launch."""

from django.utils.translation import gettext as _

from campaigns.brief import gate
from campaigns.metrics.models import Target


@gate.asks(place=20)
def primary_metric(campaigns):
    """One statement, however many campaigns."""
    ids = [campaign.pk for campaign in campaigns]
    rows = Target.objects.filter(campaign__in=ids, is_primary=True)
    known = {row.campaign_id: row for row in rows.select_related("metric", "owner")}
    return {pk: list(needs(known.get(pk))) for pk in ids}


def needs(target):
    """The primary metric, and what makes it more than a wish."""
    yield need(
        "primary_metric",
        _("Primary metric and its target"),
        target.metric.name if target else "",
        _("No metric is the primary one: nobody will know whether this has worked."),
        _("Choose the primary metric"),
        "",
    )
    if target is None:
        return
    yield need(
        "primary_baseline",
        _("Baseline"),
        _("known") if target.baseline is not None else "",
        _("Where the primary metric stands before the start is not known."),
        _("Fill in the baseline"),
        f"#target-{target.pk}",
    )
    yield need(
        "primary_source",
        _("Source"),
        target.source or target.metric.source,
        _("Nobody has said where the numbers of the primary metric come from."),
        _("Name the source"),
        f"#target-{target.pk}",
    )
    owner = target.owner if target.owner and target.owner.state != "left" else None
    yield need(
        "primary_owner",
        _("Owner of the primary metric"),
        owner.name if owner else "",
        _("Nobody answers for the primary metric."),
        _("Name the owner"),
        f"#target-{target.pk}",
    )


def need(key, label, there, sentence, mend, place):
    return gate.Need(key, label, there, sentence, "targets", mend, place=place)
