"""Inviting people, and coming in by an invitation."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from teams import queries
from teams.actions import accounts, invitations, members
from teams.models import Invitation, Member, User
from teams.secrets import fingerprint, invitation_token
from workspace.kernel import scope
from workspace.kernel.outbox.models import Effect, Finished
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.streams.models import Event

NEW = {"name": "Ada Lovelace", "password": "a difference engine"}


@pytest.fixture
def invited(workspace, person):
    return invitations.invite(
        workspace.pk, by=person("manager"), email="Ada@Engine.example", name="Ada"
    )


def test_an_invitation_makes_an_expected_member_and_a_mail(invited, carried_out, path_in, link_of):
    [message] = carried_out()

    assert (invited.state, invited.role, invited.email) == (
        "invited",
        "member",
        "ada@engine.example",
    )
    assert message.to == ["ada@engine.example"]
    assert path_in(message) == link_of(invited)


def test_the_token_is_in_the_mail_alone(invited, carried_out):
    invitation = Invitation.objects.get(member=invited)
    token = invitation_token(invitation.nonce)

    stored = [*Invitation.objects.values(), *Effect.objects.values(), *Event.objects.values()]

    assert token not in repr(stored)
    assert token in carried_out()[0].body


def test_a_mail_that_is_sent_again_is_the_same_mail(invited, carried_out):
    first = carried_out()
    Effect.objects.update(state="waiting", due_at=timezone.now())
    with scope.everything(because="the test forgets that the effect took place"):
        Finished.objects.all().delete()

    second = carried_out()

    assert [mail.body for mail in first] == [mail.body for mail in second]
    assert first[0].extra_headers["Message-ID"] == second[0].extra_headers["Message-ID"]


def test_a_withdrawn_invitation_is_not_mailed(invited, person, carried_out):
    invitations.withdraw(Invitation.objects.get(member=invited), by=person("manager"))

    assert carried_out() == []
    assert Member.objects.get(pk=invited.pk).state == "name"


def test_a_name_of_a_file_becomes_the_invited_person(workspace, person):
    known = members.add_name(by=person("member"), name="Ada Lovelace")

    invited = invitations.invite(
        workspace.pk, by=person("manager"), email="ada@engine.example", member=known
    )

    assert invited.pk == known.pk
    assert (invited.name, invited.state) == ("Ada Lovelace", "invited")


def test_somebody_who_is_here_stays_as_they_are_and_gets_no_mail(workspace, person, carried_out):
    here = person("sales")

    again = invitations.invite(workspace.pk, by=person("owner"), email=here.email, role="admin")

    assert (again.pk, again.role) == (here.pk, "sales")
    assert carried_out() == []


def test_somebody_who_was_removed_is_not_let_in_by_an_invitation(workspace, person):
    gone = person("member", name="Gone")
    members.remove(gone, by=person("owner"), version=1)

    with pytest.raises(Refusal, match="was removed"):
        invitations.invite(workspace.pk, by=person("manager"), email=gone.email)


def test_an_address_belongs_to_one_member(workspace, person):
    known = members.add_name(by=person("member"), name="Ada Lovelace")
    taken = person("sales").email.upper()

    with pytest.raises(Invalid) as no:
        invitations.invite(workspace.pk, by=person("manager"), email=taken, member=known)

    assert no.value.fields.keys() == {"email"}


def test_a_new_person_comes_in_with_a_name_and_a_password(invited, anonymous, link_of):
    page = anonymous.get(link_of(invited))
    answer = anonymous.post(link_of(invited), NEW)

    member = Member.objects.get(pk=invited.pk)
    assert page.status_code == 200
    assert answer.status_code == 302
    assert (member.state, member.name, member.user.email) == (
        "active",
        "Ada Lovelace",
        "ada@engine.example",
    )
    assert accounts.has_verified(member.user, "ada@engine.example")
    assert int(anonymous.session["_auth_user_id"]) == member.user_id
    assert Event.objects.filter(verb="member.joined", actor=member).count() == 1


def test_a_weak_password_keeps_the_name_and_the_invitation(invited, anonymous, link_of):
    answer = anonymous.post(link_of(invited), {"name": "Ada Lovelace", "password": "password12"})

    assert answer.status_code == 422
    assert answer.context["form"]["name"].value() == "Ada Lovelace"
    assert answer.context["form"].errors.keys() == {"password"}
    assert queries.state_of(Invitation.objects.get(member=invited)) == "open"


def test_an_account_with_the_address_must_sign_in(invited, anonymous, link_of):
    with scope.everything(because="the account belongs to no workspace"):
        User.objects.create_user("ada@engine.example", "a difference engine", name="Ada")

    page = anonymous.get(link_of(invited))
    answer = anonymous.post(link_of(invited), NEW)

    assert page.context["state"] == answer.context["state"] == "sign_in"
    assert Member.objects.get(pk=invited.pk).state == "invited"


def account(email, *, verified):
    user = User.objects.create_user(email, "a difference engine", name="Ada")
    user.emailaddress_set.create(email=email, verified=verified, primary=True)
    return user


def browser_of(user):
    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


@pytest.mark.parametrize(
    ("email", "verified", "status"),
    [
        ("ada@engine.example", True, 302),
        ("ada@engine.example", False, 403),
        ("charles@engine.example", True, 403),
    ],
)
def test_an_account_comes_in_by_a_verified_address(invited, link_of, email, verified, status):
    browser = browser_of(account(email, verified=verified))

    answer = browser.post(link_of(invited))

    assert answer.status_code == status
    assert Member.objects.get(pk=invited.pk).state == ("active" if status == 302 else "invited")


def test_the_wrong_account_is_told_whom_the_invitation_is_for(invited, link_of):
    browser = browser_of(account("charles@engine.example", verified=True))

    page = browser.get(link_of(invited)).content.decode()

    assert "ada@engine.example" in page
    assert "charles@engine.example" in page


def test_an_invitation_works_once(invited, anonymous, link_of):
    link = link_of(invited)
    anonymous.post(link, NEW)

    answer = anonymous.get(link)

    assert (answer.status_code, answer.context["state"]) == (410, "used")


def test_an_invitation_expires_after_14_days(invited, anonymous, link_of):
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1), tick=False):
        answer = anonymous.post(link_of(invited), NEW)

    assert (answer.status_code, answer.context["state"]) == (410, "expired")
    assert Member.objects.get(pk=invited.pk).state == "invited"


def test_a_withdrawn_invitation_opens_nothing(invited, person, anonymous, link_of):
    link = link_of(invited)
    invitations.withdraw(Invitation.objects.get(member=invited), by=person("manager"))

    answer = anonymous.post(link, NEW)

    assert (answer.status_code, answer.context["state"]) == (410, "withdrawn")


def test_sending_again_replaces_the_link(invited, person, anonymous, link_of):
    first = link_of(invited)
    invitations.resend(Invitation.objects.get(member=invited), by=person("manager"))

    old, new = anonymous.get(first), anonymous.get(link_of(invited))

    assert (old.status_code, old.context["state"]) == (410, "replaced")
    assert (new.status_code, new.context["state"]) == (200, "open")


def test_an_unknown_token_is_not_found(db, anonymous):
    answer = anonymous.get("/invitations/rt_invitation_nonsense/")

    assert (answer.status_code, answer.context["state"]) == (404, "unknown")


def test_who_belongs_already_by_another_address_is_told(invited, person, link_of):
    here = person("sales")
    here.user.emailaddress_set.create(email="ada@engine.example", verified=True, primary=False)

    with pytest.raises(Refusal, match="under another address"):
        invitations.accept(Invitation.objects.get(member=invited), user=here.user)


def test_an_invitation_reaches_into_its_own_workspace_only(invited, stranger, signed_in):
    invitation = Invitation.objects.get(member=invited)

    browser = signed_in(stranger)
    answers = [
        browser.post(f"/w/acme/invitations/{invitation.pk}/withdraw/").status_code,
        browser.post(f"/w/globex/invitations/{invitation.pk}/withdraw/").status_code,
    ]

    assert answers == [404, 404]
    assert (
        queries.find_invitation(fingerprint(invitation_token(invitation.nonce))).revoked_at is None
    )
