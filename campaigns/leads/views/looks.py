"""The log of who saw, took out, removed or erased what says who leads are."""

from datetime import datetime, time, timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.leads import behind, filters, policies, rows
from campaigns.leads.forms import LookFilters
from campaigns.leads.views import frame
from campaigns.plan.exports import Table
from campaigns.plan.exports import as_csv as csv_of
from campaigns.plan.views.exports import download

PAGE = 100
MOST = 50_000
WORDS = {
    "list": lambda: _("List of leads"),
    "import": lambda: _("File"),
    "duplicates": lambda: _("Duplicates"),
    "inbox": lambda: _("Lead inbox"),
    "campaign": lambda: _("Campaign"),
    "state": lambda: _("State"),
    "standing": lambda: _("Waiting"),
    "touchpoint": lambda: _("Touchpoint"),
    "owner": lambda: _("Owner"),
    "source": lambda: _("Source"),
    "reason": lambda: _("Reason"),
    "text": lambda: _("by words"),
    "masked": lambda: _("Masked"),
    "counted": lambda: _("Counted"),
    "from": lambda: _("From"),
    "to": lambda: _("To"),
    "channel": lambda: _("Channel"),
}
MAY_BE_NONE = {"channel", "touchpoint", "owner"}
TONES = {
    "viewed": ("info", "eye"),
    "exported": ("warn", "download"),
    "erased": ("bad", "trash-2"),
    "removed": ("warn", "undo-2"),
}


@policies.look.opens("view")
@require_safe
def looks(request, workspace):
    """Newest first, a page at a time from `before` on."""
    form = LookFilters(request.GET or None)
    found = list(narrowed(request, form)[: PAGE + 1])
    context = frame.of_workspace(request, "looks") | {
        "looks": [told(look, workspace.slug) for look in found[:PAGE]],
        "form": form,
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "csv_query": request.GET.urlencode(),
    }
    return render(request, "campaigns/leads/looks.html", context)


def narrowed(request, form):
    wanted = form.cleaned_data if form.is_valid() else {}
    found = policies.look.visible_to(request.member)
    if wanted.get("what"):
        found = found.filter(what=wanted["what"])
    if wanted.get("person"):
        found = found.filter(member=wanted["person"])
    if wanted.get("lead"):
        found = found.at(wanted["lead"])
    if wanted.get("since"):
        found = found.filter(at__gte=start_of(wanted["since"]))
    if wanted.get("until"):
        found = found.filter(at__lt=start_of(wanted["until"] + timedelta(days=1)))
    if wanted.get("before"):
        found = found.filter(pk__lt=wanted["before"])
    return found.order_by("-pk")


def start_of(day):
    return timezone.make_aware(datetime.combine(day, time(0)))


def told(look, slug):
    tone, icon = TONES[look.what]
    return {
        "at": look.at,
        "who": look.member_name or _("Somebody"),
        "via": "" if look.via == "web" else look.via,
        "what": look.get_what_display(),
        "tone": tone,
        "icon": icon,
        "count": look.count,
        "lead": look.lead_id,
        "url": rows.address(look.lead_id, slug) if look.lead_id else "",
        "wanted": worded(look.wanted),
    }


def worded(wanted):
    """A filter or a reason in one line; databases keep the parts in an order of their own."""
    known = [name for name in WORDS if name in wanted]
    names = known + sorted(wanted.keys() - WORDS.keys())
    return " · ".join(filter(None, (told_of(name, wanted[name]) for name in names)))


def told_of(name, value):
    """One of the things that were asked for; what was not asked for is not told."""
    label = WORDS[name]() if name in WORDS else name
    if value is True or name == "inbox":
        return label
    values = value if isinstance(value, list) else [value or ""]
    said = ", ".join(value_of(name, str(each)) for each in values)
    return f"{label}: {said}" if said else ""


def value_of(name, value):
    if name == "counted" and value in behind.LABELS:
        return behind.LABELS[value]()
    return _("None") if value == filters.NONE and name in MAY_BE_NONE else value


@policies.look.opens("view")
@require_safe
def as_csv(request, workspace):
    found = narrowed(request, LookFilters(request.GET or None))[:MOST]
    headings = [_("When"), _("Who"), _("By way of"), _("What"), _("Leads"), _("Lead"), _("Details")]
    table = Table(headings, [cells(look) for look in found])
    workspace.key = f"{workspace.slug}-log-of-leads"
    return download(workspace, csv_of(table), "text/csv; charset=utf-8", "csv")


def cells(look):
    return [
        f"{timezone.localtime(look.at):%Y-%m-%d %H:%M}",
        look.member_name,
        look.via,
        str(look.get_what_display()),
        look.count,
        look.lead_id,
        worded(look.wanted),
    ]
