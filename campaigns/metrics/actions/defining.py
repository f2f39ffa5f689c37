"""Saying what is measured: every change of what a metric means is a new definition.

A name in another language, an owner, a source or a cadence are no new meaning. Unit, aggregation,
direction, formula and meaning are: `number` goes up, and what it meant before stays in
`Definition`. Numbers that came in keep the number of the definition they came in under.
"""

import re

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.metrics import queries, units
from campaigns.metrics.figures import Said
from campaigns.metrics.formulas import Unreadable
from campaigns.metrics.models import Aggregation, Definition, Metric
from workspace.kernel import rows, streams
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
        record("metric.added", metric, changes={"key": [None, key]}, audience="team")
    return metric


def edit(metric, *, by, version, **values):
    """Change a metric; where its meaning changes by it, that is its next definition."""
    if unknown := set(values) - set(EDITABLE):
        raise ValueError(f"A metric has no editable {', '.join(sorted(unknown))}")
    with streams.record("workspace", metric.workspace_id, by=by) as record:
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
        rows.change(
            metric,
            version=version,
            number=metric.number + anew,
            **{name: values[name] for name in changes},
        )
        if anew:
            define(metric, record)
        record(
            "metric.redefined" if anew else "metric.edited",
            metric,
            changes=changes,
            audience="team",
            number=metric.number,
        )
    return metric


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
            record("metric.retired", metric, audience="team")
    return metric


def bring_back(metric, *, by, version):
    """Offer a retired metric again."""
    with streams.record("workspace", metric.workspace_id, by=by) as record:
        if metric.retired_at is not None:
            check(metric, queries.defined())
            rows.change(metric, version=version, retired_at=None)
            record("metric.brought_back", metric, audience="team")
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
    return Invalid(sentence, fields={field: [sentence]})


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
