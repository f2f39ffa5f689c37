"""Leads: 25,000 from a file, and the first screen of their list at ten thousand as at ten."""

import time

from django.core.files.base import ContentFile

from campaigns.brief import actions as brief
from campaigns.leads.actions import bringing
from campaigns.leads.imports import actions as imports
from campaigns.leads.models import LeadImport
from teams.models import Member
from tests.bench import meter
from tests.bench.meter import Browser
from workspace.kernel import scope

ROWS = 25_000
SECONDS = 60
FEW, MANY = 10, 10_000
HEADINGS = "Id,Name,Email,Phone,Company,Status,Value,Currency,utm_source,utm_medium"


def measure(figures, plans, rounds):
    plan = plans["one"]
    with scope.of(plan.workspace.pk):
        figures.amount(f"import of {ROWS} leads", bring_in(plan, "LEADS"), "s", SECONDS)
        figures.amount(f"import of {ROWS} leads, again", bring_in(plan, "LEADS"), "s", SECONDS)
        lists = [listed(plan, number) for number in (FEW, MANY)]
    browser = Browser(plan.reader)
    few, many = (lambda a=a: browser.get(a) for a in lists)
    compared = meter.compare(many, few, rounds=rounds)
    figures.ratio(f"leads, first screen of {MANY} beside {FEW}", *compared, 2)


def campaign_of(plan, key):
    found = type(plan.campaign).objects.filter(key=key).first()
    return found or brief.create(plan.workspace.pk, by=plan.reader, key=key, name=key.title())


def text_of(rows):
    lines = (
        f"{n},Lead {n},lead{n}@x{n % 900}.example,+49 30 {1_000_000 + n},Company {n % 900},"
        f"{('New', 'MQL', 'SQL', 'Opportunity', 'Customer')[n % 5]},{n % 500}.50,EUR,website,cpc"
        for n in range(rows)
    )
    return "\n".join([HEADINGS, *lines])


def bring_in(plan, key):
    """Seconds from the file to all of its leads standing in the list."""
    upload = ContentFile(text_of(ROWS).encode(), name="leads.csv")
    # Only who sees leads brings files of them in.
    by = Member.objects.active().filter(role="manager").earliest("pk")
    began = time.perf_counter()
    imp = imports.start(campaign_of(plan, key), by=by, upload=upload)
    imp = imports.run(imp, version=imp.version)
    rows = LeadImport.objects.select_related("campaign__workspace", "workspace", "by__user")
    imports.carry_out(rows.get(pk=imp.pk))
    done = LeadImport.objects.get(pk=imp.pk)
    if done.state != LeadImport.State.DONE:
        raise RuntimeError(done.failure)
    return round(time.perf_counter() - began, 1)


def listed(plan, number):
    campaign = campaign_of(plan, f"LIST{number}")
    rows = [{"external_id": f"{campaign.key}{n}", "name": f"Lead {n}"} for n in range(number)]
    bringing.bring(campaign, rows, by=plan.reader, source="bench")
    return f"/w/{plan.workspace.slug}/c/{campaign.key}/leads/"
