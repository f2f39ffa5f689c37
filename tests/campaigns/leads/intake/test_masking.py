"""What is left of who a lead is for those who do not see leads; and what finds duplicates."""

from types import SimpleNamespace

import pytest

from campaigns.leads import keys, masking
from campaigns.leads.models import Lead
from workspace.kernel import phones


@pytest.fixture
def lead():
    return Lead(
        pk=7,
        name="Erin Rask",
        company="Nordwind Logistik",
        title="Head of Fleet",
        email="erin.rask@nordwind.example",
        phone="+49 30 1234567",
        consent="said at the fair to Ulf",
        external_id="erin.rask@nordwind.example",
    )


def reader(role, sees_leads=False):
    return SimpleNamespace(role=role, sees_leads=sees_leads)


@pytest.mark.parametrize("role", ["owner", "admin", "manager", "sales"])
def test_sales_and_managers_see_who_a_lead_is(lead, role):
    face = masking.face(lead, reader(role))

    assert (face.name, face.email, face.is_masked) == (lead.name, lead.email, False)


def test_a_marketer_sees_an_outline(lead):
    face = masking.face(lead, reader("member"))

    assert face == masking.Face(
        pk=7,
        name="E··· R···",
        company="N··· L···",
        title="Head of Fleet",
        email="e···@n···.example",
        phone="···67",
        consent="···",
        is_masked=True,
    )


def test_a_marketer_to_whom_it_is_granted_sees_who_a_lead_is(lead):
    assert masking.face(lead, reader("member", sees_leads=True)).name == "Erin Rask"


def test_being_granted_means_nothing_for_a_guest(lead):
    assert masking.face(lead, reader("guest", sees_leads=True)).is_masked


@pytest.mark.parametrize(
    ("function", "text", "left"),
    [
        (masking.words, "李芳", "李···"),
        (masking.words, "李", "···"),
        (masking.words, "", ""),
        (masking.mail, "a@b.example", "···@···.example"),
        (masking.mail, "no address", "···"),
        (masking.phone, "1234", "···"),
        (masking.phone, "", ""),
    ],
)
def test_nothing_is_left_of_what_is_too_short_to_hide(function, text, left):
    assert function(text) == left


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("+44 20 7946 0958", "442079460958"),
        ("0044 20-7946.0958", "442079460958"),
        ("+44 (0)20 7946 0958", "442079460958"),
        ("+44 20 7946 0958 ext. 12", "442079460958"),
        ("+86 138 0013 8000", "8613800138000"),
        ("-", ""),
        ("n/a 12345", ""),
        (None, ""),
    ],
)
def test_a_phone_is_its_digits(text, key):
    assert phones.key(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [(" Ana@X.Example ", "ana@x.example"), ("none", ""), ("", ""), (None, "")],
)
def test_a_mail_is_itself_in_lower_case(text, key):
    assert keys.mail_key(text) == key
