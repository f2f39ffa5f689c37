"""The targets of a campaign, each beside where it stands."""

from itertools import chain
from types import SimpleNamespace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.brief import gate
from campaigns.metrics import policies, queries, showing, standings
from campaigns.metrics import targets as paths
from campaigns.metrics.actions import aiming
from campaigns.metrics.figures import Value
from campaigns.metrics.forms import RemoveTarget, TargetForm
from campaigns.metrics.models import Unit
from campaigns.metrics.views import frame, late_changes
from campaigns.plan.addresses import address
from workspace.kernel import charts
from workspace.kernel.numbers import MILLION
from workspace.kernel.refusals import Invalid
from workspace.kernel.templatetags.look import day
from workspace.kernel.typed import attempt, status_of, version_of, version_shown

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
    known = queries.defined_in(request.workspace)
    stands = standings.standings(rows, today, known)
    late, launched = late_changes.of(campaign)
    locked = bool(launched) or campaign.phase in aiming.LOCKED
    if locked:
        late = late_changes.with_redefined(late, rows, launched, known)
    may = {
        "add": policies.target.allows(request.member, "add"),
        "edit": policies.target.allows(request.member, "edit"),
        "remove": policies.target.allows(request.member, "remove"),
    }
    slug = request.workspace.slug
    context = frame.context(request, campaign, "targets", may_enter=may["add"]) | {
        "targets": [target_row(each, stands[each.pk], late, slug) for each in rows],
        "gone": late_changes.gone(late, {each.pk for each in rows}),
        "may": may,
        "locked": locked,
    }
    return render(request, "campaigns/metrics/targets.html", context)


def target_row(target, stands, late, slug):
    unit, currency = target.unit, target.currency
    words, tone, icon = showing.judged(
        stands.judgement,
        target.metric.direction,
        is_apart=stands.is_apart,
        is_elsewhere=stands.is_elsewhere,
    )
    campaign = target.campaign
    planned, came = decimals_of(target, stands)

    def said(amount):
        return showing.amount(amount, unit, currency, planned)

    def measured(amount):
        """What came in, in the unit of the metric; its target may be in another one."""
        return showing.amount(amount, target.metric.unit, currency, came)

    return SimpleNamespace(
        target=target,
        label=target.metric.label,
        place=target.channel.name if target.channel else _("The whole campaign"),
        baseline=said(target.baseline),
        aim=said(target.target),
        due=paths.due_on(target),
        value=showing.shown(stands.value, came),
        missing=showing.why(stands.value),
        expected=said(in_wholes(stands.expected, unit)),
        day=stands.day,
        judged=words,
        tone=tone,
        icon=icon,
        spark=spark(target, stands, measured),
        course=[
            (day(when), measured(amount), said(in_wholes(path, unit)))
            for when, amount, path in stands.course
        ],
        unit=Unit(unit).label if stands.is_apart else "",
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


def decimals_of(target, stands):
    """(decimals of what is aimed at, decimals of what came in): the same where they compare."""
    aims = [target.baseline, target.target, in_wholes(stands.expected, target.unit)]
    aims += [in_wholes(path, target.unit) for _when, _amount, path in stands.course]
    came = [stands.value.amount, *(amount for _when, amount, _path in stands.course)]
    told = [
        [Value(amount, unit, target.currency) for amount in amounts]
        for amounts, unit in ((aims, target.unit), (came, target.metric.unit))
    ]
    if stands.is_apart:
        return [showing.decimals_of(values) for values in told]
    return [showing.decimals_of(chain(*told))] * 2


def spark(target, stands, measured):
    points = [
        charts.Point(day(when), amount, measured(amount)) for when, amount, _path in stands.course
    ]
    goals = [path for _when, _amount, path in stands.course]
    title = _("%(metric)s until %(day)s: %(value)s, by the path %(expected)s") % {
        "metric": target.metric.label,
        "day": day(stands.day),
        "value": measured(stands.value.amount),
        "expected": measured(in_wholes(stands.expected, target.metric.unit)),
    }
    return charts.spark(points, title=title, goals=goals)


@policies.numbers.opens("view", **CAMPAIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, campaign):
    """A new target of the campaign, or of one of its channels."""
    policies.target.demand(request.member, "add")
    locked = aiming.is_locked(campaign)
    form = TargetForm(request.POST or None, campaign=campaign, locked=locked)
    if lists_months(request):
        return page(request, campaign, unsaid(form), None)
    if request.method == "POST" and attempt(
        form, lambda typed: aiming.aim(campaign, by=request.member, **typed)
    ):
        tell(request, campaign, _("The target is set"), locked)
        return redirect(next_page(request, campaign))
    if gate.way_back(request, campaign):
        form.fields["is_primary"].initial = True
    return page(request, campaign, form, None)


@policies.target.opens("edit", **TARGET)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, target):
    """Change a target; after the launch with a reason that stays."""
    campaign = target.campaign
    locked = aiming.is_locked(campaign)
    form = TargetForm(request.POST or None, campaign=campaign, target=target, locked=locked)
    if lists_months(request):
        return page(request, campaign, unsaid(form), target)
    if request.method == "POST":
        version = version_of(request)
        if attempt(
            form,
            lambda typed: aiming.edit(target, by=request.member, version=version, **typed),
        ):
            tell(request, campaign, _("The target is changed"), locked)
            return redirect(next_page(request, campaign))
    return page(request, campaign, form, target)


