import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.brief.models import Campaign
from campaigns.plan import actions as plan_actions
from campaigns.plan.models import Dependency, Item
from campaigns.plan.moves import Notice
from tests import furniture
from workspace.kernel import outbox

HTMX = {"HX-Request": "true"}


def seal_in(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def address(item):
    return f"/w/acme/c/SPRING/items/{item.number}/move/"


def confirm(browser, item, **fields):
    """Ask, read the list, and confirm it."""
    listed = browser.post(address(item), fields, headers=HTMX).content.decode()
    answered = {"confirm": "all", "why": "The speaker is ill", **fields}
    return browser.post(address(item), {"seen": seal_in(listed), **answered}, headers=HTMX)


def test_a_date_that_hits_nobody_is_saved_and_can_be_undone(plan, person, signed_in):
    [brief] = plan("brief", due_on="2026-12-01")

    answer = signed_in(person("member")).post(
        address(brief), {"due_on": "2026-12-03"}, headers=HTMX
    )

    assert answer.status_code == 204
    assert "/undo/3/" in answer.headers["HX-Trigger"]
    assert Item.objects.get().due_on.isoformat() == "2026-12-03"


def test_the_list_says_what_would_move_and_saves_nothing(webinar, signed_in):
    answer = signed_in(webinar.mover).post(
        address(webinar.copy), {"due_on": "2026-12-04"}, headers=HTMX
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "3 items would move" in page
    assert page.index("SPRING-1") < page.index("SPRING-2") < page.index("SPRING-3")
    assert Item.objects.get(pk=webinar.copy.pk).due_on.isoformat() == "2026-12-02"


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("maintain", "what waits keeps its distance in working days"),
        ("consume", "what waits moves where it would be too early, and no further than it has to"),
        ("ignore", "what waits stays where it is"),
    ],
)
def test_the_list_says_which_rule_was_applied_in_which_campaign(
    webinar, autumn, person, signed_in, rule, sentence
):
    plan_actions.add(
        autumn, by=webinar.mover, title="Stand", due_on="2026-12-08", waits_for=[webinar.event]
    )
    Campaign.objects.filter(pk=webinar.campaign.pk).update(buffer_rule="consume")
    Campaign.objects.filter(pk=autumn.pk).update(buffer_rule=rule)

    page = signed_in(webinar.mover).post(
        address(webinar.copy), {"due_on": "2026-12-04"}, headers=HTMX
    )

    names = "Autumn fair, Spring launch" if rule == "consume" else "Autumn fair"
    assert f"{sentence} <small>({names})</small>" in page.content.decode()


def test_the_list_is_a_page_of_its_own_without_scripts(webinar, signed_in):
    page = signed_in(webinar.mover).post(address(webinar.copy), {"due_on": "2026-12-04"})

    assert '<dialog class="impact"' not in page.content.decode()
    assert 'name="confirm" value="all"' in page.content.decode()


def test_confirming_the_list_saves_it(webinar, signed_in):
    answer = confirm(signed_in(webinar.mover), webinar.copy, due_on="2026-12-04")

    assert answer.status_code == 204
    assert Item.objects.get(pk=webinar.event.pk).due_on.isoformat() == "2026-12-09"


def test_several_items_are_shifted_as_one_move(webinar, signed_in):
    fields = {"item": [webinar.copy.pk, webinar.page.pk], "days": "7"}
    browser = signed_in(webinar.mover)

    listed = browser.post("/w/acme/c/SPRING/move/", fields, headers=HTMX).content.decode()
    browser.post(
        "/w/acme/c/SPRING/move/",
        {**fields, "seen": seal_in(listed), "confirm": "all", "why": "A week later"},
        headers=HTMX,
    )

    days = Item.objects.order_by("number").values_list("due_on", flat=True)
    assert [day.isoformat() for day in days] == ["2026-12-09", "2026-12-11", "2026-12-14"]


@pytest.mark.parametrize(("role", "status"), [("sales", 403), ("guest", 403)])
def test_who_may_not_edit_may_not_move(role, status, webinar, person, signed_in):
    member = person(role)
    if role == "guest":
        furniture.grant(webinar.campaign, member)

    answer = signed_in(member).post(address(webinar.copy), {"due_on": "2026-12-04"}, headers=HTMX)

    assert answer.status_code == status


