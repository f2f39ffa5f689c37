"""Saying what is measured: every change of what a metric means is a new definition.

A name in another language, an owner, a source or a cadence are no new meaning. Unit, aggregation,
direction, formula and meaning are: `number` goes up, and what it meant before stays in
`Definition`. Numbers that came in keep the number of the definition they came in under. Where its
unit changes, they and the targets that are there stay apart from then on (`Metric.apart`): they
keep their unit, are shown with it, and are added to nothing. Whoever changes it says that this is
meant.
"""

import re

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.brief.models import Standing
from campaigns.metrics import queries, units
from campaigns.metrics.figures import Said
from campaigns.metrics.formulas import Unreadable
from campaigns.metrics.models import Aggregation, Definition, Metric, Observation, Target
from teams.actions.workspaces import wear_new_names
from workspace.kernel import merging, rows, streams
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.values import changes_of, plain

MOST = 300
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
SAID = ("name", "name_zh_hans", "name_zh_hant", "source", "cadence", "owner")
MEANT = ("unit", "aggregation", "direction", "formula", "meaning")
EDITABLE = SAID + MEANT


def add(workspace_id, *, by, key, **values):
    """A metric of one's own, the last in the order; `key` is its name in formulas."""
    if unknown := set(values) - set(EDITABLE):
        raise ValueError(f"A metric has no {', '.join(sorted(unknown))}")
    with streams.record("workspace", workspace_id, by=by) as record:
        metrics = queries.defined()
        if len(metrics) >= MOST:
            raise Refusal(_("There are %(count)d metrics already.") % {"count": MOST})
        check_key(key, metrics)
        metric = Metric(
            workspace_id=workspace_id,
            key=key,
            position=(Metric.objects.aggregate(last=Max("position"))["last"] or 0) + 1,
            **values,
        )
        check(metric, metrics)
        try:
            with transaction.atomic():
                metric.save(force_insert=True)
        except IntegrityError:
            raise taken(key) from None
        define(metric, record)
        wear_new_names(metric.workspace_id)
        record("metric.added", metric, changes={"key": [None, key]}, audience="team", version=1)
    return metric


def edit(metric, *, by, version, strict=False, leave_apart=False, **values):
    """Change a metric; where its meaning changes by it, that is its next definition.

    See `merging` for others who change it at once.
    With `leave_apart` its unit may change although there are numbers or targets in the one before.
    """
    if unknown := set(values) - set(EDITABLE):
        raise ValueError(f"A metric has no editable {', '.join(sorted(unknown))}")
    with streams.record("workspace", metric.workspace_id, by=by) as record:
        values = merging.merged(metric, "metric", version, values, strict=strict)
        before = {name: plain(getattr(metric, name)) for name in values}
        changes = changes_of(before, {name: plain(value) for name, value in values.items()})
        if not changes:
            return metric
        for name in changes:
            setattr(metric, name, values[name])
        metrics = queries.defined()
        check(metric, metrics)
        check_users(metric, metrics)
        anew = not set(changes).isdisjoint(MEANT)
        apart = apart_from(metric) if "unit" in changes else metric.apart
        if "unit" in changes and not leave_apart:
            refuse_silently_apart(metric, apart)
        rows.change(
            metric,
            version=metric.version,
            number=metric.number + anew,
            apart=apart,
            **{name: values[name] for name in changes},
        )
        if anew:
            define(metric, record)
            look_again(metric)
        wear_new_names(metric.workspace_id)
        record(
            "metric.redefined" if anew else "metric.edited",
            metric,
            changes=changes,
            audience="team",
            number=metric.number,
            version=metric.version,
        )
    return metric


def apart_from(metric):
    """{number of an earlier definition: its unit} of those that had another unit than now."""
    earlier = Definition.objects.filter(metric=metric).exclude(unit=metric.unit)
    return {str(number): unit for number, unit in earlier.values_list("number", "unit")}


