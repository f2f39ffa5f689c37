"""Administrators say which members see who leads are."""

import pytest

from teams.actions import members
from teams.models import Member
from workspace.kernel.refusals import Forbidden
from workspace.kernel.streams.models import Event


def test_an_administrator_grants_it_and_it_is_recorded(person):
    marketer = person("member")

    members.edit(marketer, by=person("admin"), version=1, sees_leads=True)

    assert Member.objects.get(pk=marketer.pk).sees_leads
    assert Event.objects.get(verb="member.edited").changes == {"sees_leads": [False, True]}


def test_a_manager_does_not_grant_it(person):
    with pytest.raises(Forbidden):
        members.edit(person("member"), by=person("manager"), version=1, sees_leads=True)

    assert not person("member").sees_leads


def test_it_is_granted_on_the_page_of_the_person(person, signed_in):
    marketer = person("member")
    address = f"/w/acme/people/{marketer.pk}/"
    sent = {"name": marketer.name, "title": "", "role": "member", "version": 1, "sees_leads": "on"}

    offered = signed_in(person("manager")).get(address).content.decode()
    answer = signed_in(person("admin")).post(address, sent)

    assert 'name="sees_leads"' not in offered
    assert answer.status_code == 302
    assert Member.objects.get(pk=marketer.pk).sees_leads


def test_a_manager_who_edits_a_person_leaves_it_as_it_is(person, signed_in):
    marketer = person("member")
    members.edit(marketer, by=person("admin"), version=1, sees_leads=True)
    sent = {"name": "Renamed", "title": "", "role": "member", "version": 2}

    signed_in(person("manager")).post(f"/w/acme/people/{marketer.pk}/", sent)

    found = Member.objects.get(pk=marketer.pk)
    assert (found.name, found.sees_leads) == ("Renamed", True)
