import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.insights import journey_moving
from campaigns.journey import actions as journey
from campaigns.leads.actions import bringing, deciding
from campaigns.leads.models import RejectionReason
from campaigns.metrics import standard
from campaigns.metrics.actions import Number, observe
from campaigns.plan import actions
from campaigns.plan.models import Channel, Item, Stage
from tests import furniture
from tests.forgetting import forget
from workspace.kernel.streams.models import Stream

MAP = "/w/acme/c/SPRING/touchpoints/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def mail(workspace):
    return Channel.objects.create(workspace=workspace, name="E-mail", position=1)


@pytest.fixture
def fair(workspace):
    return Channel.objects.create(workspace=workspace, name="Fair", position=2)


@pytest.fixture
def stages(workspace):
    return [
        Stage.objects.create(workspace=workspace, name=name, position=number)
        for number, name in enumerate(("Awareness", "Purchase"))
    ]


@pytest.fixture
def add(campaign, person):
    def put(title, channel=None, stage=None, **values):
        by = person("member")
        return actions.add(campaign, by=by, title=title, channel=channel, stage=stage, **values)

    return put


def cell(page, channel, stage):
    """The HTML of a cell."""
    key = f"{channel.pk if channel else 'none'}-{stage.pk if stage else 'none'}"
    return re.search(rf'<section class="cell[^>]*data-group="{key}".*?</section>', page, re.S)[0]


