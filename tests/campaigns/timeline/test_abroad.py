"""What waits in one campaign for another shows on its own timeline, and is drawn anew with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.plan import actions, exports, windows, working
from campaigns.plan.imports import actions as imports
from campaigns.plan.imports.reading.vendors import ROUNDTABLE_COLUMNS, ROUNDTABLE_REVISION
from campaigns.plan.models import Dependency, Item, Status
from campaigns.timeline import api, reading, reckoning
from tests import furniture
from workspace.kernel import outbox

HTMX = {"HX-Request": "true"}


@pytest.fixture
def by(person):
    return person("manager")


@pytest.fixture
def webinar(campaign, by):
    return actions.add(campaign, by=by, title="Webinar", due_on="2026-12-07")


@pytest.fixture
def autumn(workspace, by):
    return furniture.campaign(workspace, by=by, key="AUTUMN", name="Autumn fair")


@pytest.fixture
def stand(autumn, by, webinar):
    """The stand of the autumn fair waits for the webinar of the spring launch."""
    return actions.add(autumn, by=by, title="Stand", due_on="2026-12-08", waits_for=[webinar])


@pytest.fixture
def brought(autumn, by):
    """`brought(…)` brings one more row into the autumn fair, in a file like those from here."""

    def bring(**cells):
        row = [cells.get(name) for name in ROUNDTABLE_COLUMNS]
        headings = [*map(str, ROUNDTABLE_COLUMNS.values()), ROUNDTABLE_REVISION]
        data = exports.as_csv(exports.Table(headings, [[*row, 1]]))
        imp = imports.start(autumn, by=by, upload=SimpleUploadedFile("plan.csv", data))
        imports.run(imp, version=imp.version)

    return bring


def edited(item, by, **values):
    item = Item.objects.select_related("campaign").get(pk=item.pk)
    actions.edit(item, by=by, version=item.version, **values)
    outbox.dispatch()


def reckoned(campaign):
    calendars = working.calendars(campaign.workspace)
    return reckoning.of(campaign, windows.revision_of(campaign)[1], calendars)


def table(browser, key="AUTUMN"):
    return browser.get(f"/w/acme/c/{key}/timeline/?as=table").content.decode()


def test_what_moves_in_one_campaign_is_a_conflict_in_the_other(stand, webinar, autumn, by):
    before = reckoned(autumn).conflicts_of(stand.pk)

    edited(webinar, by, due_on="2026-12-10")

    [conflict] = reckoned(autumn).conflicts_of(stand.pk)
    assert before == []
    assert (conflict.link.earlier, conflict.by_days) == (webinar.pk, 3)


def test_the_timeline_and_its_table_say_it(stand, webinar, by, signed_in):
    edited(webinar, by, due_on="2026-12-10")
    browser = signed_in(by)

    page = browser.get("/w/acme/c/AUTUMN/timeline/").content.decode()
    twin = table(browser)

    sentence = "3 working days too early: “SPRING-1 Webinar” has to be done before it starts"
    assert sentence in page
    assert sentence in twin
    assert "SPRING-1 Webinar" in twin.split('class="waits"')[1].split("</td>")[0]


def test_a_guest_reads_that_there_is_something_and_not_what(
    stand, webinar, autumn, by, person, signed_in
):
    guest = person("guest")
    furniture.grant(autumn, guest)
    edited(webinar, by, due_on="2026-12-10")
    browser = signed_in(guest)

    pages = [browser.get("/w/acme/c/AUTUMN/timeline/").content.decode(), table(browser)]
    row = api.scheduled(stand.pk, reckoned(autumn), outside=True)

    assert all("an item of another campaign" in page for page in pages)
    assert not any("Webinar" in page or "SPRING" in page for page in pages)
    assert [each.link.earlier for each in row["conflicts"]] == [None]


def test_what_others_wait_for_has_only_as_much_slack_as_they_leave(stand, webinar, campaign, by):
    actions.add(campaign, by=by, title="Report", due_on="2026-12-18")
    before = reckoned(campaign).slack_of(webinar.pk)

    edited(stand, by, due_on="2026-12-10")

    assert (before, reckoned(campaign).slack_of(webinar.pk)) == (0, 2)


@pytest.mark.parametrize(
    "change", [{"due_on": "2026-12-04"}, {"title": "Talk"}, {"status": "done"}, {"start_on": None}]
)
def test_the_other_campaign_moves_on_by_what_it_shows_and_by_nothing_else(
    change, stand, webinar, autumn, by
):
    outbox.dispatch()
    reckoned(autumn)
    before = windows.revision_of(autumn)[1]

    edited(webinar, by, **change)

    moved_on = "start_on" not in change
    assert (windows.revision_of(autumn)[1] > before) == moved_on
    known = reckoned(autumn)
    reckoning.reckonings.clear()
    reckoning.newest.clear()
    fresh = reckoned(autumn)
    assert (known.abroad, known.conflicts_of(stand.pk)) == (
        fresh.abroad,
        fresh.conflicts_of(stand.pk),
    )


@pytest.mark.parametrize("status", ["todo", "done", "dropped"])
def test_a_link_of_a_new_item_is_seen_in_the_other_campaign_whatever_its_status(
    status, stand, webinar, campaign, autumn, by, brought
):
    outbox.dispatch()
    ways = [
        lambda: actions.add(autumn, by=by, title="Talk", status=status, waits_for=[webinar]),
        lambda: brought(title="Film", status=str(Status(status).label), waits_for="SPRING-1"),
    ]

    for add in ways:
        before = windows.revision_of(campaign)[1]
        add()
        outbox.dispatch()

        after = windows.revision_of(campaign)[1]
        newest = Dependency.objects.filter(waits_for=webinar).latest("pk").item
        assert (newest.status, after > before) == (status, True)
        assert Item.objects.get(pk=webinar.pk).face == after


def test_the_open_timeline_draws_it_anew(stand, webinar, autumn, by, signed_in):
    browser = signed_in(by)
    browser.get("/w/acme/c/AUTUMN/timeline/")
    outbox.dispatch()
    before = windows.revision_of(autumn)[1]

    edited(webinar, by, due_on="2026-12-10")
    answer = browser.get(f"/w/acme/c/AUTUMN/timeline/changes/?since={before}").json()

    [row] = answer["items"]
    assert (row["id"], answer["gone"]) == (stand.pk, [])
    assert "3 working days too early" in row["html"]


def binding(abroad):
    """All of what is abroad but when it was drawn last there."""
    return {pk: row._replace(face=0) for pk, row in abroad.rows.items()}, abroad.waits


def test_what_is_known_abroad_moves_along_to_what_reading_all_of_it_gives(
    stand, webinar, campaign, autumn, by
):
    fair = furniture.campaign(campaign.workspace, by=by, key="FAIR", name="Fair")
    booth = actions.add(fair, by=by, title="Booth", due_on="2026-12-04")
    steps = [
        lambda: edited(webinar, by, title="Online seminar"),
        lambda: edited(stand, by, waits_for=[webinar, booth]),
        lambda: edited(booth, by, due_on="2026-12-09", waits_for=[webinar]),
        lambda: edited(stand, by, due_on="2026-12-09"),
        lambda: edited(webinar, by, status="done"),
        lambda: actions.trash(campaign, [webinar.pk], by=by) and outbox.dispatch(),
        lambda: edited(booth, by, title="Stand"),
        lambda: actions.restore(campaign, [webinar.pk], by=by) and outbox.dispatch(),
        lambda: edited(stand, by, waits_for=[booth]),
        lambda: actions.trash(fair, [booth.pk], by=by) and outbox.dispatch(),
    ]

    for step in steps:
        step()
        for plan in (campaign, autumn):
            assert binding(reckoned(plan).abroad) == binding(reading.abroad(plan))


def test_what_is_linked_abroad_is_read_in_one_statement(stand, webinar, autumn, by):
    calendars = working.calendars(autumn.workspace)

    def statements():
        reckoning.reckonings.clear()
        reckoning.newest.clear()
        with CaptureQueriesContext(connection) as asked:
            reckoning.of(autumn, 99, calendars)
        return len(asked)

    few = statements()
    assert few == 3
    for number in range(20):
        actions.add(autumn, by=by, title=f"{number}", due_on="2026-12-08", waits_for=[webinar])

    assert statements() == few
