"""What reps decide, and that nobody decides what somebody decided before."""

from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.leads.actions import answering, bringing, deciding, editing
from campaigns.leads.models import Lead
from tests.at_once import at_once
from workspace.kernel import clock, scope
from workspace.kernel.refusals import Conflict, Invalid, Refusal
from workspace.kernel.streams.models import Event

SOON = date(2027, 1, 12)


@pytest.fixture
def rep(person):
    return person("sales", name="Mei Lin")


@pytest.fixture(autouse=True)
def _december():
    with clock.at(datetime(2026, 12, 1, 8, 0, tzinfo=UTC)):
        yield


def test_accepting_makes_the_rep_the_owner(lead, rep):
    waiting = lead()

    deciding.accept(waiting, by=rep)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.owner, waiting.decided_by) == ("accepted", rep, rep)
    assert waiting.accepted_at == waiting.decided_at is not None
    assert not Lead.objects.waiting().exists()


def test_rejecting_says_why_and_recycling_until_when(lead, rep, reason):
    first, second = lead(), lead()

    deciding.reject(first, by=rep, reason=reason("no_budget"))
    deciding.recycle(second, by=rep, on=SOON)

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, first.reason.key) == ("rejected", "no_budget")
    assert first.rejected_at is not None
    assert (second.state, second.back_on) == ("recycled", SOON)


def test_the_second_to_decide_is_told_who_was_first(lead, rep, person, reason, settings):
    settings.TIME_ZONE = "UTC"
    waiting = lead()
    deciding.reject(waiting, by=rep, reason=reason())

    with pytest.raises(Conflict) as no:
        deciding.accept(waiting, by=person("sales", name="Jonas"))

    assert no.value.message == "Mei Lin rejected this lead (1 Dec 08:00)."
    waiting.refresh_from_db()
    assert waiting.state == "rejected"


@pytest.mark.parametrize("state", ["new", "accepted", "rejected", "recycled", "won"])
def test_only_what_waits_can_be_decided(lead, rep, reason, state):
    more = {"reason": reason()} if state == "rejected" else {}
    more |= {"back_on": SOON} if state == "recycled" else {}
    other = lead(state, **more)

    with pytest.raises(Conflict):
        deciding.accept(other, by=rep)


def test_a_day_gone_by_is_none_to_come_back_on(lead, rep):
    with pytest.raises(Invalid):
        deciding.recycle(lead(), by=rep, on=date(2026, 11, 30))


def test_undoing_brings_everything_back(lead, rep, person):
    owned = lead(owner=person("sales", name="Jonas"))
    before = Lead.objects.filter(pk=owned.pk).values().get()
    deciding.accept(owned, by=rep)

    deciding.undo(owned, by=rep)

    after = Lead.objects.filter(pk=owned.pk).values().get()
    assert after | {"version": 1} == before
    assert after["version"] == 3


def test_nobody_undoes_what_somebody_built_on(lead, rep):
    taken = lead()
    deciding.accept(taken, by=rep)
    deciding.undo(taken, by=rep)

    with pytest.raises(Refusal):
        deciding.undo(taken, by=rep)


def test_a_colleague_does_not_undo_a_manager_does(lead, rep, person):
    taken = lead()
    deciding.accept(taken, by=rep)

    with pytest.raises(Conflict):
        deciding.undo(taken, by=person("sales", name="Jonas"))
    deciding.undo(taken, by=person("manager"))

    taken.refresh_from_db()
    assert (taken.state, taken.owner) == ("mql", None)


def test_a_step_further_is_undone_before_the_decision(lead, rep):
    taken = lead()
    deciding.accept(taken, by=rep)
    deciding.advance(taken, "opportunity", by=rep, value=5_000_000_000, currency="EUR")

    deciding.undo(taken, by=rep)

    taken.refresh_from_db()
    assert (taken.state, taken.value, taken.qualified_at) == ("accepted", None, None)


def test_mending_a_phone_number_or_noting_is_no_reason_not_to_undo(lead, rep, reason, person):
    taken = lead()
    deciding.reject(taken, by=rep, reason=reason())
    editing.edit(taken, by=person("manager"), version=2, phone="+49 30 1234567", title="CTO")
    deciding.note(taken, by=rep, body="Called")

    deciding.undo(taken, by=rep)

    taken.refresh_from_db()
    assert (taken.state, taken.reason, taken.phone) == ("mql", None, "+49 30 1234567")


