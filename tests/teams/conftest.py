"""Fixtures about coming in: mails, links, browsers."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from teams.models import Invitation, Member, User
from teams.secrets import invitation_token
from tests import at_once as threads
from tests import furniture
from tests.accounts import PASSWORD
from workspace.kernel import outbox, scope


@pytest.fixture
def globex(workspace):
    """A second company, outside the scope of the test."""
    with scope.everything(because="the test needs a second company"):
        return furniture.workspace("globex")


@pytest.fixture
def stranger(globex):
    """The owner of another workspace."""
    with scope.of(globex.pk):
        return furniture.People(globex)("owner")


@pytest.fixture
def works_in_both(person, globex):
    """Somebody of sales who belongs to the second company too."""
    sales = person("sales")
    with scope.of(globex.pk):
        Member.objects.create(
            workspace=globex, user=sales.user, name="S", role="sales", state="active"
        )
    return sales


@pytest.fixture
def newcomer(db):
    """A user without a workspace."""
    return User.objects.create_user("ada@engine.example", PASSWORD, name="Ada")


@pytest.fixture
def anonymous():
    return Client()


@pytest.fixture
def carried_out(workspace):
    """`carried_out()` lets the worker do what is due, and returns the mails it sent."""

    def carry_out():
        mail.outbox.clear()
        outbox.dispatch()
        return list(mail.outbox)

    return carry_out


@pytest.fixture
def link_of():
    """The path in the mail of a member's unanswered invitation."""

    def link(member):
        invitation = Invitation.objects.unanswered().get(member=member)
        return f"/invitations/{invitation_token(invitation.nonce)}/"

    return link


@pytest.fixture
def path_in():
    """The path of the one link in a mail."""

    def find(message):
        return re.search(r"https?://[^/]+(/\S+)", message.body)[1]

    return find


@pytest.fixture
def at_once(transactional_db, tmp_path):
    """`at_once(job, 50)` calls `job()` in 50 threads; see `tests/at_once.py`."""

    return lambda job, number: threads.at_once(job, number, tmp_path)


@pytest.fixture
def rested():
    """Nobody is slowed down for what other tests tried."""
    cache.clear()


@pytest.fixture
def ada(newcomer):
    newcomer.emailaddress_set.create(email=newcomer.email, verified=True, primary=True)
    return newcomer


@pytest.fixture
def signed_in_ada(ada, client):
    """Signed in, and asked for the password again, as pages about the second step do."""
    client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client