def page(browser, query=""):
    answer = browser.get(MAP + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_live_items_stand_where_they_meet_people(mail, fair, stages, add, person, signed_in):
    add("Invitation", mail, stages[0])
    add("Sent already", mail, stages[0], status="done")
    add("Stand", fair, stages[1])

    shown = page(signed_in(person("member")))

    there = cell(shown, mail, stages[0])
    assert ("Invitation" in there, "Sent already" in there) == (True, False)
    assert "1 of 2 done" in there
    assert "Stand" in cell(shown, fair, stages[1])
    assert "Nothing planned" in cell(shown, fair, stages[0])


def test_filters_narrow_the_map_as_every_view(mail, fair, stages, add, person, signed_in):
    add("Invitation", mail, stages[0])
    add("Stand", fair, stages[0], status="done")
    browser = signed_in(person("member"))

    assert "Stand" in page(browser, "?status=done")
    assert "Invitation" not in page(browser, "?q=stand")
    assert f'data-group="{fair.pk}-' not in page(browser, f"?channel={mail.pk}")


def test_a_cell_leads_to_the_other_views_filtered_by_it(mail, stages, add, person, signed_in):
    add("Invitation", mail, stages[0])

    there = cell(page(signed_in(person("member")), "?q=inv"), mail, stages[0])

    assert f"/list/?q=inv&amp;channel={mail.pk}&amp;stage={stages[0].pk}" in there


def test_channels_that_are_not_used_show_when_asked_for(mail, fair, stages, add, person, signed_in):
    add("Invitation", mail, stages[0])
    browser = signed_in(person("member"))

    usual, whole = page(browser), page(browser, "?rows=all")

    assert ("Show 1 more channel" in usual, f'data-group="{fair.pk}-' in usual) == (True, False)
    assert f'data-group="{fair.pk}-' in whole


def test_ownerless_and_crowded_cells_are_pointed_out(
    mail, fair, stages, add, campaign, person, signed_in
):
    for number in range(9):
        add(f"Mail {number}", mail, stages[0])
    for channel, stage in ((fair, stages[0]), (fair, stages[1])):
        add("One", channel, stage)
    journey.edit(campaign, fair, stages[0], by=person("member"), owner=person("member"))

    shown = page(signed_in(person("member")))

    assert "Crowded" in cell(shown, mail, stages[0])
    assert "No owner" in cell(shown, mail, stages[0])
    assert "No owner" not in cell(shown, fair, stages[0])
    assert "2 touchpoints without an owner" in shown


def test_items_without_a_channel_or_stage_have_a_place_to_be_moved_from(
    mail, stages, add, person, signed_in
):
    add("Somewhere", mail, stages[0])
    add("Nowhere")

    there = cell(page(signed_in(person("member"))), None, None)

    assert "Nowhere" in there
    assert 'data-fields="channel=none&amp;stage=none"' in there


def test_an_item_is_dropped_into_another_cell(mail, fair, stages, add, person, signed_in):
    item = add("Invitation", mail, stages[0])

    moved = signed_in(person("member")).post(
        f"/w/acme/c/SPRING/items/{item.number}/place/",
        {"channel": fair.pk, "stage": stages[1].pk, "version": item.version},
        headers=HTMX,
    )

    item.refresh_from_db()
    assert (moved.status_code, item.channel, item.stage) == (204, fair, stages[1])


def test_the_menu_moves_an_item_to_another_touchpoint(mail, fair, stages, add, person, signed_in):
    item = add("Invitation", mail, stages[0])
    sent = {"item": item.pk, "channel": fair.pk, "stage": stages[1].pk}
    browser = signed_in(person("member"))

    browser.post("/w/acme/c/SPRING/items/bulk/", {**sent, "status": "doing"}, headers=HTMX)
    item.refresh_from_db()
    unmoved = item.channel
    browser.post("/w/acme/c/SPRING/items/bulk/", {**sent, "set_place": "1"}, headers=HTMX)

    item.refresh_from_db()
    assert (unmoved, item.channel, item.stage, item.status) == (mail, fair, stages[1], "doing")


def test_changes_name_the_cell_of_what_moved_and_bring_all_heads(
    mail, fair, stages, add, campaign, person, signed_in
):
    stays, moves, ends = (add(name, mail, stages[0]) for name in ("Stays", "Moves", "Ends"))
    browser = signed_in(person("member"))
    page(browser)
    revision = Stream.objects.get(kind="campaign").revision
    by = person("member")
    actions.edit(moves, by=by, version=1, channel=fair)
    actions.edit(ends, by=by, version=1, status="done")
    journey.edit(campaign, mail, stages[0], by=by, promise="One mail a week")

    answer = browser.get(f"{MAP}changes/?since={revision}").json()

    assert [(each["id"], each["group"]) for each in answer["items"]] == [
        (moves.pk, f"{fair.pk}-{stages[0].pk}")
    ]
    assert (answer["gone"], stays.pk in answer["gone"]) == ([ends.pk], False)
    assert answer["counts"][f"{mail.pk}-{stages[0].pk}"] == 1
    assert "One mail a week" in answer["heads"][f"{mail.pk}-{stages[0].pk}"]


def test_a_guest_sees_items_owners_and_promises_but_no_numbers(
    mail, stages, add, campaign, person, signed_in
):
    from campaigns.leads.models import Lead

    add("Invitation", mail, stages[0])
    touchpoint = journey.edit(
        campaign, mail, stages[0], by=person("member"), promise="One mail", owner=person("sales")
    )
    Lead.objects.create(
        workspace=campaign.workspace,
        campaign=campaign,
        touchpoint=touchpoint,
        created_at=touchpoint.created_at,
    )
    furniture.grant(campaign, person("guest"))

    team, guest = (page(signed_in(person(role))) for role in ("sales", "guest"))

    assert ("Invitation" in guest, "One mail" in guest) == (True, True)
    assert ("cell-figures" in team, "cell-figures" in guest) == (True, False)
    assert "data-add-here" not in guest


def test_a_touchpoint_has_a_page_with_its_form_and_items(
    mail, stages, add, campaign, person, signed_in
):
    add("Invitation", mail, stages[0])
    own = f"{MAP}{mail.pk}/{stages[0].pk}/"
    browser, member = signed_in(person("member")), person("member")

    before = browser.get(own).content.decode()
    saved = browser.post(f"{own}edit/", {"owner": member.pk, "promise": "One mail", "version": 0})
    after = browser.get(own).content.decode()
    forbidden = signed_in(person("sales")).post(f"{own}edit/", {"promise": "Two"})
    missing = browser.get(f"{MAP}{mail.pk}/987654/")

    assert ("Invitation" in before, "One mail" in after) == (True, True)
    assert [each.status_code for each in (saved, forbidden, missing)] == [302, 403, 404]


def test_whoever_came_from_the_gate_goes_back_to_it(mail, stages, person, signed_in, campaign):
    own = f"{MAP}{mail.pk}/{stages[0].pk}/edit/?back=golive"

    saved = signed_in(person("member")).post(own, {"owner": person("member").pk})

    assert saved["Location"] == "/w/acme/c/SPRING/golive/#region"


def test_a_stranger_sees_no_map(campaign, mail, stages, person, signed_in):
    lost = signed_in(person("guest", name="Elsewhere"))

    for address in (MAP, f"{MAP}changes/", f"{MAP}{mail.pk}/{stages[0].pk}/"):
        assert lost.get(address).status_code == 404


@pytest.mark.parametrize("address", ["", "changes/?since=1", "{channel}/{stage}/"])
def test_a_page_asks_as_often_for_twenty_items_as_for_two(address, campaign, person, signed_in):
    browser = signed_in(person("manager"))
    furniture.furnish(campaign, person, 2)
    item = Item.objects.first()
    address = MAP + address.format(channel=item.channel_id, stage=item.stage_id)
    browser.get(address)
    counts = []
    for number in (0, 18):
        furniture.furnish(campaign, person, number)
        forget()
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_an_unchanged_map_asks_eight_times_at_most_and_is_not_sent_again(
    campaign, person, signed_in
):
    browser = signed_in(person("manager"))
    furniture.furnish(campaign, person, 20)
    first = browser.get(MAP)

    with CaptureQueriesContext(connection) as asked:
        browser.get(MAP)

    session_and_user = 2
    assert len(asked) <= session_and_user + 8
    assert browser.get(MAP, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_very_large_plan_comes_by_windows(campaign, mail, stages, person, signed_in):
    from campaigns.plan.actions import together
    from workspace.kernel import streams

    drafts = [{"title": f"N{n}", "channel": mail.pk, "stage": stages[n % 2].pk} for n in range(900)]
    with streams.record("campaign", campaign.pk, by=person("member")) as record:
        together.add_many(record, campaign, drafts)
    browser = signed_in(person("member"))

    shown = page(browser)
    more = re.search(r'data-more="([^"]+)"', shown)[1].replace("&amp;", "&")
    rest = browser.get(MAP + more, headers=HTMX).content.decode()

    assert shown.count("data-item=") == 16
    assert rest.count("data-item=") == 200
    assert "more=" in rest


def asked_after(browser, change):
    """The statements of a map after a change, beside those for session and user."""
    browser.get(MAP)
    change()
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(MAP).status_code == 200
    return len(asked) - 2


@pytest.fixture
def changes(campaign, person, workspace):
    """What can happen in a campaign of `number` items, leads and numbers: {name: do it}."""

    def furnished(number):
        standard.furnish(workspace.pk)
        furniture.furnish(campaign, person, number)
        by, sales = person("member"), person("sales")
        first = Item.objects.order_by("pk").first()
        touchpoint = journey.edit(campaign, first.channel, first.stage, by=by, promise="One")
        reason = RejectionReason.objects.create(workspace=workspace, key="bad_data")
        place = {"campaign_id": campaign.pk, "touchpoint_id": touchpoint.pk}

        def observed(*days):
            clicks = [Number("clicks", date(2026, 11, day), 10**6, **place) for day in days]
            observe(clicks, by=by, source="form")

        def rejected():
            waits = {"state": "mql", "accepted_at": None, "won_at": None}
            lead = furniture.lead(campaign, touchpoint=touchpoint, **waits)
            deciding.reject(lead, by=sales, reason=reason)

        observed(*range(1, number + 1))
        for _each in range(number):
            rejected()
        return {
            "an item": lambda: actions.edit(first, by=by, version=1, title="Anew"),
            "a number": lambda: observed(28),
            "a lead": rejected,
            "an owner": lambda: journey.edit(
                campaign, first.channel, first.stage, by=by, owner=sales
            ),
        }

    return furnished


@pytest.mark.parametrize("number", [1, 20])
@pytest.mark.parametrize(
    ("name", "most"), [("an item", 8), ("a number", 6), ("a lead", 8), ("an owner", 6)]
)
def test_a_map_asks_eight_times_at_most_after_whatever_changed(
    number, name, most, changes, person, signed_in
):
    change = changes(number)[name]

    assert asked_after(signed_in(person("manager")), change) == most


@pytest.mark.parametrize(("view", "most"), [("touchpoints", 17), ("board", 11), ("list", 11)])
def test_who_remembers_nothing_asks_no_more_than_this(
    view, most, changes, campaign, person, signed_in
):
    changes(2)
    browser, address = signed_in(person("manager")), f"/w/acme/c/SPRING/{view}/"
    browser.get(address)
    forget()

    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200

    session_and_user = 2
    assert len(asked) - session_and_user == most


def test_who_looked_long_ago_reads_all_anew(mail, stages, add, campaign, person, signed_in):
    add("Invitation", mail, stages[0])
    browser, by = signed_in(person("member")), person("member")
    page(browser)
    for number in range(journey_moving.MANY + 1):
        touchpoint = journey.edit(campaign, mail, stages[0], by=by, promise=f"{number} mails")

    assert touchpoint.promise in cell(page(browser), mail, stages[0])


def test_what_touchpoints_came_to_is_read_anew_when_numbers_or_leads_come_in(
    mail, stages, add, campaign, person, signed_in, workspace
):
    standard.furnish(workspace.pk)
    add("Invitation", mail, stages[0])
    by, browser = person("member"), signed_in(person("member"))
    touchpoint = journey.edit(campaign, mail, stages[0], by=by, promise="One mail")
    before = cell(page(browser), mail, stages[0])

    place = {"campaign_id": campaign.pk, "touchpoint_id": touchpoint.pk}
    observe([Number("clicks", date(2026, 11, 2), 7_000_000, **place)], by=by, source="form")
    measured = cell(page(browser), mail, stages[0])
    ada = {"name": "Ada", "touchpoint": touchpoint}
    bringing.bring(campaign, [ada], by=person("sales"), source="hand")
    told = cell(page(browser), mail, stages[0])

    assert ("Clicks" in before, "Clicks" in measured) == (False, True)
    assert ("<b>1</b> lead" in measured, "<b>1</b> lead" in told) == (False, True)
