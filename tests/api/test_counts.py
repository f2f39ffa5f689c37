"""Every list takes as many statements for twenty furnished rows as for one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.brief.actions import sharing
from campaigns.calendar.actions import feeds, overlays
from campaigns.history import actions as history
from campaigns.leads.actions import bringing, forms, looking
from campaigns.leads.imports import actions as lead_imports
from campaigns.metrics import standard
from campaigns.metrics.intake import calls
from campaigns.patterns.actions import templates
from campaigns.plan import actions, files
from campaigns.plan.imports import actions as imports
from campaigns.plan.models import Channel, Stage
from teams.actions import groups, invitations
from tests import furniture
from workspace.kernel import clock

LISTS = {
    "items/": 6,
    "campaigns/SPRING/items/": 7,
    "campaigns/SPRING/trash/": 7,
    "campaigns/SPRING/events/": 3,
    "campaigns/SPRING/people/": 3,
    "campaigns/SPRING/imports/": 3,
    "campaigns/SPRING/links/": 3,
    "campaigns/SPRING/baselines/": 3,
    "campaigns/SPRING/leads/": 5,
    "leads/": 4,
    "leads/duplicates/": 6,
    "leads/log/": 2,
    "campaigns/SPRING/lead-imports/": 3,
    "campaigns/SPRING/lead-forms/": 3,
    "campaigns/": 2,
    "portfolio/": 5,
    "items/{item}/comments/": 3,
    "items/{item}/checklist/": 3,
    "items/{item}/attachments/": 3,
    "items/{item}/events/": 3,
    "mentions/": 2,
    "channels/": 2,
    "stages/": 2,
    "labels/": 2,
    "members/": 2,
    "teams/": 2,
    "partners/": 2,
    "invitations/": 2,
    "workspace/events/": 2,
    "overlays/": 2,
    "feeds/": 2,
    "templates/": 2,
    "observations/": 2,
    "batches/": 2,
    "series/": 2,
}


@pytest.fixture
def furnished(campaign, person):
    """`furnished(n)` puts at least n rows into every list; returns an item that has n of each."""

    def furnish(number):
        busy = furniture.furnish(campaign, person, number)[0]
        thrown = furniture.furnish(campaign, person, number)
        actions.trash(campaign, [item.pk for item in thrown], by=person("member"))
        for index in range(number):
            add_to_everything(campaign, busy, person, index)
        return busy

    return furnish


def add_to_everything(campaign, item, person, index):
    workspace, admin, member = campaign.workspace, person("admin"), person("member")
    furniture.campaign(workspace, by=member, key=f"C{index + 10}")
    furniture.grant(campaign, person("guest", name=f"Guest {index}"))
    actions.comment(item, by=member, body=f"@{admin.name} {index}")
    actions.add_entry(item, by=member, text=f"Entry {index}")
    note = SimpleUploadedFile("note.txt", b"text")
    actions.attach(item, by=member, stored=files.store(note))
    actions.label_named(workspace.pk, f"Label {index}", by=member)
    Channel.objects.create(workspace=workspace, name=f"Channel {index}")
    Stage.objects.create(workspace=workspace, name=f"Stage {index}")
    groups.add_team(by=admin, name=f"Team {index}")
    groups.add_partner(by=admin, name=f"Partner {index}")
    plan = SimpleUploadedFile("plan.csv", b"Title,Due\r\nBrief,03/04/2026\r\n")
    sharing.share(campaign, by=member, name=f"Link {index}", days=7)
    history.name_plan(campaign, by=member, name=f"Baseline {index}")
    imports.start(campaign, by=member, upload=plan)
    bring_numbers(workspace, member, index)
    overlays.lay(workspace.pk, by=member, name=f"Calendar {index}", url="https://x.example/")
    feeds.make(by=admin)
    templates.save(campaign, by=member, name=f"Template {index}", launch=clock.now().date())
    bring_leads(campaign, admin, index)
    invitations.invite(workspace.pk, by=admin, email=f"guest{index}@agency.example")


def bring_leads(campaign, admin, index):
    """Two that are one person, a form and a file that they may have come by, and a look at one."""
    twins = [{"name": f"Lead {index}", "email": f"lead{index}@x.example"}] * 2
    made = bringing.bring(campaign, twins, by=admin, source="api").new
    looking.viewed(made[0], by=admin)
    forms.make(campaign, by=admin, name=f"Form {index}")
    contacts = SimpleUploadedFile("leads.csv", b"Name,Status\r\nAda,MQL\r\n")
    lead_imports.start(campaign, by=admin, upload=contacts)


def bring_numbers(workspace, member, index):
    """A number of a campaign of a tool that waits, in a batch of its own."""
    standard.furnish(workspace.pk)
    day = clock.now().date()
    row = calls.Row("clicks", day, 1_000_000, external_id=f"Tool {index}")
    calls.bring([row], by=member, source="tool")


@pytest.mark.parametrize("number", [1, 20])
def test_statements_do_not_grow_with_rows(number, furnished, caller, person):
    item = furnished(number)
    admin = caller(person("admin"))
    admin.get("me/")

    counted, shown = {}, {}
    for address in LISTS:
        with CaptureQueriesContext(connection) as statements:
            answer = admin.get(address.format(item=item.pk))
        counted[address] = len(statements)
        shown[address] = len(answer.json()["results"])

    assert counted == LISTS
    assert min(shown.values()) >= number
