"""Two leads are one person; and they are not, after all."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.leads import duplicates, facts, queries
from campaigns.leads.actions import editing, erasing, merging
from campaigns.leads.models import Lead, Merge, Touch
from campaigns.leads.queries.people import told_of
from tests import furniture
from workspace.kernel.refusals import Conflict, Invalid, Refusal
from workspace.kernel.streams.models import Event

MILLION = 1_000_000
SAID = (*facts.EDITED, "email_key", "phone_key", "state", "merged_into", "erased_at")


def said(lead):
    """Everything a lead says, as it stands in its row."""
    lead = Lead.objects.get(pk=lead.pk)
    return {name: getattr(lead, name) for name in SAID}


@pytest.fixture
def two(lead):
    return lead(), lead(name="E. Rask", email="erin.rask@NORDWIND.example", phone="", title="CFO")


def test_duplicates_are_found_by_mail_and_by_phone(lead, two):
    erin, other = two
    by_phone = lead(name="Rask", email="rask@home.example", phone="0049 (30) 123 45 67")
    lead(name="Someone", email="", phone="-")
    lead(name="Nobody", email="", phone="")

    assert set(duplicates.of(erin)) == {other, by_phone}
    groups, more = duplicates.groups(Lead.objects.all())
    assert [(kind, leads) for kind, leads in groups] == [
        ("email_key", [erin, other]),
        ("phone_key", [erin, by_phone]),
    ]
    assert not more


def test_the_kept_lead_takes_what_was_chosen(two, person):
    kept, gone = two

    merging.merge(kept, gone, by=person("sales"), take=["title", "email"])

    assert said(kept) | {"title": "CFO", "email": "erin.rask@NORDWIND.example"} == said(kept)
    assert said(gone)["merged_into"] == kept
    assert list(duplicates.of(kept)) == []


def test_a_merged_lead_does_not_count(two, campaign, person):
    kept, gone = two
    before = queries.tallies([campaign.pk])[campaign.pk,].leads

    merge = merging.merge(kept, gone, by=person("sales"))
    between = queries.tallies([campaign.pk])[campaign.pk,].leads
    merging.unmerge(merge, by=person("sales"))

    assert (before, between) == (2, 1)
    assert queries.tallies([campaign.pk])[campaign.pk,].leads == 2


def test_undoing_keeps_what_was_changed_since(two, person):
    kept, gone = two
    merge = merging.merge(kept, gone, by=person("sales"), take=["title", "name"])
    kept.refresh_from_db()
    editing.edit(kept, by=person("sales"), version=kept.version, title="CEO", company="Sydvind")

    merging.unmerge(merge, by=person("sales"))

    assert (said(kept)["title"], said(kept)["company"], said(kept)["name"]) == (
        "CEO",
        "Sydvind",
        "Erin Rask",
    )
    assert said(gone)["merged_into"] is None


@pytest.mark.parametrize("since", [{"value": 7 * MILLION}, {"currency": "USD"}])
def test_an_amount_that_was_changed_since_keeps_its_currency(since, lead, person):
    rep = person("sales")
    kept, gone = lead(value=5 * MILLION, currency="GBP"), lead(value=6 * MILLION, currency="EUR")
    merge = merging.merge(kept, gone, by=rep, take=["value"])
    kept.refresh_from_db()
    editing.edit(kept, by=rep, version=kept.version, **since)

    merging.unmerge(merge, by=rep)

    money = {"value": 6 * MILLION, "currency": "EUR"} | since
    assert {name: said(kept)[name] for name in money} == money


def test_a_merge_is_undone_once(two, person):
    merge = merging.merge(*two, by=person("sales"))
    merging.unmerge(merge, by=person("sales"))

    with pytest.raises(Conflict):
        merging.unmerge(merge, by=person("sales"))


def test_what_was_merged_cannot_be_changed_or_merged_again(two, lead, person):
    kept, gone = two
    merging.merge(kept, gone, by=person("sales"))

    with pytest.raises(Refusal):
        editing.edit(gone, by=person("sales"), version=2, title="x")
    with pytest.raises(Refusal):
        merging.merge(lead(), gone, by=person("sales"))


def test_merges_are_undone_from_the_last_one_back(two, lead, person):
    kept, gone = two
    third = lead(name="Third")
    first = merging.merge(kept, gone, by=person("sales"), take=["name"])
    second = merging.merge(third, kept, by=person("sales"), take=["name"])

    with pytest.raises(Conflict):
        merging.unmerge(first, by=person("sales"))
    merging.unmerge(second, by=person("sales"))
    merging.unmerge(first, by=person("sales"))

    names = [said(each)["name"] for each in (kept, gone, third)]
    assert names == ["Erin Rask", "E. Rask", "Third"]


def test_leads_of_two_campaigns_become_one(lead, bring, workspace, person):
    autumn = furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    [other] = bring({"name": "Erin", "email": "erin.rask@nordwind.example"}, into=autumn).new

    merge = merging.merge(lead(), other, by=person("sales"))

    assert said(other)["merged_into"] == merge.kept


@pytest.mark.parametrize(
    ("take", "says"),
    [
        ("state", "There is no such field: state"),
        ("touchpoint", "A touchpoint belongs to its campaign."),
    ],
)
def test_what_cannot_be_taken_over_is_told(lead, bring, workspace, person, take, says):
    autumn = furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    [other] = bring({"name": "Erin", "email": "erin.rask@nordwind.example"}, into=autumn).new

    with pytest.raises(Invalid) as refused:
        merging.merge(lead(), other, by=person("sales"), take=[take])

    assert refused.value.fields == {"take": [says]}


def test_a_lead_is_not_merged_with_itself(lead, person):
    erin = lead()

    with pytest.raises(Invalid):
        merging.merge(erin, erin, by=person("sales"))


def test_no_event_of_a_merge_says_who_it_was(two, person):
    merge = merging.merge(*two, by=person("sales"), take=["name", "email", "phone"])
    merging.unmerge(merge, by=person("sales"))

    told = " ".join(map(str, Event.objects.filter(noun="lead").values()))
    assert "Rask" not in told
    assert "nordwind" not in told.casefold()


WORDS = st.text("abc", max_size=3)
MANY_EUROS = [{"value": amount, "currency": "EUR"} for amount in range(10)]
FACTS = st.fixed_dictionaries(
    {
        "name": WORDS.map(lambda text: f"N{text}"),
        "company": WORDS,
        "title": WORDS,
        "email": st.sampled_from(["", "a@x.example", "B@x.example"]),
        "phone": st.sampled_from(["", "+49 30 1234567", "0049301234567"]),
        "consent": WORDS,
        "utm": st.dictionaries(st.sampled_from(["source", "term"]), WORDS, max_size=2),
    }
)
MONEY = st.sampled_from([{}, {"currency": "EUR"}, *MANY_EUROS])
LEADS = st.tuples(FACTS, MONEY).map(lambda pair: pair[0] | pair[1])


@given(first=LEADS, second=LEADS, take=st.sets(st.sampled_from(merging.CHOSEN)))
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_was_taken_both_come_back_exactly(campaign, person, bring, first, second, take):
    kept, gone = (bring(row).new[0] for row in (first, second))
    before = said(kept), said(gone)

    merge = merging.merge(kept, gone, by=person("sales"), take=take)
    merging.unmerge(merge, by=person("sales"))

    assert (said(kept), said(gone)) == before


def test_what_is_told_of_merged_leads_is_found_by_indexes(two, lead, person):
    """On SQLite, which knows nothing of how many rows there are; PostgreSQL looks for itself."""
    kept, gone = two
    merging.merge(kept, gone, by=person("sales"))

    plan = told_of(Touch.objects.all(), [kept.pk]).explain()

    if connection.vendor == "sqlite":
        assert plan.count("leads_that_were_merged") == 6
        assert ("SCAN campaigns" in plan, "(workspace_id=?)" in plan) == (False, False)


def test_erasing_takes_the_merged_ones_along(two, person):
    kept, gone = two
    merge = merging.merge(kept, gone, by=person("sales"), take=["name"])

    erasing.erase(Lead.objects.get(pk=kept.pk), by=person("manager"), why="They asked for it")

    assert (said(kept)["name"], said(gone)["name"]) == ("", "")
    assert Merge.objects.get(pk=merge.pk).before == {}
    with pytest.raises(Conflict):
        merging.unmerge(merge, by=person("sales"))
