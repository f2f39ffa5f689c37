"""Two people change what a campaign says of itself: different fields merge, the same one asks."""

import re
from datetime import date
from itertools import combinations

import pytest

from campaigns.brief import actions
from campaigns.brief.models import Campaign
from tests import furniture
from tests.at_once import at_once
from workspace.kernel import scope
from workspace.kernel.refusals import Conflict, Stale
from workspace.kernel.values import plain

PAGE = "/w/acme/c/SPRING/settings/"
EDITS = {
    "name": "Spring, at last",
    "objective": "500 leads that sales takes",
    "starts_on": date(2026, 9, 1),
    "ends_on": date(2026, 12, 1),
    "owner": "sales",
    "buffer_rule": "keep",
}
SEEN = {
    "name": "Spring launch",
    "objective": "",
    "starts_on": "",
    "ends_on": "",
    "buffer_rule": "consume",
    "version": "1",
}


@pytest.fixture
def edit(person):
    """`edit(campaign, name)` changes one field as of version 1, in a row read before the others."""

    def change(campaign, name, by="member", value=None):
        value = value or EDITS[name]
        value = person(value) if name == "owner" else value
        return actions.edit(campaign, by=person(by), version=1, **{name: value})

    return change


@pytest.fixture
def seen(campaign, person):
    """What the page posts when nothing was touched."""
    return SEEN | {"owner": str(campaign.owner_id)}


@pytest.fixture
def browser(person, signed_in):
    return signed_in(person("manager"))


@pytest.mark.parametrize(("one", "other"), combinations(EDITS, 2))
@pytest.mark.parametrize("order", [1, -1])
def test_two_who_change_different_fields_both_win_in_either_order(
    one, other, order, campaign, edit, person
):
    for name in (one, other)[::order]:
        edit(Campaign.objects.get(), name)

    found = Campaign.objects.get()
    wanted = EDITS | {"owner": person("sales")}
    assert {name: getattr(found, name) for name in (one, other)} == {
        name: wanted[name] for name in (one, other)
    }
    assert found.version == 3


@pytest.mark.parametrize("name", EDITS)
def test_the_same_field_is_refused_with_both_values_and_nothing_is_written(
    name, campaign, edit, person
):
    others = EDITS | {
        "starts_on": date(2026, 9, 2),
        "ends_on": date(2026, 12, 2),
        "owner": "member",
        "buffer_rule": "stay",
        "name": "Lent",
        "objective": "Less",
    }
    edit(campaign, name)

    with pytest.raises(Conflict) as refused:
        edit(campaign, name, by="manager", value=others[name])

    theirs, yours = (
        plain(person(each[name]) if name == "owner" else each[name]) for each in (EDITS, others)
    )
    assert refused.value.data["both"] == {name: [theirs, yours]}
    assert Campaign.objects.get().version == 2


def test_two_who_mean_the_same_agree(campaign, edit):
    edit(campaign, "name")
    edit(campaign, "name", by="manager")

    assert Campaign.objects.get().version == 2


def test_what_was_changed_and_changed_back_is_as_it_was_seen(campaign, person, edit):
    edit(campaign, "name")
    actions.edit(campaign, by=person("member"), version=2, name="Spring launch")

    edit(campaign, "name", by="manager", value="Lent")

    assert Campaign.objects.get().name == "Lent"


@pytest.mark.parametrize("version", [0, 7])
def test_a_version_that_nobody_knows_is_stale(version, campaign, person):
    with pytest.raises(Stale):
        actions.edit(campaign, by=person("member"), version=version, name="Lent")


def test_a_phase_moves_on_beside_another_field_and_not_back_from_where_another_brought_it(
    campaign, person, edit
):
    manager = person("manager")
    dates = {name: EDITS[name] for name in ("objective", "starts_on", "ends_on")}
    actions.edit(campaign, by=manager, version=1, **dates)
    actions.advance(campaign, by=manager, version=1, phase="planned")
    actions.advance(campaign, by=manager, version=3, phase="draft")

    with pytest.raises(Conflict) as refused:
        actions.advance(campaign, by=manager, version=3, phase="live")

    assert refused.value.data["both"] == {"phase": ["draft", "live"]}
    assert Campaign.objects.get().phase == "draft"