def test_what_somebody_changed_since_stays_as_they_changed_it(lead, rep, person):
    taken, jonas = lead(), person("sales", name="Jonas")
    deciding.accept(taken, by=rep)
    editing.edit(taken, by=person("manager"), version=2, owner=jonas)

    deciding.undo(taken, by=rep)

    taken.refresh_from_db()
    assert (taken.state, taken.owner) == ("mql", jonas)


def test_nobody_undoes_a_decision_when_the_lead_has_come_further(lead, rep, person, campaign):
    taken = lead(source="crm", external_id="7")
    deciding.accept(taken, by=rep)
    row = {"external_id": "7", "state": "won"}
    bringing.bring(campaign, [row], by=person("manager"), source="crm")

    with pytest.raises(Conflict):
        deciding.undo(taken, by=rep)

    taken.refresh_from_db()
    assert taken.state == "won"


def test_steps_are_taken_back_one_after_the_other(lead, rep):
    taken = lead()
    deciding.accept(taken, by=rep)
    deciding.advance(taken, "qualified", by=rep)

    deciding.undo(taken, by=rep)
    deciding.undo(taken, by=rep)

    taken.refresh_from_db()
    assert (taken.state, taken.owner, taken.accepted_at) == ("mql", None, None)
    with pytest.raises(Refusal):
        deciding.undo(taken, by=rep)


def test_an_older_answer_does_not_hold_a_new_rejection(
    lead, rep, reason, person, campaign, touchpoint
):
    place = touchpoint()
    taken = lead(touchpoint=place)
    deciding.reject(taken, by=rep, reason=reason())
    answering.answer_reason(campaign, place, reason(), by=person("member"), decision="Sorry")
    Lead.objects.filter(pk=taken.pk).update(state="mql", reason=None)
    with clock.at(clock.now() + timedelta(hours=1)):
        deciding.reject(taken, by=rep, reason=reason())

        deciding.undo(taken, by=rep)

    taken.refresh_from_db()
    assert taken.state == "mql"


def test_a_lead_goes_on_to_won_with_its_value(lead, rep):
    taken = lead()
    deciding.accept(taken, by=rep)
    deciding.advance(taken, "opportunity", by=rep, value=5_000_000_000, currency="EUR")
    deciding.advance(taken, "won", by=rep)

    taken.refresh_from_db()
    assert (taken.state, taken.value, taken.currency) == ("won", 5_000_000_000, "EUR")
    with pytest.raises(Refusal):
        deciding.advance(taken, "lost", by=rep)


def test_events_say_nothing_of_who_a_lead_is(lead, rep, reason):
    waiting = lead(name="CANARY", company="CANARY", email="canary@canary.example", phone="CANARY")

    deciding.note(waiting, by=rep, body="CANARY says hello")
    deciding.reject(waiting, by=rep, reason=reason())

    events = Event.objects.filter(noun="lead")
    assert {event.audience for event in events} == {"team"}
    assert "canary" not in str(list(events.values())).lower()


def test_a_recycled_lead_comes_back_with_a_new_clock(lead, rep, agreement):
    agreement(240)
    later = lead(at=clock.now() - timedelta(days=9))
    deciding.recycle(later, by=rep, on=date(2026, 12, 2))

    with clock.at(clock.now() + timedelta(days=1)):
        deciding.come_back(later)

    later.refresh_from_db()
    assert (later.state, later.decided_at) == ("mql", None)
    assert later.due_at.isoformat() == "2026-12-02T12:00:00+00:00"


def test_a_new_lead_is_made_an_mql_and_waits(lead, person, agreement):
    agreement(60)
    fresh = lead("new")

    deciding.promote(fresh, by=person("member"))

    assert list(Lead.objects.waiting()) == [fresh]
    fresh.refresh_from_db()
    assert fresh.due_at.isoformat() == "2026-12-01T09:00:00+00:00"


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_take_one_lead_at_once_one_has_it(tmp_path, lead, rep, workspace):
    waiting = lead()

    def take():
        with scope.of(workspace.pk):
            return deciding.accept(waiting, by=rep)

    found = at_once(take, 10, tmp_path)

    assert len([each for each in found if isinstance(each, Lead)]) == 1
    assert len([each for each in found if isinstance(each, Conflict)]) == 9
