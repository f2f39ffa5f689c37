"""The dictionary of metrics: all of them, one of them, and the formula that is being typed."""

from types import SimpleNamespace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.metrics import formulas, policies, queries
from campaigns.metrics.actions import defining
from campaigns.metrics.forms import MetricForm
from campaigns.metrics.models import Aggregation, Definition, Direction, Target, Unit
from campaigns.plan.addresses import address
from teams.models import Member
from workspace.kernel.typed import attempt, status_of, version_of, version_shown

SIGNS = {"*": "×", "/": "÷", "-": "−", "+": "+"}
FIRST_TARGETS = 50


@policies.metric.opens("view")
@require_safe
def metrics(request, workspace):
    """All metrics in groups, as far as the words that are searched for are in them."""
    words = request.GET.get("q", "").replace("\x00", "").strip()
    known = queries.defined()
    owners = owner_names(known.values())
    counts = queries.target_counts()
    rows = [
        row(metric, known, owners, counts)
        for metric in known.values()
        if words.casefold() in searched(metric)
    ]
    context = {
        "groups": [group for group in groups(rows) if group["rows"]],
        "count": len(rows),
        "q": words,
        "may_add": policies.metric.allows(request.member, "add"),
        "waiting": queries.waiting(),
    }
    return render(request, "campaigns/metrics/metrics.html", context)


def searched(metric):
    names = (metric.name, metric.name_zh_hans, metric.name_zh_hant, metric.key, metric.explained)
    return " ".join(names).casefold()


def groups(rows):
    active = [each for each in rows if not each.metric.retired_at]
    return [
        {
            "key": "observed",
            "heading": _("Observed"),
            "text": _("Numbers that come in."),
            "rows": [each for each in active if not each.formula],
        },
        {
            "key": "derived",
            "heading": _("Reckoned"),
            "text": _("Ratios of sums, reckoned from what came in."),
            "rows": [each for each in active if each.formula],
        },
        {
            "key": "retired",
            "heading": _("Retired"),
            "text": _("No longer offered; their numbers stay."),
            "rows": [each for each in rows if each.metric.retired_at],
        },
    ]


def owner_names(metrics):
    pks = {metric.owner_id for metric in metrics} - {None}
    return Member.objects.in_bulk(pks) if pks else {}


def row(metric, known, owners, counts):
    return SimpleNamespace(
        metric=metric,
        owner=owners.get(metric.owner_id),
        formula=readable(metric.formula, known),
        made_of=[each.label for each in queries.made_of(metric.key, known)],
        targets=counts.get(metric.pk, 0),
    )


def readable(formula, known):
    """A formula with the names of its metrics: "Clicks ÷ Impressions"."""
    if not formula:
        return ""
    words = []
    for token in formulas.tokens(formula)[:-1]:
        if token.kind == "name":
            metric = known.get(token.text.lower())
            words.append(metric.label if metric else token.text)
        else:
            words.append(SIGNS.get(token.text, token.text))
    return " ".join(words).replace("( ", "(").replace(" )", ")")


@policies.metric.opens("add")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, workspace):
    """A metric of one's own."""
    form, made = MetricForm(request.POST or None), []
    if request.method == "POST" and attempt(
        form,
        lambda typed: made.append(defining.add(workspace.pk, by=request.member, **typed)),
    ):
        messages.success(request, _("“%(name)s” is defined") % {"name": made[0].label})
        return redirect("metric", workspace=workspace.slug, pk=made[0].pk)
    context = {"form": form, "keys": keys(), "said": None, "metric": None}
    return render(request, "campaigns/metrics/edit.html", context, status=status_of(form))


def keys():
    return [metric for metric in queries.defined().values() if metric.retired_at is None]


