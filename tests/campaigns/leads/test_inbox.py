"""The inbox page: what stands on it, for whom, in how many statements."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.leads import queries
from campaigns.leads.actions import merging
from campaigns.leads.models import Answer, Answered, Looked, Note, Touch
from campaigns.leads.queries import waiting
from teams.actions import members
from tests.campaigns.leads.conftest import INBOX
from tests.forgetting import forget
from workspace.kernel import clock


def furnish(lead, touchpoint, number, rep):
    made = []
    for place in range(number):
        due = clock.now() + timedelta(hours=place)
        each = lead(touchpoint=touchpoint("Webinar", "Purchase"), due_at=due, owner=rep)
        Touch.objects.create(
            workspace_id=each.workspace_id,
            lead=each,
            at=clock.now(),
            what="Came",
            channel=each.touchpoint.channel,
        )
        Note.objects.create(
            workspace_id=each.workspace_id, lead=each, body="Nice", created_at=clock.now()
        )
        made.append(each)
    return made


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner", 200), ("manager", 200), ("sales", 200), ("member", 403), ("guest", 403)],
)
def test_who_decides_has_an_inbox(signed_in, person, role, status):
    assert signed_in(person(role)).get(INBOX).status_code == status


@pytest.mark.parametrize(("remembered", "count"), [(False, 12), (True, 10)])
def test_it_asks_as_often_for_twenty_leads_as_for_one(
    browser, lead, touchpoint, rep, remembered, count
):
    """Session, reader and workspace are four of them."""

    def statements():
        if not remembered:
            forget()
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(INBOX).status_code == 200
        return len(asked)

    furnish(lead, touchpoint, 1, rep)
    browser.get(INBOX)
    for_one = statements()
    furnish(lead, touchpoint, 22, rep)

    assert (for_one, statements()) == (count, count)


def test_the_leads_after_the_first_come_in_as_many_statements_for_twenty_as_for_two(
    browser, lead, touchpoint, rep
):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(INBOX, headers={"HX-Request": "true"}).status_code == 200
        return len(asked)

    furnish(lead, touchpoint, 2, rep)
    browser.get(INBOX)
    for_two = statements()
    furnish(lead, touchpoint, 22, rep)

    assert (for_two, statements()) == (10, 10)


def test_the_most_pressing_comes_first_and_windows_follow_each_other(rep, lead):
    now = clock.now()
    late = [lead(due_at=now + timedelta(minutes=9 - place % 10)) for place in range(25)]
    without = [lead() for _each in range(5)]
    expected = [x.pk for x in sorted(late, key=lambda x: (x.due_at, x.pk))]
    expected += [x.pk for x in without]

    found, after = [], None
    for _window in range(9):
        leads, after = queries.window(rep, after=after, size=7)
        found += [each.pk for each in leads]
        if after is None:
            break
        after = queries.waiting.place_of(queries.waiting.place_as_text(*after))

    assert found == expected


def test_others_leads_are_not_in_the_way(rep, person, lead):
    mine, nobodys = lead(owner=rep), lead()
    theirs = lead(owner=person("sales", name="Jonas"))

    def shown(whose):
        return {each.pk for each in queries.window(rep, whose)[0]}

    assert shown("ours") == {mine.pk, nobodys.pk}
    assert shown("mine") == {mine.pk}
    assert shown("all") == {mine.pk, nobodys.pk, theirs.pk}


@pytest.mark.parametrize("role", ["sales", "member"])
def test_the_leads_of_who_left_or_has_no_inbox_are_not_out_of_sight(rep, person, lead, role):
    theirs = lead(owner=person(role, name="Jonas"))
    jonas = theirs.owner
    before = {each.pk for each in queries.window(rep)[0]}
    members.remove(jonas, by=person("owner"), version=jonas.version)

    assert before == ({theirs.pk} if role == "member" else set())
    assert [each.pk for each in queries.window(rep)[0]] == [theirs.pk]
    assert queries.count(rep) == (1, 0)
    assert queries.count(rep, "mine") == (0, 0)


def test_an_inbox_shows_the_promise_the_touches_the_notes_and_the_clock(
    browser, lead, touchpoint, rep
):
    furnish(lead, touchpoint, 1, rep)
    touchpoint("Webinar", "Purchase").__class__.objects.update(promise="A call with an engineer")

    page = browser.get(INBOX).content.decode()

    for words in (
        "A call with an engineer",
        "Came",
        "Nice",
        "Spring launch",
        "Webinar",
        "Purchase",
    ):
        assert words in page


@pytest.mark.parametrize("others", [0, 1])
def test_what_was_merged_into_a_lead_tells_of_it_in_the_inbox_too(
    browser, lead, touchpoint, rep, others
):
    """The moments and notes of a duplicate, and of one that was merged into that before."""
    kept, gone, first = (lead() for _each in range(3))
    for each, word in ((gone, "Fair"), (first, "Webinar")):
        told = {"workspace_id": each.workspace_id, "lead": each}
        Touch.objects.create(at=clock.now(), what=f"{word} touch", **told)
        Note.objects.create(body=f"{word} note", created_at=clock.now(), **told)
    merging.merge(gone, first, by=rep)
    merging.merge(kept, gone, by=rep)
    for _each in range(others):
        lead()

    page = browser.get(INBOX, headers={"HX-Request": "true"}).content.decode()
    alone = browser.get(f"/w/acme/leads/{kept.pk}/").content.decode()

    for word in ("Fair touch", "Webinar touch", "Fair note", "Webinar note"):
        assert (word in page, word in alone) == (True, True)


def test_the_page_has_the_first_lead_and_asks_for_the_others(browser, lead):
    first, second = lead(), lead()

    page = browser.get(INBOX).content.decode()
    window = browser.get(f"{INBOX}?known={first.pk}", headers={"HX-Request": "true"})

    assert [f'id="row-{each.pk}"' in page for each in (first, second)] == [True, True]
    assert [f'id="lead-{each.pk}"' in page for each in (first, second)] == [True, False]
    more = window.content.decode()
    assert [f'id="row-{each.pk}"' in more for each in (first, second)] == [True, True]
    assert [f'id="lead-{each.pk}"' in more for each in (first, second)] == [False, True]


def test_what_is_read_anew_holds_what_marketing_answered(browser, lead, rep, campaign, reason):
    fragment = {"headers": {"HX-Request": "true"}}
    before = browser.get(INBOX, **fragment).content.decode()
    rejected = lead("rejected", reason=reason())
    of = {"workspace_id": campaign.workspace_id}
    answer = Answer.objects.create(
        campaign=campaign, decision="We ask for the role now", at=clock.now(), **of
    )
    Answered.objects.create(answer=answer, lead=rejected, rep=rep, **of)

    after = browser.get(INBOX, **fragment).content.decode()

    assert 'data-told=""' in before
    assert f'data-told="{answer.pk}.1"' in after
    assert "We ask for the role now" in after


def test_a_lead_that_waits_far_down_is_opened_when_it_is_asked_for(browser, lead, rep, person):
    [lead(due_at=clock.now()) for _each in range(waiting.WINDOW)]
    last = lead(due_at=clock.now() + timedelta(days=9), owner=person("sales", name="Jonas"))

    page = browser.get(INBOX, {"lead": last.pk}).content.decode()

    assert f'id="lead-{last.pk}"' in page
    assert page.count("data-lead=") == waiting.WINDOW + 1


def test_a_lead_that_does_not_wait_is_not_opened(browser, lead):
    first, done = lead(), lead("accepted")

    page = browser.get(INBOX, {"lead": done.pk}).content.decode()

    assert f'id="lead-{first.pk}"' in page
    assert f'id="row-{done.pk}"' not in page


def test_being_shown_leads_is_noted(browser, lead, rep):
    [lead() for _each in range(3)]

    browser.get(INBOX)

    assert looks() == [(rep, 3)]


def looks():
    return [(look.member, look.count) for look in Looked.objects.order_by("pk")]


def marks_of(page):
    rows = re.findall(r'data-lead="(\d+)" data-mark="(\w+)"', page.content.decode())
    return ",".join(f"{pk}.{mark}" for pk, mark in rows)


def test_the_same_leads_are_not_noted_again_by_a_page_that_has_them(browser, lead, rep):
    [lead() for _each in range(3)]
    page = browser.get(INBOX)
    lead()

    for _time in range(2):
        page = browser.get(INBOX, {"seen": marks_of(page)}, headers={"HX-Request": "true"})

    assert looks() == [(rep, 3), (rep, 1)]


def test_nobody_sees_leads_unnoted_by_saying_that_they_know_them(
    browser, lead, rep, signed_in, person
):
    waits = [lead() for _each in range(3)]
    ids = ",".join(str(each.pk) for each in waits)
    colleague = person("sales", name="Jonas")
    theirs = marks_of(signed_in(colleague).get(INBOX))
    Looked.objects.all().delete()

    for made_up in (ids, f"{waits[0].pk}.", f"{waits[0].pk}.{'0' * 16}", theirs, "é.é"):
        browser.get(INBOX, {"known": ids, "seen": made_up}, headers={"HX-Request": "true"})

    assert looks() == [(rep, 3)] * 5


@pytest.mark.parametrize("after", ["x", ".", "1.", "99999999999999999999.3", "-1.4", ".²"])
def test_nonsense_in_the_address_is_no_error(browser, lead, after):
    lead()

    assert browser.get(INBOX, {"after": after, "lead": "x", "known": "y,²"}).status_code == 200
