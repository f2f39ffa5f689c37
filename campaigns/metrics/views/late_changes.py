"""What was changed of targets after a campaign went live; it is shown for ever."""

from datetime import date
from types import SimpleNamespace

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.metrics import formulas, showing
from campaigns.metrics.actions import aiming
from campaigns.metrics.models import Aggregation, Metric, Target, Unit
from campaigns.metrics.months import month_label
from campaigns.metrics.views import dictionary
from campaigns.plan.models import Channel
from teams.models import Member
from workspace.kernel.streams.models import Event
from workspace.kernel.templatetags.look import day


def of(campaign):
    """({target id: [what was changed after the launch]}, oldest first; when it went live)."""
    events = Event.objects.filter(
        Q(noun="target", data__late=True) | aiming.launches(campaign),
        stream__kind="campaign",
        stream__of=campaign.pk,
    )
    events = list(events.order_by("revision", "position"))
    launched = next((event.at for event in events if event.noun == "campaign"), None)
    events = [event for event in events if event.noun == "target"]
    names = names_of(events)
    found = {}
    for event in events:
        found.setdefault(event.object_id, []).append(told(event, names))
    return found, launched


def names_of(events):
    if not events:
        return {}
    metrics = {event.data.get("metric") for event in events}
    channels = {event.data.get("channel") for event in events} - {None}
    people = {pk for event in events for pk in event.changes.get("owner", ()) if pk}
    rows = [
        *Metric.objects.filter(pk__in=metrics),
        *Channel.objects.filter(pk__in=channels),
        *Member.objects.filter(pk__in=people),
    ]
    return {(type(row), row.pk): row for row in rows}


# The owner and the months are called otherwise here; see `change_label`.
LABELS = {
    name: Target._meta.get_field(name).verbose_name
    for name in aiming.EDITABLE
    if name not in {"owner", "months"}
}


def told(event, names):
    metric = names.get((Metric, event.data.get("metric")))
    channel = names.get((Channel, event.data.get("channel")))
    units = units_of(event, metric)
    return SimpleNamespace(
        verb=event.verb,
        label=metric.label if metric else event.object_name,
        place=channel.name if channel else "",
        by=event.actor_name or _("Roundtable"),
        at=event.at,
        why=event.why,
        changes=[
            (
                change_label(name),
                worded(name, before, units[0], event.data, names),
                worded(name, after, units[1], event.data, names),
            )
            for name, (before, after) in event.changes.items()
        ],
    )


def units_of(event, metric):
    """The units of the amounts before and after a change."""
    unit = event.data.get("unit") or (metric.unit if metric else Unit.COUNT)
    return event.changes.get("unit") or (unit, unit)


def change_label(name):
    more = {"owner": _("Owner"), "months": _("By month"), "unit": _("Unit")}
    return LABELS.get(name) or more.get(name, name)


def worded(name, value, unit, data, names):
    if value in (None, "", []):
        return "–"
    if name in {"baseline", "target"}:
        return showing.amount(value, unit, data.get("currency", ""))
    if name == "months":
        return "; ".join(
            f"{month_label(month)} {showing.amount(amount, unit, data.get('currency', ''))}"
            for month, amount in value
        )
    if name in {"starts_on", "due_on"}:
        return day(date.fromisoformat(value))
    if name == "tolerance":
        return f"±{value}%"
    if name == "unit":
        return Unit(value).label
    if name == "path":
        return Target.Path(value).label
    if name == "is_primary":
        return _("yes") if value else _("no")
    if name == "owner":
        return getattr(names.get((Member, value)), "name", _("one that is gone"))
    return value


def with_redefined(late, targets, launched, known):
    """`late` with what metrics were said to mean anew after the launch."""
    found = dict(late)
    for target in targets:
        since = launched or target.created_at
        anew = [
            redefined(metric, each)
            for metric in made_of(target.metric, known)
            for each in dictionary.history(known.definitions.get(metric.pk, ()), known)
            if each.changes and each.definition.since > since
        ]
        if anew:
            told = [*late.get(target.pk, ()), *anew]
            found[target.pk] = sorted(told, key=lambda change: change.at)
    return found


def redefined(metric, told):
    return SimpleNamespace(
        verb="metric.redefined",
        label=metric.label,
        place="",
        by=told.definition.by_name or _("Roundtable"),
        at=told.definition.since,
        why="",
        changes=told.changes,
    )


def made_of(metric, known):
    """A metric and all that it is made of, by whatever formulas between."""
    found, waiting = {}, [metric.key]
    while waiting:
        key = waiting.pop()
        if key in known and key not in found:
            found[key] = known[key]
            if known[key].aggregation == Aggregation.RATIO:
                waiting.extend(sorted(formulas.parse(known[key].formula).names))
    return list(found.values())


def gone(late, present):
    return [change for pk, changes in late.items() if pk not in present for change in changes]