def lists_months(request):
    """Whether the form only asks for the months between the days that are typed in it."""
    return request.method == "POST" and "list_months" in request.POST


def unsaid(form):
    """The form as it is typed, with nothing said of what is not finished yet."""
    form.is_valid()
    form.errors.clear()
    form.problems = {}
    return form


def tell(request, campaign, said, locked):
    """Say it; with the way back, as long as the campaign has not gone live."""
    revision = getattr(request.member, "newest", None)
    undo = "" if locked or revision is None else undo_url(request, campaign, revision)
    messages.success(request, said, extra_tags=undo)


def undo_url(request, campaign, revision):
    return address("undo", campaign, request.workspace.slug, revision=revision)


def next_page(request, campaign):
    """The targets, or the gate for whoever came from there to mend something."""
    targets = address("targets", campaign, request.workspace.slug)
    return gate.way_back(request, campaign) or targets


def page(request, campaign, form, target):
    context = frame.context(request, campaign, "targets", may_enter=True) | {
        "form": form,
        "months": form.months_table(),
        "last_month": last_month(form),
        "restated": target and restated(target),
        "target": target,
        "version": target and version_shown(form, target),
        "back": address("targets", campaign, request.workspace.slug),
        "remove_form": RemoveTarget() if target else None,
        "locked": "why" in form.fields,
        "remove_url": target
        and address("remove_target", campaign, request.workspace.slug, target=target.pk),
    }
    return render(request, "campaigns/metrics/target.html", context, status=status_of(form))


def restated(target):
    """Why a target is said anew, with what it was; empty for one in the unit of its metric."""
    if target.unit == target.metric.unit:
        return ""
    return _("It was %(amount)s, in %(before)s. Its metric is in %(now)s now: say it anew.") % {
        "amount": showing.amount(target.target, target.unit, target.currency),
        "before": Unit(target.unit).label,
        "now": target.metric.get_unit_display(),
    }


def last_month(form):
    """The day on which the target itself is due, for the last line of the table."""
    due = form.day_of("due_on") or form.campaign.ends_on
    return day(due) if due else ""


@policies.target.opens("remove", **TARGET)
@require_POST
def remove(request, target):
    """Take a target away."""
    locked = aiming.is_locked(target.campaign)
    form = RemoveTarget(request.POST)
    if not form.is_valid():
        raise Invalid.of(form)
    why = form.cleaned_data["why"]
    aiming.remove(target, by=request.member, version=version_of(request), why=why)
    tell(request, target.campaign, _("The target is gone"), locked)
    return redirect(address("targets", target.campaign, request.workspace.slug))
