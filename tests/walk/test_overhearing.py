"""The walk hears what a request says beside its answer."""

import inspect
import logging
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone

from tests.walk.canaries import Aviary
from tests.walk.overhearing import MAILS, Ear
from workspace.kernel.outbox.handlers import HANDLERS
from workspace.kernel.outbox.models import Effect

pytestmark = pytest.mark.django_db
READERS = {f"{name}@acme.example": name for name in ("sales", "guest")}


@pytest.fixture
def aviary():
    return Aviary()


@pytest.fixture
def overheard(aviary):
    """`overheard(do)` are the faults of a request of `by` in which `do` happens."""

    def listen(do, by="owner", name="Owner", kind="own"):
        actor = SimpleNamespace(name=by, member=SimpleNamespace(name=name))
        step = SimpleNamespace(actor=actor, cell=SimpleNamespace(verb="POST", kind=kind))
        with Ear(aviary, READERS) as ear:
            after = ear.at(step)
            do()
            after(SimpleNamespace(status_code=200))
            return ear.faults

    return listen


def mailed(text, to="guest@acme.example", **more):
    return lambda: mail.send_mail("A lead", text, None, [to], **more)


@pytest.mark.parametrize(
    ("to", "heard"), [("sales", []), ("guest", ["guest"]), ("invited", ["guest"])]
)
def test_a_mail_is_for_whoever_it_is_sent_to(overheard, aviary, to, heard):
    song = aviary.plant("lead's name", {"sales"})

    faults = overheard(mailed(f"It is {song}.", f"{to}@acme.example"))

    assert faults == [f"mails lead's name ({song}) to {reader}: A lead" for reader in heard]


@pytest.mark.parametrize(
    ("by", "kind", "reader"),
    [("owner", "own", "guest"), ("owner", "sibling", "other"), ("stranger", "own", "stranger")],
)
def test_who_is_invited_finds_what_a_guest_there_does(overheard, aviary, by, kind, reader):
    songs = {name: aviary.plant(name, {name}) for name in ("guest", "other", "stranger")}

    faults = overheard(mailed(" ".join(songs.values()), "new@acme.example"), by=by, kind=kind)

    assert faults == [
        f"mails {name} ({song}) to {reader}: A lead"
        for name, song in songs.items()
        if name != reader
    ]


def test_a_mail_is_heard_in_all_its_forms(overheard, aviary):
    song = aviary.plant("lead's name", {"sales"})

    faults = overheard(mailed("Look.", html_message=f"<p>{song}</p>"))

    assert faults == [f"mails lead's name ({song}) to guest: A lead"]


def test_a_mail_names_who_writes_and_the_address_that_it_is_sent_to(overheard, aviary):
    writer, address = (aviary.plant(label, ()) for label in ("name", "mail"))
    to = f"{address}@acme.example"

    assert overheard(mailed(f"{writer} writes to {to}", to), name=writer) == []


def test_a_line_of_the_log_is_for_no_reader(overheard, aviary):
    song = aviary.plant("lead's name", {"sales"})

    faults = overheard(lambda: logging.getLogger("campaigns").warning("Took %s", song))

    assert faults == [f"logs lead's name ({song})"]


def test_a_line_is_heard_with_its_traceback(overheard, aviary):
    song = aviary.plant("lead's name", {"sales"})

    def fail():
        try:
            raise LookupError(song)
        except LookupError:
            logging.getLogger("campaigns").exception("Failed")

    assert overheard(fail) == [f"logs lead's name ({song})"]


def test_an_effect_names_nobody(overheard, aviary, workspace):
    song, now = aviary.plant("lead's name", {"sales"}), timezone.now()

    faults = overheard(
        lambda: Effect.objects.create(
            workspace=workspace,
            name="leads.tell",
            key="1",
            payload={"name": song},
            due_at=now,
            created_at=now,
        )
    )

    assert faults == [f"leaves lead's name ({song}) in leads.tell"]


def test_every_effect_that_sends_a_mail_is_heard():
    sending = {
        name
        for name, handler in HANDLERS.items()
        if "mails.send(" in inspect.getsource(handler.run)
    }

    assert sending == MAILS
