"""Targets: how far a metric shall come, and until when.

From the day a campaign goes live they are locked: who changes one says why, and what it was before
is shown beside it for ever, also when the campaign is planned anew. From then on each has days of
its own, which do not follow those of the campaign (`launching`).
"""

import re
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from campaigns.metrics import showing
from campaigns.metrics.models import Target, Unit
from workspace.kernel import merging, numbers, reach, rows, streams
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.streams.models import Event
from workspace.kernel.templatetags.look import listed
from workspace.kernel.values import changes_of, plain

MOST, MOST_AMOUNT = 200, 10**16
EDITABLE = (
    "currency",
    "baseline",
    "target",
    "starts_on",
    "due_on",
    "path",
    "months",
    "tolerance",
    "owner",
    "source",
    "is_primary",
)
IN_UNIT = {"baseline", "target", "months", "currency", "path"}
DAYS = {"starts_on": "starts_on", "due_on": "ends_on"}
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
LOCKED = (Campaign.Phase.LIVE, Campaign.Phase.CLOSED)


def is_locked(campaign):
    """Whether the campaign went live, now or ever."""
    if campaign.phase in LOCKED:
        return True
    return Event.objects.filter(launches(campaign)).exists()


def with_days(values, campaign):
    """`values` with the days of the campaign where they would be without."""
    days = {name: getattr(campaign, theirs) for name, theirs in DAYS.items()}
    return values | {name: day for name, day in days.items() if values.get(name, "") is None}


def launches(campaign):
    """The condition of events by which it went live."""
    live = Campaign.Phase.LIVE
    return Q(noun="campaign", object_id=campaign.pk, changes__phase__1=live)


def aim(campaign, *, by, metric, target, channel=None, why="", **values):
    """Set a target of a metric for the campaign, or for one channel of it."""
    if unknown := set(values) - set(EDITABLE):
        raise ValueError(f"A target has no {', '.join(sorted(unknown))}")
    with streams.record("campaign", campaign.pk, by=by, why=why.strip()) as record:
        late = demand_reason(campaign, why)
        if Target.objects.filter(campaign=campaign).count() >= MOST:
            raise Refusal(_("There are %(count)d targets already.") % {"count": MOST})
        if metric.retired_at is not None:
            raise amiss("metric", _("“%(name)s” is retired.") % {"name": metric.label})
        if late:
            values = with_days(dict.fromkeys(DAYS) | values, campaign)
        made = Target(
            workspace_id=campaign.workspace_id,
            campaign=campaign,
            metric=metric,
            channel=channel,
            target=target,
            unit=metric.unit,
            created_at=record.at,
            **values,
        )
        check(made)
        if made.is_primary:
            step_down(campaign, record, late)
        with only_once():
            made.save(force_insert=True)
        record(
            "target.added",
            made,
            changes=changes_of({}, told(made)),
            audience="team",
            name=metric.name,
            **about(made, late),
        )
    return made


def edit(target, /, *, by, version, strict=False, why="", **values):
    """Change a target; after go-live `why` is demanded. See `merging` for others who do so at once.

    One that was said in another unit than its metric has now is said anew in that: what of its
    amounts is not among `values` is gone then.
    """
    if unknown := set(values) - set(EDITABLE):
        raise ValueError(f"A target has no editable {', '.join(sorted(unknown))}")
    campaign = target.campaign
    with streams.record("campaign", campaign.pk, by=by, why=why.strip()) as record:
        values = anew_in_unit(target, values, wanted(target, version, values, strict))
        if is_locked(campaign):
            values = with_days(values, campaign)
        before = {name: plain(getattr(target, name)) for name in values}
        changes = changes_of(before, {name: plain(value) for name, value in values.items()})
        if not changes:
            return target
        late = demand_reason(campaign, why)
        for name in changes:
            setattr(target, name, values[name])
        check(target)
        if target.is_primary and "is_primary" in changes:
            step_down(campaign, record, late)
        with only_once():
            rows.change(target, version=target.version, **{name: values[name] for name in changes})
        record(
            "target.edited",
            target,
            changes=changes,
            audience="team",
            name=target.metric.name,
            **about(target, late),
        )
    return target


def wanted(target, version, values, strict):
    """Those of `values` that whoever saw `version` changed."""
    return merging.merged(target, "target", version, values, strict=strict, say=said)


def said(target, name):
    """What a field of a target holds, as people read it."""
    if name in {"baseline", "target"}:
        amount = getattr(target, name)
        return "" if amount is None else showing.amount(amount, target.unit, target.currency)
    if name == "months":
        return listed(month_said(target, *each) for each in target.months)
    return merging.worded(target, name)


