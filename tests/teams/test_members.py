"""People in a workspace: changed, removed, brought back."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from campaigns.brief.actions import sharing
from campaigns.brief.models import ShareLink
from teams.actions import accounts, groups, members, tokens, workspaces
from teams.models import Member, Team, Workspace
from teams.tokens import working_token
from workspace.kernel import scope
from workspace.kernel.refusals import Conflict, Forbidden, Invalid, Refusal, Stale
from workspace.kernel.streams.models import Event


def test_a_name_can_be_given_work_without_coming_in(person):
    ada = members.add_name(by=person("member"), name="Ada", email="ADA@engine.example")

    assert (ada.state, ada.user, ada.email) == ("name", None, "ada@engine.example")
    assert Member.objects.present().filter(pk=ada.pk).exists()


def test_two_people_cannot_have_one_address(person):
    members.add_name(by=person("member"), name="Ada", email="ada@engine.example")

    with pytest.raises(Invalid) as no:
        members.add_name(by=person("member"), name="Eve", email="Ada@Engine.example")

    assert no.value.fields.keys() == {"email"}


def test_a_change_says_what_was_before_and_is_made_once(person):
    manager, sales = person("manager"), person("sales")

    members.edit(sales, by=manager, version=1, role="member", title="Writer")

    event = Event.objects.get(verb="member.edited")
    assert event.changes == {"role": ["sales", "member"], "title": ["", "Writer"]}
    with pytest.raises(Conflict) as refused:
        members.edit(sales, by=manager, version=1, title="Editor")
    assert refused.value.data["both"] == {"title": ["Writer", "Editor"]}


def test_two_who_change_different_facts_of_a_person_both_win(workspace, person):
    inbound = groups.add_team(by=person("manager"), name="Inbound")
    facts = {"name": "Grace", "title": "Admiral", "role": "member", "team": inbound}

    for name, value in facts.items():
        members.edit(person("sales"), by=person("manager"), version=1, **{name: value})

    found = Member.objects.get(pk=person("sales").pk)
    assert {name: getattr(found, name) for name in facts} == facts


def test_two_who_change_a_teams_name_and_function_both_win_and_one_name_is_asked_about(person):
    team = groups.add_team(by=person("manager"), name="Inbound")
    groups.edit(Team.objects.get(), by=person("manager"), version=1, name="Demand")

    groups.edit(team, by=person("admin"), version=1, function="sales")
    with pytest.raises(Conflict) as refused:
        groups.edit(team, by=person("admin"), version=1, name="Outbound", function="sales")

    found = Team.objects.get()
    assert (found.name, found.function) == ("Demand", "sales")
    assert refused.value.data["both"] == {"name": ["Demand", "Outbound"]}


def test_what_happened_to_a_person_other_than_by_editing_makes_a_form_stale(person):
    sales = person("sales")
    members.remove(sales, by=person("manager"), version=1)

    with pytest.raises(Stale):
        members.edit(sales, by=person("manager"), version=1, title="Writer")


def test_a_new_name_changes_the_face_of_rows(workspace, person):
    members.edit(person("sales"), by=person("manager"), version=1, name="Grace")

    assert Workspace.objects.get().face == 2


def test_nobody_raises_others_above_themselves(person):
    with pytest.raises(Forbidden):
        members.edit(person("member"), by=person("manager"), version=1, role="admin")


def test_only_guests_come_from_partners(person):
    agency = groups.add_partner(by=person("manager"), name="Studio Havel")
    guest = person("guest", partner=agency)

    members.edit(guest, by=person("manager"), version=1, role="member")

    guest.refresh_from_db()
    assert (guest.role, guest.partner) == ("member", None)


def test_a_partner_for_whom_others_made_a_member_meanwhile_is_refused(person):
    agency = groups.add_partner(by=person("manager"), name="Studio Havel")
    guest = person("guest")
    members.edit(guest, by=person("manager"), version=1, role="member")

    with pytest.raises(Invalid) as no:
        members.edit(guest, by=person("owner"), version=1, partner=agency)

    assert list(no.value.fields) == ["partner"]


def test_the_last_owner_stays(person):
    owner = person("owner")

    with pytest.raises(Refusal, match="only owner"):
        members.remove(owner, by=owner, version=1)
    with pytest.raises(Refusal, match="only owner"):
        members.edit(owner, by=owner, version=1, role="admin")


def test_removing_ends_tokens_invitations_and_sessions_and_keeps_the_person(person):
    sales = person("sales")
    _token, secret = tokens.make(by=sales, name="reports", scopes=["plan:read"])
    browser = Client()
    browser.post("/accounts/login/", {"login": sales.email, "password": "correct horse battery"})
    assert browser.get("/profile/").status_code == 200

    members.remove(sales, by=person("manager"), version=1)

    assert Member.objects.get(pk=sales.pk).state == "left"
    assert working_token(secret) is None
    assert UserSession.objects.filter(user=sales.user).count() == 0
    assert browser.get("/profile/").status_code == 302
    assert browser.get("/w/acme/people/").status_code == 302
    assert Event.objects.filter(verb="member.removed", object_id=sales.pk).count() == 1


def test_who_has_another_workspace_stays_signed_in_there(works_in_both, person, signed_in):
    browser = signed_in(works_in_both)

    members.remove(works_in_both, by=person("manager"), version=1)

    assert browser.get("/w/acme/people/").status_code == 404
    assert browser.get("/w/globex/people/").status_code == 200


def test_removing_ends_the_share_links_they_made(campaign, person, carried_out):
    member = person("member")
    link, _secret = sharing.share(campaign, by=member, name="Board", days=30)

    members.remove(member, by=person("manager"), version=1)
    working_at_once = ShareLink.objects.working().count()
    carried_out()
    members.bring_back(member, by=person("manager"), version=2)

    link.refresh_from_db()
    assert working_at_once == 0
    assert link.revoked_at is not None


def test_bringing_back_lets_them_in_as_they_were(person, signed_in):
    sales = person("sales")
    members.remove(sales, by=person("manager"), version=1)

    members.bring_back(sales, by=person("manager"), version=2)

    assert signed_in(sales).get("/w/acme/people/").status_code == 200


def test_founding_makes_an_owner_a_stream_and_an_address(newcomer):
    first = workspaces.found(user=newcomer, name="Analytical Engines", time_zone="Europe/London")
    second = workspaces.found(user=newcomer, name="Analytical Engines")
    chinese = workspaces.found(user=newcomer, name="分析机")

    assert (first.role, first.state, first.workspace.slug) == (
        "owner",
        "active",
        "analytical-engines",
    )
    assert second.workspace.slug.startswith("analytical-engines-")
    assert chinese.workspace.slug.startswith("w-")
    with scope.of(first.workspace_id):
        assert list(Event.objects.order_by("position").values_list("verb", flat=True)) == [
            "workspace.founded",
            "member.joined",
        ]


def test_a_team_name_is_used_once_whatever_its_case(person):
    groups.add_team(by=person("manager"), name="Inbound", function="inbound")

    with pytest.raises(Invalid) as no:
        groups.add_team(by=person("manager"), name="INBOUND")

    assert no.value.fields.keys() == {"name"}


def test_a_team_with_work_is_not_dissolved(plan, person):
    team = groups.add_team(by=person("manager"), name="Inbound")
    plan("brief", team=team)

    with pytest.raises(Refusal, match="still in use"):
        groups.dissolve(team, by=person("manager"))


def test_dissolving_a_team_keeps_its_people(person):
    team = groups.add_team(by=person("manager"), name="Inbound")
    sales = person("sales", team=team)

    groups.dissolve(team, by=person("manager"))

    sales.refresh_from_db()
    assert sales.team is None


def test_a_person_has_one_name_in_all_their_workspaces(works_in_both):
    accounts.edit_profile(works_in_both.user, name="Grace Hopper", theme="dark")

    with scope.everything(because="the test looks into both"):
        assert set(
            Member.objects.filter(user=works_in_both.user).values_list("name", flat=True)
        ) == {"Grace Hopper"}
        assert Event.objects.filter(verb="member.edited").count() == 2


def test_people_of_other_workspaces_do_not_exist_here(stranger):
    assert not Member.objects.filter(pk=stranger.pk).exists()
