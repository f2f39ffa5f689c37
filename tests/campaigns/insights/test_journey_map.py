"""The touchpoints page: channels by stages, with their items and what came of them."""

from campaigns.journey import actions as journey
from campaigns.plan import actions
from tests import furniture
from tests.campaigns.insights.conftest import HTMX, MAP, cell, page
from workspace.kernel.streams.models import Stream


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


def test_a_stage_in_which_nothing_is_planned_takes_less_room(mail, stages, add, person, signed_in):
    add("Somewhere", mail, stages[1])

    shown = page(signed_in(person("member")))

    idle = {stage.name: f'<span class="is-idle">{stage.name}</span>' in shown for stage in stages}
    assert idle == {stage.name: stage != stages[1] for stage in stages}
    assert shown.count('<section class="stage is-idle"') == sum(idle.values())


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