def month_said(target, month, amount):
    return f"{month}: {showing.amount(amount, target.unit, target.currency)}"


def anew_in_unit(target, values, changed):
    """What is written when a target is changed: what of `values` is `changed`, and all that they
    say of amounts where its metric has another unit by now."""
    unit = target.metric.unit
    if target.unit == unit:
        return changed
    if "target" not in values:
        units = {"before": Unit(target.unit).label, "now": Unit(unit).label}
        raise amiss("target", said_in_another_unit(units))
    nothing = {"baseline": None, "months": [], "currency": ""}
    if "months" not in values:
        nothing["path"] = Target.Path.LINEAR
    amounts = {name: value for name, value in values.items() if name in IN_UNIT}
    return nothing | amounts | changed | {"unit": unit}


def said_in_another_unit(units):
    return _("It was set in %(before)s, and its metric is in %(now)s now: say it anew.") % units


def remove(target, *, by, version, why=""):
    """Take a target away; after go-live `why` is demanded, and that it was there stays known."""
    campaign = target.campaign
    with streams.record("campaign", campaign.pk, by=by, why=why.strip()) as record:
        late = demand_reason(campaign, why)
        take_away(target, record, late=late, version=version)


def take_away(target, record, *, late, version):
    rows.change(target, version=version)
    record(
        "target.removed",
        target,
        changes={name: [value, None] for name, value in told(target).items()},
        audience="team",
        name=target.metric.name,
        **about(target, late),
    )
    target.delete()


def told(target):
    return {
        name: plain(getattr(target, name))
        for name in EDITABLE
        if getattr(target, name) not in (None, "", [], False)
    }


def about(target, late):
    """What an event of a target tells beside its columns, so that it is readable for ever."""
    return {
        "late": late,
        "metric": target.metric_id,
        "channel": target.channel_id,
        "currency": target.currency,
        "unit": target.unit,
        "version": target.version,
    }


def demand_reason(campaign, why):
    """Whether the campaign went live; then a reason has to be given."""
    late = is_locked(campaign)
    if late and not why.strip():
        sentence = _("This campaign went live: say why its targets change.")
        raise Invalid.at("why", sentence)
    return late


def step_down(campaign, record, late):
    """A campaign has one primary metric: the one before is an ordinary one from now on."""
    for other in Target.objects.filter(campaign=campaign, is_primary=True).select_related("metric"):
        rows.change(other, version=other.version, is_primary=False)
        record(
            "target.edited",
            other,
            changes={"is_primary": [True, False]},
            audience="team",
            name=other.metric.name,
            **about(other, late),
        )


def amiss(field, sentence):
    return Invalid.at(field, sentence)


def check(target):
    metric = target.metric
    money = metric.unit == Unit.MONEY
    if money and not target.currency:
        raise amiss("currency", _("Name the currency by its three letters, such as EUR."))
    try:
        numbers.currency(target.currency)
    except numbers.Unclear as no:
        raise amiss("currency", str(no)) from None
    if target.currency and not money:
        raise amiss("currency", _("Only money has a currency."))
    for name in ("baseline", "target"):
        if abs(getattr(target, name) or 0) > MOST_AMOUNT:
            raise amiss(name, _("This number is too large."))
    for name in DAYS:
        reach.refuse_far(name, getattr(target, name))
    first = target.starts_on or target.campaign.starts_on
    last = target.due_on or target.campaign.ends_on
    if first and last and last < first:
        raise amiss("due_on", _("It is due before it begins."))
    if target.tolerance > 100:
        raise amiss("tolerance", _("A tolerance is at most 100 %."))
    if target.is_primary and target.channel_id:
        raise amiss("is_primary", _("The primary metric is one of the whole campaign."))
    if target.path == Target.Path.MONTHLY and not target.months:
        raise amiss("months", _("Say for each month how far it shall be at its end."))
    check_months(target)


def check_months(target):
    seen = set()
    for month, amount in target.months:
        if not MONTH.fullmatch(month) or month in seen:
            raise amiss("months", _("Write each month once, such as 2026-11."))
        if abs(amount) > MOST_AMOUNT:
            raise amiss("months", _("This number is too large."))
        seen.add(month)


@contextmanager
def only_once():
    """Turn the database's refusal of a second target into ours."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise amiss(
            "metric", _("There is a target of this metric here already: change that one.")
        ) from None
