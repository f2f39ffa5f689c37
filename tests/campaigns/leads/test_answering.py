"""What customers say reaches marketing, and what marketing makes of it reaches the rep."""

from datetime import timedelta

import pytest

from campaigns.leads import queries
from campaigns.leads.actions import answering, deciding, erasing, quoting
from campaigns.leads.models import Answered
from campaigns.plan import actions as plan
from campaigns.plan.models import Item
from workspace.kernel import clock
from workspace.kernel.refusals import Conflict, Invalid, Refusal
from workspace.kernel.streams.models import Event


@pytest.fixture
def rep(person):
    return person("sales", name="Mei Lin")


@pytest.fixture
def webinar(touchpoint):
    return touchpoint("Webinar", "Consideration")


@pytest.fixture
def rejected(lead, rep, reason, webinar):
    """`rejected(3)`: so many leads of the webinar, rejected by the rep for their role."""

    def make(number, at=None):
        made = [lead(touchpoint=at or webinar) for _each in range(number)]
        for each in made:
            deciding.reject(each, by=rep, reason=reason("wrong_role"))
        return made

    return make


def test_a_quote_stands_at_the_touchpoint_its_lead_came_from(lead, rep, webinar):
    said = quoting.quote(lead(touchpoint=webinar), by=rep, body=" Too  dear ", theme="price")

    assert (said.body, said.theme, said.touchpoint, said.by) == ("Too dear", "price", webinar, rep)


@pytest.mark.parametrize(("body", "theme"), [("", "price"), ("Too dear", "weather")])
def test_a_quote_has_words_and_a_theme(lead, rep, body, theme):
    with pytest.raises(Invalid):
        quoting.quote(lead(), by=rep, body=body, theme=theme)


def test_an_answer_to_a_reason_is_to_all_its_rejections(
    campaign, rejected, reason, webinar, touchpoint, person, rep
):
    leads = rejected(3)
    rejected(2, at=touchpoint("Events", "Awareness"))

    answer = answering.answer_reason(
        campaign, webinar, reason("wrong_role"), by=person("member"), decision="Ask for the role"
    )

    assert {told.lead for told in answer.leads.all()} == set(leads)
    assert {told.rep for told in answer.leads.all()} == {rep}


def test_an_answer_can_make_an_item_at_the_touchpoint(campaign, rejected, reason, webinar, person):
    rejected(1)

    answer = answering.answer_reason(
        campaign, webinar, reason("wrong_role"), by=person("member"), title="New form"
    )

    assert (answer.item.title, answer.item.channel, answer.item.stage) == (
        "New form",
        webinar.channel,
        webinar.stage,
    )


def test_an_answer_names_an_item_of_its_own_campaign(campaign, plan, lead, rep, person, workspace):
    [item] = plan("Landing page")
    quote = quoting.quote(lead(), by=rep, body="Too dear", theme="price")

    answer = answering.answer_quotes(campaign, [quote], by=person("member"), item=item)

    quote.refresh_from_db()
    assert quote.answer == answer
    assert (answer.item, answer.theme) == (item, "price")


def test_an_answer_says_or_does_something(campaign, lead, rep, person):
    quote = quoting.quote(lead(), by=rep, body="Too dear", theme="price")

    with pytest.raises(Invalid):
        answering.answer_quotes(campaign, [quote], by=person("member"), decision=" ")


def test_there_is_nothing_to_answer_where_nobody_rejected(campaign, webinar, reason, person):
    with pytest.raises(Refusal):
        answering.answer_reason(campaign, webinar, reason(), by=person("member"), decision="Yes")


def test_a_rep_is_told_until_they_have_seen_it(
    campaign, rejected, lead, reason, webinar, person, rep
):
    rejected(6)
    quote = quoting.quote(lead(touchpoint=webinar), by=rep, body="Too dear", theme="price")
    marketer = person("member")
    answering.answer_reason(campaign, webinar, reason("wrong_role"), by=marketer, decision="Ask")
    answering.answer_quotes(campaign, [quote], by=marketer, title="Price page")

    news = queries.news_for(rep)

    assert (news.rejections, news.quotes, len(news.answers)) == (6, 1, 2)
    assert queries.news_for(marketer) is None
    answering.see(by=rep)
    assert queries.news_for(rep) is None


def test_everybody_is_told_who_passed_on_what_was_answered(campaign, lead, person):
    """Two reps heard the same customer, and a third one somebody who was erased since."""
    first, second, third = (person("sales", name=name) for name in ("Ada", "Bo", "Cy"))
    manager, one, other = person("manager"), lead(), lead()
    quotes = [
        quoting.quote(each, by=rep, theme="price", body="Too dear")
        for each, rep in ((one, first), (one, second), (one, second), (other, third))
    ]
    erasing.erase(other, by=manager, why="They asked for it")

    made = answering.answer_quotes(campaign, quotes, by=manager, decision="A smaller plan")

    told = [queries.news_for(rep) for rep in (first, second, third)]
    assert [(news.quotes, news.answers) for news in told] == [(1, [made])] * 3


def test_nobody_undoes_a_rejection_that_marketing_answered(
    campaign, rejected, reason, webinar, person, rep
):
    [lead] = rejected(1)
    answering.answer_reason(
        campaign, webinar, reason("wrong_role"), by=person("member"), decision="A"
    )

    with pytest.raises(Conflict):
        deciding.undo(lead, by=rep)


def test_events_do_not_say_what_customers_said(campaign, lead, rep, person):
    quote = quoting.quote(lead(), by=rep, body="CANARY", theme="price")
    answering.answer_quotes(campaign, [quote], by=person("member"), decision="CANARY")

    events = Event.objects.filter(verb__in=("lead.quoted", "answer.added"))
    assert [event.audience for event in events] == ["team", "team"]
    assert "CANARY" not in str(list(events.values()))
    assert Answered.objects.count() == 1


def test_an_answer_says_what_its_item_was_when_the_trash_is_emptied(
    campaign, lead, rep, person, signed_in
):
    said = quoting.quote(lead(), by=rep, body="Too dear", theme="price")
    answer = answering.answer_quotes(campaign, [said], by=person("member"), title="A smaller plan")
    plan.trash(campaign, [answer.item.pk], by=person("member"))

    plan.purge(campaign, now=clock.now() + timedelta(days=31))

    assert not Item.objects.exists()
    told = signed_in(rep).get("/w/acme/inbox/").content.decode()
    assert f'href="/w/acme/c/SPRING/verdict/#answer-{answer.pk}">A smaller plan</a>' in told