@policies.metric.opens("view", pk="pk")
@require_safe
def metric(request, metric):
    """One metric: what it means, what it meant before, and where it is used."""
    known = queries.defined()
    definitions = list(Definition.objects.filter(metric=metric).order_by("number"))
    campaigns = (
        Target.objects.filter(metric=metric)
        .select_related("campaign", "channel")
        .order_by("-campaign__starts_on", "pk")[:FIRST_TARGETS]
    )
    slug = request.workspace.slug
    context = {
        "metric": metric,
        "formula": readable(metric.formula, known),
        "owner": owner_names([metric]).get(metric.owner_id),
        "made_of": queries.made_of(metric.key, known),
        "targets": [(each, address("targets", each.campaign, slug)) for each in campaigns],
        "history": history(definitions, known),
        "may_edit": policies.metric.allows(request.member, "edit"),
        "may_retire": policies.metric.allows(request.member, "retire"),
    }
    return render(request, "campaigns/metrics/metric.html", context)


LABELS = {
    name: Definition._meta.get_field(name).verbose_name
    for name in ("unit", "aggregation", "direction", "formula", "meaning")
}
CODES = {"unit": Unit, "aggregation": Aggregation, "direction": Direction}


def history(definitions, known):
    """The definitions, newest first, each with what it changed of the one before."""
    told = []
    for before, now in zip([None, *definitions], definitions, strict=False):
        changes = [
            (LABELS[name], said(before, name, known), said(now, name, known))
            for name in LABELS
            if before is not None and getattr(before, name) != getattr(now, name)
        ]
        told.append(SimpleNamespace(definition=now, changes=changes))
    return told[::-1]


def said(definition, name, known):
    value = getattr(definition, name)
    if name in CODES:
        return CODES[name](value).label
    if name == "formula":
        return readable(value, known) or "–"
    return definition.explained or "–"


@policies.metric.opens("edit", pk="pk")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, metric):
    """Change a metric; the page says beforehand what makes a new definition."""
    form = MetricForm(request.POST or None, metric=metric)
    number, name = metric.number, metric.label
    if request.method == "POST":
        version = version_of(request)
        if attempt(
            form,
            lambda typed: defining.edit(metric, by=request.member, version=version, **typed),
        ):
            anew = metric.number != number
            messages.success(
                request,
                _("“%(name)s” has a new definition") % {"name": metric.label}
                if anew
                else _("“%(name)s” is changed") % {"name": metric.label},
            )
            return redirect("metric", workspace=request.workspace.slug, pk=metric.pk)
    context = {"form": form, "keys": keys(), "metric": metric, "name": name}
    context["version"] = version_shown(form, metric)
    return render(request, "campaigns/metrics/edit.html", context, status=status_of(form))


@policies.metric.opens("view")
@require_safe
def check_formula(request, workspace):
    """What a formula that is being typed means, or where it is wrong."""
    text = request.GET.get("formula", "")[:400]
    unit = request.GET.get("unit", "")
    known = queries.defined()
    context = {"formula_text": text.strip(), "error": "", "reads": ""}
    if text.strip():
        try:
            defining.try_out(
                text,
                unit=unit if unit in Unit.values else Unit.COUNT,
                key=request.GET.get("key", "")[:40],
                metrics=known,
            )
            context["reads"] = readable(text, known)
        except formulas.Unreadable as no:
            context["error"] = str(no)
    return render(request, "campaigns/metrics/edit.html#formula_said", context)


@policies.metric.opens("retire", pk="pk")
@require_POST
def retire(request, metric):
    defining.retire(metric, by=request.member, version=version_of(request))
    messages.success(request, _("“%(name)s” is retired") % {"name": metric.label})
    return redirect("metric", workspace=request.workspace.slug, pk=metric.pk)


@policies.metric.opens("retire", pk="pk")
@require_POST
def bring_back(request, metric):
    defining.bring_back(metric, by=request.member, version=version_of(request))
    messages.success(request, _("“%(name)s” is back") % {"name": metric.label})
    return redirect("metric", workspace=request.workspace.slug, pk=metric.pk)
