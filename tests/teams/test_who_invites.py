"""Who may ask whom in, and whose invitations end with their role."""

from datetime import timedelta

import pytest
from django.utils import timezone

from teams import queries
from teams.actions import invitations, members
from teams.models import Invitation, Member, Partner, Team
from workspace.kernel.refusals import Forbidden
from workspace.kernel.streams.models import Event

NEW = {"name": "Ada Lovelace", "password": "a difference engine"}


@pytest.mark.parametrize(
    ("role", "may_give"),
    [
        ("owner", {"owner", "admin", "manager", "member", "sales", "guest"}),
        ("admin", {"admin", "manager", "member", "sales", "guest"}),
        ("manager", {"member", "sales", "guest"}),
        ("member", {"guest"}),
        ("sales", set()),
        ("guest", set()),
    ],
)
def test_nobody_gives_a_role_above_their_own(workspace, person, role, may_give):
    given = set()
    for wanted in Member.Role.values:
        try:
            invitations.invite(
                workspace.pk, by=person(role), email=f"{wanted}@new.example", role=wanted
            )
        except Forbidden:
            continue
        given.add(wanted)

    assert given == may_give


@pytest.fixture
def higher(workspace, person):
    """Somebody whom the owner invited as an admin."""
    by = person("owner")
    return invitations.invite(workspace.pk, by=by, email="x@new.example", role="admin")


def test_an_invitation_is_not_sent_anew_by_who_could_not_have_sent_it(
    workspace, higher, person, carried_out
):
    expired = timezone.now() - timedelta(days=1)
    Invitation.objects.update(created_at=expired - timedelta(days=14), expires_at=expired)
    carried_out()

    with pytest.raises(Forbidden, match="invited already, with the role Admin"):
        invitations.invite(workspace.pk, by=person("member"), email=higher.email, role="guest")

    assert queries.state_of(higher.invitations.get()) == "expired"
    assert Member.objects.get(pk=higher.pk).role == "admin"
    assert carried_out() == []


def test_who_is_invited_anew_comes_in_with_the_role_said_last(
    workspace, higher, person, anonymous, link_of
):
    agency = Partner.objects.create(workspace=workspace, name="Agency")
    ways = {"email": higher.email, "role": "guest", "partner": agency}

    invited = invitations.invite(workspace.pk, by=person("owner"), **ways)
    anonymous.post(link_of(invited), NEW)

    member = Member.objects.get(pk=higher.pk)
    assert (member.state, member.role, member.partner) == ("active", "guest", agency)


def test_a_guest_who_is_invited_as_a_member_is_of_the_team(workspace, person):
    agency = Partner.objects.create(workspace=workspace, name="Agency")
    team = Team.objects.create(workspace=workspace, name="Inbound")
    ways = {"email": "lucie@agency.example", "by": person("manager")}
    invitations.invite(workspace.pk, role="guest", partner=agency, **ways)

    again = invitations.invite(workspace.pk, role="member", team=team, **ways)

    again.refresh_from_db()
    assert (again.role, again.team, again.partner) == ("member", team, None)
    assert Event.objects.order_by("pk").last().changes == {"role": ["guest", "member"]}


@pytest.fixture
def asked_in(workspace, person):
    """An admin and a guest, asked in by an admin."""
    by = person("admin")
    return [
        invitations.invite(workspace.pk, by=by, email=f"{role}@x.example", role=role)
        for role in ("admin", "guest")
    ]


def states_of(asked):
    return [
        (Member.objects.get(pk=one.pk).state, queries.state_of(one.invitations.get()))
        for one in asked
    ]


def test_who_loses_a_role_takes_along_the_invitations_above_the_new_one(asked_in, person):
    members.edit(person("admin"), by=person("owner"), version=1, role="member")

    assert states_of(asked_in) == [("name", "withdrawn"), ("invited", "open")]


def test_nobody_comes_in_by_the_word_of_one_who_was_removed(asked_in, person, anonymous, link_of):
    links = [link_of(one) for one in asked_in]

    members.remove(person("admin"), by=person("owner"), version=1)

    assert states_of(asked_in) == [("name", "withdrawn")] * 2
    assert [anonymous.post(link, NEW).status_code for link in links] == [410, 410]


def test_invitations_within_the_new_role_stay(asked_in, person):
    members.edit(person("admin"), by=person("owner"), version=1, role="owner")

    assert states_of(asked_in) == [("invited", "open")] * 2