def test_who_is_hit_reads_it_at_the_top_of_my_work_and_answers(webinar, signed_in):
    confirm(signed_in(webinar.mover), webinar.copy, due_on="2026-12-04")
    bo = signed_in(webinar.bo)
    page = bo.get("/w/acme/").content.decode()

    bo.post(
        f"/w/acme/notices/{Notice.objects.get(member=webinar.bo).pk}/answer/",
        {"answer": "object", "word": "I am away"},
        headers=HTMX,
    )
    drawer = signed_in(webinar.ann).get("/w/acme/c/SPRING/items/1/", headers=HTMX)

    assert "Dates of yours were moved" in page
    assert "The speaker is ill" in page
    assert "Dates of yours were moved" not in bo.get("/w/acme/").content.decode()
    assert "I am away" in drawer.content.decode()
    assert "1 of 2 have not answered" in drawer.content.decode()


def test_nobody_answers_for_another(webinar, signed_in):
    confirm(signed_in(webinar.mover), webinar.copy, due_on="2026-12-04")
    notice = Notice.objects.get(member=webinar.bo)

    answer = signed_in(webinar.ann).post(
        f"/w/acme/notices/{notice.pk}/answer/", {"answer": "ok"}, headers=HTMX
    )

    assert answer.status_code == 404


def test_a_guest_who_is_hit_reads_only_of_their_own_campaign(webinar, autumn, person, signed_in):
    guest = person("guest")
    furniture.grant(autumn, guest)
    stand = plan_actions.add(
        autumn, by=webinar.mover, title="Stand", due_on="2026-12-08", assignees=[guest]
    )
    plan_actions.edit(stand, by=webinar.mover, version=1, waits_for=[webinar.event])
    confirm(signed_in(webinar.mover), webinar.copy, due_on="2026-12-04")

    page = signed_in(guest).get("/w/acme/").content.decode()

    assert "Stand" in page
    for hidden in ("Webinar", "SPRING", "Copy"):
        assert hidden not in page
    outbox.dispatch()
    [sent] = [each for each in mail.outbox if each.to == [guest.email]]
    assert "Stand" in sent.body
    assert "SPRING" not in sent.body


def test_each_person_gets_one_mail_for_the_whole_move(webinar, signed_in):
    confirm(signed_in(webinar.mover), webinar.copy, due_on="2026-12-04")

    outbox.dispatch()
    outbox.dispatch()

    assert sorted(each.to[0] for each in mail.outbox) == sorted(
        [webinar.ann.email, webinar.bo.email]
    )


def test_a_dependency_gets_its_kind_and_lag_in_the_drawer(webinar, signed_in):
    signed_in(webinar.mover).post(
        f"/w/acme/c/SPRING/items/{webinar.page.number}/waits/how/",
        {"waits_for": webinar.copy.pk, "kind": "SS", "lag": "2"},
        headers=HTMX,
    )

    row = Dependency.objects.get(item=webinar.page)
    assert (row.kind, row.lag) == ("SS", 2)


def test_what_is_no_longer_waited_for_loses_its_shape(webinar):
    page, by = webinar.page, webinar.mover
    shape = {str(webinar.copy.pk): ["SS", 2]}
    page = plan_actions.edit(page, by=by, version=page.version, waits_how=shape)
    page = plan_actions.edit(page, by=by, version=page.version, waits_for=[])

    plan_actions.undo(webinar.campaign, by.newest, by=by)

    row = Dependency.objects.get(item=page)
    assert (row.kind, row.lag) == ("SS", 2)


def test_my_work_asks_as_often_for_twenty_notices_as_for_one(webinar, signed_in):
    browser, bo = signed_in(webinar.mover), signed_in(webinar.bo)
    counts = []
    for number in range(20):
        confirm(browser, webinar.event, due_on=f"2026-12-{number + 10:02}")
        if number in {0, 19}:
            bo.get("/w/acme/")
            with CaptureQueriesContext(connection) as asked:
                bo.get("/w/acme/")
            counts.append(len(asked))

    assert counts[0] == counts[1]
