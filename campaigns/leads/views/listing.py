"""Lists of leads: of one campaign and over all of them, as pages and as files."""

from types import SimpleNamespace

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.brief import policies as brief
from campaigns.brief.models import Campaign
from campaigns.journey.models import Touchpoint
from campaigns.leads import exports, filters, masking, policies, rows
from campaigns.leads import forms as typed
from campaigns.leads.actions import looking
from campaigns.leads.models import Lead, RejectionReason
from campaigns.leads.views import frame
from campaigns.plan.addresses import address
from campaigns.plan.views.bar import field
from campaigns.plan.views.exports import download


@brief.campaign.opens("view", key__iexact="campaign")
@require_safe
def of_campaign(request, campaign):
    """The leads of one campaign, newest first, a window at a time."""
    leads = visible(request).filter(campaign=campaign)
    context = frame.of_campaign(request, campaign, "leads")
    csv = address("export_campaign_leads", campaign, request.workspace.slug)
    return page(request, leads, context, csv, campaign)


@policies.lead.opens("view")
@require_safe
def of_workspace(request, workspace):
    """The leads of all campaigns."""
    context = frame.of_workspace(request, "all_leads")
    csv = reverse("export_leads", kwargs={"workspace": workspace.slug})
    return page(request, visible(request), context, csv)


def visible(request):
    """The leads of a campaign are the team's, whoever else may see the campaign."""
    policies.lead.demand(request.member, "view")
    return policies.lead.visible_to(request.member)


def page(request, leads, context, csv, campaign=None):
    reader = request.member
    wanted = filters.read(request.GET, reader)
    found = rows.asked(leads, wanted, reader)
    before = request.GET.get("before", "")
    before = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    shown, more = rows.window(found, reader, request.workspace.slug, before)
    who = [row.id for row in shown if not row.face.is_erased]
    of = {"campaign": [campaign.key]} if campaign else {}
    looking.listed(who, by=reader, wanted={"list": True} | wanted.without_words() | of)
    context |= {
        "rows": shown,
        "more_url": f"?{wanted.query()}&before={more}".replace("?&", "?") if more else "",
        "masked": not masking.sees(reader),
        "behind": wanted.behind,
    }
    if before and request.htmx:
        return render(request, "campaigns/leads/leads.html#window", context)
    count = found.order_by().count()
    context |= {
        "count": count,
        "filters": bar(request, wanted, campaign),
        "csv_url": f"{csv}?{wanted.query()}" if wanted.active else csv,
    }
    return render(request, "campaigns/leads/leads.html", context)


def bar(request, wanted, campaign):
    """The filter bar; who sees leads masked is not offered to look for words."""
    fields = [
        field("state", _("State"), wanted.state, Lead.State.choices),
        field("standing", _("Waiting"), wanted.standing, standings(), multiple=False),
        field("owner", _("Owner"), wanted.owner, [("me", _("Me")), *named(typed.people())],
              _("Nobody")),
        field("touchpoint", _("Touchpoint"), wanted.touchpoint, places(campaign), _("None")),
        field("reason", _("Reason"), wanted.reason, reasons()),
        field("source", _("Source"), wanted.source, [(name, rows.source(name))
                                                      for name in filters.SOURCES]),
    ]  # fmt: skip
    if campaign is None:
        fields.insert(3, field("campaign", _("Campaign"), wanted.campaign, campaigns(request)))
    return {
        "action": "",
        "text": wanted.text,
        "wordless": not masking.sees(request.member),
        "find": _("Find a lead"),
        "active": wanted.active,
        "clear_url": request.path,
        "hidden": wanted.behind.pairs if wanted.behind else [],
        "fields": fields,
    }


def standings():
    return [("", _("All")), ("waiting", _("Waiting for sales")), ("overdue", _("Over the time"))]


def named(found):
    return [(str(row.pk), str(row)) for row in found]


def campaigns(request):
    return named(Campaign.objects.visible_to(request.member).order_by("name", "pk"))


def reasons():
    return named(RejectionReason.objects.order_by("position", "pk"))


def places(campaign):
    if campaign is not None:
        return named(typed.touchpoints(campaign))
    found = Touchpoint.objects.select_related("channel", "stage", "campaign")
    ordered = found.order_by("campaign__key", "channel__position", "stage__position")[:200]
    return [(str(place.pk), f"{place.campaign.key}: {place}") for place in ordered]


@brief.campaign.opens("view", key__iexact="campaign")
@require_safe
def campaign_csv(request, campaign):
    """The leads that the filters show, as a file; it is noted who took it."""
    leads = visible(request).filter(campaign=campaign)
    return as_csv(request, leads, campaign.key.lower(), {"campaign": [campaign.key]})


@policies.lead.opens("export")
@require_safe
def workspace_csv(request, workspace):
    return as_csv(request, visible(request), workspace.slug, {})


def as_csv(request, leads, name, of):
    reader = request.member
    policies.lead.demand(reader, "export")
    wanted = filters.read(request.GET, reader)
    table = exports.table(rows.asked(leads, wanted, reader), reader)
    pks = [number for number, *_more in table.rows]
    looking.exported(pks, by=reader, wanted=wanted.without_words() | of)
    # The file is called after what it holds the leads of.
    of = SimpleNamespace(key=f"{name}-leads")
    return download(of, exports.as_csv(table), "text/csv; charset=utf-8", "csv")
