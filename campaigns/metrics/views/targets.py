"""The targets of a campaign, each beside where it stands."""

from types import SimpleNamespace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.brief import gate
from campaigns.metrics import policies, queries, showing
from campaigns.metrics import targets as paths
from campaigns.metrics.actions import aiming
from campaigns.metrics.forms import RemoveTarget, TargetForm
from campaigns.metrics.models import MILLION, Metric, Target, Unit
from campaigns.metrics.views import frame
from campaigns.plan.addresses import address
from campaigns.plan.models import Channel
from teams.models import Member
from workspace.kernel import charts
from workspace.kernel.streams.models import Event
from workspace.kernel.templatetags.look import day
from workspace.kernel.typed import attempt, status_of, version_of

CAMPAIGN = {"key__iexact": "campaign"}
TARGET = {"pk": "target", "campaign__key__iexact": "campaign"}


@policies.numbers.opens("view", **CAMPAIGN)
@require_safe
def targets(request, campaign):
    """All targets with where each stands today, and what was changed after the launch."""
    today = timezone.localdate()
    rows = list(
        policies.target.visible_to(request.member)
        .filter(campaign=campaign)
        .order_by("-is_primary", "channel__position", "metric__position", "pk")
    )
    stands = queries.standings(rows, today)
    late = late_changes(campaign)
    may = {
        "add": policies.target.allows(request.member, "add"),
        "edit": policies.target.allows(request.member, "edit"),
        "remove": policies.target.allows(request.member, "remove"),
    }
    slug = request.workspace.slug
    context = frame.context(request, campaign, "targets", may_enter=may["add"]) | {
        "targets": [target_row(each, stands[each.pk], late, slug) for each in rows],
        "gone": gone(late, {each.pk for each in rows}),
        "may": may,
        "locked": aiming.is_locked(campaign),
    }
    return render(request, "campaigns/metrics/targets.html", context)


def target_row(target, stands, late, slug):
    unit, currency = target.metric.unit, target.currency
    words, tone, icon = showing.judged(stands.judgement)
    campaign = target.campaign

    def said(amount):
        return showing.amount(amount, unit, currency)

    return SimpleNamespace(
        target=target,
        label=target.metric.label,
        place=target.channel.name if target.channel else _("The whole campaign"),
        baseline=said(target.baseline),
        aim=said(target.target),
        due=paths.due_on(target),
        value=showing.shown(stands.value),
        missing=showing.why(stands.value),
        expected=said(in_wholes(stands.expected, unit)),
        day=stands.day,
        judged=words,
        tone=tone,
        icon=icon,
        spark=spark(target, stands, said),
        course=[
            (day(when), said(amount), said(in_wholes(path, unit)))
            for when, amount, path in stands.course
        ],
        late=late.get(target.pk, ()),
        edit_url=address("target", campaign, slug, target=target.pk),
        remove_url=address("remove_target", campaign, slug, target=target.pk),
        rows_url=address("number_rows", campaign, slug)
        + f"?metric={target.metric.key}"
        + (f"&channel={target.channel_id}" if target.channel_id else ""),
    )


def in_wholes(expected, unit):
    """Nobody expects a third of a click: the path of what is counted, in whole ones."""
    if expected is None or unit != Unit.COUNT:
        return expected
    return round(expected / MILLION) * MILLION


def spark(target, stands, said):
    points = [
        charts.Point(day(when), amount, said(amount)) for when, amount, _path in stands.course
    ]
    goals = [path for _when, _amount, path in stands.course]
    title = _("%(metric)s until %(day)s: %(value)s, by the path %(expected)s") % {
        "metric": target.metric.label,
        "day": day(stands.day),
        "value": said(stands.value.amount),
        "expected": said(in_wholes(stands.expected, target.metric.unit)),
    }
    return charts.spark(points, title=title, goals=goals)


def late_changes(campaign):
    """{target id: [what was changed after the launch]}, oldest first."""
    events = Event.objects.filter(
        stream__kind="campaign", stream__of=campaign.pk, noun="target", data__late=True
    )
    events = list(events.order_by("revision", "position"))
    names = names_of(events)
    found = {}
    for event in events:
        found.setdefault(event.object_id, []).append(told(event, names))
    return found


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


LABELS = {
    name: Target._meta.get_field(name).verbose_name
    for name in (
        "currency",
        "baseline",
        "target",
        "starts_on",
        "due_on",
        "path",
        "tolerance",
        "source",
        "is_primary",
    )
}


def told(event, names):
    metric = names.get((Metric, event.data.get("metric")))
    channel = names.get((Channel, event.data.get("channel")))
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
                worded(name, before, metric, event.data, names),
                worded(name, after, metric, event.data, names),
            )
            for name, (before, after) in event.changes.items()
        ],
    )


def change_label(name):
    return LABELS.get(name) or {"owner": _("Owner"), "months": _("By month")}.get(name, name)


def worded(name, value, metric, data, names):
    if value in (None, "", []):
        return "–"
    if name in {"baseline", "target"} and metric:
        return showing.amount(value, metric.unit, data.get("currency", ""))
    if name == "months" and metric:
        return "; ".join(
            f"{month}: {showing.amount(amount, metric.unit, data.get('currency', ''))}"
            for month, amount in value
        )
    if name == "path":
        return Target.Path(value).label
    if name == "is_primary":
        return _("yes") if value else _("no")
    if name == "owner":
        return getattr(names.get((Member, value)), "name", _("one that is gone"))
    return value


def gone(late, present):
    return [change for pk, changes in late.items() if pk not in present for change in changes]


@policies.numbers.opens("view", **CAMPAIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, campaign):
    """A new target of the campaign, or of one of its channels."""
    policies.target.demand(request.member, "add")
    form = TargetForm(request.POST or None, locked=aiming.is_locked(campaign))
    if request.method == "POST" and attempt(
        form, lambda typed: aiming.aim(campaign, by=request.member, **typed)
    ):
        messages.success(request, _("The target is set"))
        return redirect(next_page(request, campaign))
    if gate.way_back(request, campaign):
        form.fields["is_primary"].initial = True
    return page(request, campaign, form, None)


@policies.target.opens("edit", **TARGET)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, target):
    """Change a target; after the launch with a reason that stays."""
    campaign = target.campaign
    form = TargetForm(request.POST or None, target=target, locked=aiming.is_locked(campaign))
    if request.method == "POST":
        version = version_of(request)
        if attempt(
            form,
            lambda typed: aiming.edit(target, by=request.member, version=version, **typed),
        ):
            messages.success(request, _("The target is changed"))
            return redirect(next_page(request, campaign))
    return page(request, campaign, form, target)


def next_page(request, campaign):
    """The targets, or the gate for whoever came from there to mend something."""
    targets = address("targets", campaign, request.workspace.slug)
    return gate.way_back(request, campaign) or targets


def page(request, campaign, form, target):
    context = frame.context(request, campaign, "targets", may_enter=True) | {
        "form": form,
        "target": target,
        "back": address("targets", campaign, request.workspace.slug),
        "remove_form": RemoveTarget() if target else None,
        "locked": "why" in form.fields,
        "remove_url": target
        and address("remove_target", campaign, request.workspace.slug, target=target.pk),
    }
    return render(request, "campaigns/metrics/target.html", context, status=status_of(form))


@policies.target.opens("remove", **TARGET)
@require_POST
def remove(request, target):
    """Take a target away."""
    form = RemoveTarget(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    aiming.remove(target, by=request.member, version=version_of(request), why=why)
    messages.success(request, _("The target is gone"))
    return redirect(address("targets", target.campaign, request.workspace.slug))