def refuse_silently_apart(metric, apart):
    """A unit is changed over numbers and targets only by who says that these stay apart."""
    numbers = Observation.objects.filter(series__metric=metric, definition__in=map(int, apart))
    counted = numbers.count()
    aims = Target.objects.filter(metric=metric).exclude(unit=metric.unit).count()
    if not counted and not aims:
        return
    raise amiss(
        "unit",
        _(
            "There are %(numbers)s and %(targets)s in the unit it has now. They keep it, and are"
            " never added to or compared with those in another. Say that they stay apart, or"
            " define a metric of its own."
        )
        % {
            "numbers": ngettext("%(count)d number", "%(count)d numbers", counted)
            % {"count": counted},
            "targets": ngettext("%(count)d target", "%(count)d targets", aims) % {"count": aims},
        },
    )


def look_again(metric):
    """Have it computed anew how the campaigns stand whose targets are of this or made of it."""
    made = [metric, *queries.made_of_it(metric.key, queries.defined())]
    campaigns = Target.objects.filter(metric__in=[each.pk for each in made]).values("campaign")
    Standing.objects.filter(campaign__in=campaigns).update(revision=0)


def retire(metric, *, by, version):
    """Offer a metric no more; its numbers and targets stay."""
    with streams.record("workspace", metric.workspace_id, by=by) as record:
        users = [
            other.label
            for other in queries.made_of(metric.key, queries.defined())
            if other.retired_at is None
        ]
        if users:
            raise Refusal(
                ngettext(
                    "%(names)s is made of “%(name)s”.",
                    "%(names)s are made of “%(name)s”.",
                    len(users),
                )
                % {"names": ", ".join(users), "name": metric.label},
                mend=_("Retire those first, or give them another formula."),
            )
        if metric.retired_at is None:
            rows.change(metric, version=version, retired_at=record.at)
            wear_new_names(metric.workspace_id)
            record("metric.retired", metric, audience="team", version=metric.version)
    return metric


def bring_back(metric, *, by, version):
    """Offer a retired metric again."""
    with streams.record("workspace", metric.workspace_id, by=by) as record:
        if metric.retired_at is not None:
            check(metric, queries.defined())
            rows.change(metric, version=version, retired_at=None)
            wear_new_names(metric.workspace_id)
            record("metric.brought_back", metric, audience="team", version=metric.version)
    return metric


def check_key(key, metrics):
    if not KEY.fullmatch(key):
        raise amiss(
            "key",
            _("A key has up to 40 small letters, digits and _, and begins with a letter."),
        )
    if key in metrics:
        raise taken(key)


def taken(key):
    return amiss("key", _("Another metric has the key “%(key)s”.") % {"key": key})


def amiss(field, sentence):
    return Invalid.at(field, sentence)


def check(metric, metrics):
    """A ratio has a formula that its unit measures; nothing else has one."""
    if not metric.name.strip():
        raise amiss("name", _("A name is missing."))
    if metric.aggregation != Aggregation.RATIO:
        if metric.formula:
            raise amiss(
                "formula", _("Only a ratio of sums has a formula: choose that, or leave it out.")
            )
        return
    try:
        units.check(metric.formula, metric.unit, metrics | {metric.key: metric}, metric.key)
    except Unreadable as no:
        raise amiss("formula", str(no)) from None


def check_users(metric, metrics):
    """What is made of this metric still is a formula that can be reckoned."""
    now = metrics | {metric.key: metric}
    for other in queries.made_of(metric.key, metrics):
        try:
            units.check(other.formula, other.unit, now, other.key)
        except Unreadable as no:
            raise amiss(
                "formula" if metric.aggregation == Aggregation.RATIO else "unit",
                _("“%(name)s” is made of this: %(why)s")
                % {"name": other.label, "why": no.sentence},
            ) from None


def define(metric, record):
    """Keep what the metric means from now on."""
    Definition.objects.create(
        workspace_id=metric.workspace_id,
        metric=metric,
        number=metric.number,
        since=record.at,
        by_name=record.by.name if record.by else "",
        **{name: getattr(metric, name) for name in EDITABLE},
    )


def try_out(text, *, unit, key, metrics):
    """The formula that is being typed, or raise `Unreadable` with what is wrong with it."""
    known = dict(metrics)
    if key:
        known[key] = Said(key, unit, Aggregation.RATIO, text)
    return units.check(text, unit, known, key)
