"""What happens when many try the same thing at the same moment."""

import pytest

from teams.actions import invitations, members
from teams.actions.invitations import Gone
from teams.models import Invitation, Member
from tests.furniture import People, workspace
from workspace.kernel import scope
from workspace.kernel.refusals import Refusal


@pytest.fixture
def company(transactional_db):
    with scope.everything(because="the test makes its workspace"):
        return workspace("acme")


def test_fifty_acceptances_of_one_invitation_let_one_person_in(company, at_once):
    with scope.of(company.pk):
        owner = People(company)("owner")
        invited = invitations.invite(company.pk, by=owner, email="ada@engine.example")
        invitation = Invitation.objects.get(member=invited)

    def accept():
        with scope.of(company.pk):
            member = invitations.accept_as_new(
                Invitation.objects.select_related("member").get(pk=invitation.pk),
                name="Ada",
                password="a difference engine",
            )
            return Member.objects.filter(state="active", user__email=member.email).count()

    results = at_once(accept, 50)

    assert [result for result in results if not isinstance(result, Gone)] == [1]


def test_two_owners_who_leave_at_once_leave_one_owner(company, at_once):
    with scope.of(company.pk):
        people = People(company)
        owners = [people("owner", name=f"Owner {number}") for number in range(8)]
    waiting = list(owners)

    def leave():
        owner = waiting.pop()
        with scope.of(company.pk):
            return members.remove(owner, by=owner, version=1)

    results = at_once(leave, 8)

    assert sum(isinstance(result, Refusal) for result in results) == 1