def test_the_page_saves_what_its_reader_changed_and_leaves_the_rest(campaign, edit, browser, seen):
    edit(campaign, "objective")

    answer = browser.post(PAGE, seen | {"name": "Lent"})

    found = Campaign.objects.get()
    assert answer.status_code == 302
    assert (found.name, found.objective) == ("Lent", EDITS["objective"])


def test_the_page_names_both_values_keeps_what_was_typed_and_saves_it_the_second_time(
    campaign, edit, browser, seen, person
):
    edit(campaign, "name")
    edit(campaign, "objective")
    edit(campaign, "owner")

    refused = browser.post(PAGE, seen | {"name": "Lent", "starts_on": "2026-09-01"})
    form = refused.context["form"]
    again = browser.post(PAGE, shown(form) | {"version": version_in(refused)})

    assert refused.status_code == 422
    assert form.errors == {
        "name": [
            f"{person('member').name} changed this to “{EDITS['name']}” meanwhile."
            " Save once more to replace it with yours."
        ]
    }
    assert shown(form) == seen_with(
        name="Lent",
        starts_on="2026-09-01",
        objective=EDITS["objective"],
        owner=str(person("sales").pk),
    )
    found = Campaign.objects.get()
    assert again.status_code == 302
    assert (found.name, found.objective, found.owner) == (
        "Lent",
        EDITS["objective"],
        person("sales"),
    )


def seen_with(**values):
    return {name: value for name, value in SEEN.items() if name != "version"} | values


def shown(form):
    return {field.name: str(field.value() or "") for field in form}


def version_in(answer):
    return str(answer.context["campaign"].version)


def test_a_page_that_still_shows_the_draft_does_not_pull_a_campaign_back(campaign, person, browser):
    manager = person("manager")
    dates = {name: EDITS[name] for name in ("objective", "starts_on", "ends_on")}
    actions.edit(campaign, by=manager, version=1, **dates)
    actions.advance(campaign, by=manager, version=2, phase="planned")
    Campaign.objects.update(phase="live")

    answer = browser.post(f"{PAGE}phase/", {"phase": "planned", "version": "2"})

    assert answer.status_code == 409
    assert "changed this to “Live” meanwhile." in answer.content.decode()
    assert Campaign.objects.get().phase == "live"


def test_six_who_change_six_fields_at_the_same_moment_all_win(transactional_db, tmp_path):
    with scope.everything(because="the test makes its workspace"):
        company = furniture.workspace("acme")
    with scope.of(company.pk):
        people = furniture.People(company)
        furniture.campaign(company, by=people("owner"))
        wanted = EDITS | {"owner": people("sales")}
        waiting = [(Campaign.objects.get(), *each) for each in wanted.items()]

    def change():
        campaign, name, value = waiting.pop()
        with scope.of(company.pk):
            return actions.edit(campaign, by=people("owner"), version=1, **{name: value}).version

    versions = at_once(change, len(wanted), tmp_path)

    assert sorted(versions) == [2, 3, 4, 5, 6, 7]


def test_a_page_that_was_refused_for_another_reason_still_takes_nothing_back(
    campaign, person, browser, seen
):
    actions.edit(campaign, by=person("member"), version=1, name="Lent")
    typed = seen | {"starts_on": "2026-11-02", "ends_on": "2026-11-01"}

    refused = browser.post(PAGE, typed)
    version = re.search(r'name="version" value="(\d+)"', refused.content.decode())[1]
    browser.post(PAGE, typed | {"ends_on": "2026-11-30", "version": version})

    found = Campaign.objects.get()
    assert refused.status_code == 422
    assert (found.name, found.ends_on) == ("Lent", date(2026, 11, 30))


def test_a_page_that_nobody_can_tell_the_age_of_says_so(campaign, browser, seen):
    answer = browser.post(PAGE, seen | {"name": "Lent", "version": "7"})

    assert answer.status_code == 422
    assert "This was changed meanwhile. Reload the page to see it." in answer.content.decode()
