"""Who may follow what, decided for all connections together."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from campaigns.brief.models import Participation, ShareLink
from teams.models import Workspace
from tests import furniture
from workspace.kernel import clock, scope
from workspace.kernel.live.readers import Asking, Judge
from workspace.kernel.streams.models import Stream


@pytest.fixture
def following(campaign):
    """`following(session, "campaign", "workspace")` asks for these streams."""
    of = {"campaign": campaign.pk, "workspace": campaign.workspace_id}

    def ask(session, *kinds):
        ids = {Stream.objects.get(kind=kind, of=of[kind]).pk for kind in kinds}
        return Asking(session, frozenset(ids))

    return ask


@pytest.fixture
def session(signed_in):
    return lambda member: signed_in(member).session.session_key


def is_admitted(asking):
    with scope.none():
        return Judge().judge([asking])[asking].admits(asking)


def test_the_team_follows_the_campaign_and_its_workspace(session, following, person):
    key = session(person("sales"))

    assert is_admitted(following(key, "campaign", "workspace"))


def test_a_guest_follows_the_granted_campaign_to_its_last_day(campaign, session, following, person):
    guest = person("guest")
    asking = following(session(guest), "campaign")
    before = is_admitted(asking)
    today = timezone.localdate()

    grant = furniture.grant(campaign, guest, until=today)
    granted = is_admitted(asking)
    Participation.objects.filter(pk=grant.pk).update(until=today - timedelta(days=1))

    assert [before, granted, is_admitted(asking)] == [False, True, False]


@pytest.mark.parametrize(
    ("zone", "admitted"), [("Pacific/Auckland", False), ("Pacific/Honolulu", True)]
)
def test_a_guests_last_day_ends_by_the_clock_of_the_workspace(
    campaign, workspace, session, following, person, zone, admitted
):
    guest = person("guest")
    Workspace.objects.filter(pk=workspace.pk).update(time_zone=zone)
    furniture.grant(campaign, guest, until=date(2026, 12, 1))
    asking = following(session(guest), "campaign")

    # 01:00 of the 2nd in Auckland, 16:00 of the 1st in Honolulu.
    hour = 12 if zone == "Pacific/Auckland" else 26
    with clock.at(datetime(2026, 12, 1, tzinfo=UTC) + timedelta(hours=hour)):
        assert is_admitted(asking) is admitted


@pytest.mark.parametrize(
    "happens",
    [
        lambda member, key: type(member).objects.filter(pk=member.pk).update(state="left"),
        lambda member, key: Session.objects.filter(pk=key).delete(),
        lambda member, key: Session.objects.filter(pk=key).update(expire_date=timezone.now()),
        lambda member, key: type(member.user).objects.update(is_active=False),
        lambda member, key: type(member.user).objects.update(password="another"),
    ],
    ids=["left", "signed out", "expired", "closed account", "new password"],
)
def test_whoever_lost_the_right_is_not_admitted_again(session, following, person, happens):
    member = person("member")
    key = session(member)
    asking = following(key, "campaign")
    before = is_admitted(asking)

    happens(member, key)

    assert [before, is_admitted(asking)] == [True, False]


def test_a_member_of_another_workspace_sees_nothing(session, following):
    with scope.everything(because="the test makes another workspace"):
        other = furniture.workspace("other")
        stranger = furniture.People(other)("owner")

    assert not is_admitted(following(session(stranger), "campaign"))


def test_a_share_link_follows_its_campaign_until_it_is_revoked(campaign, client, person, following):
    now = timezone.now()
    link = ShareLink.objects.create(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        name="Board",
        token_hash="x",
        made_by=person("member"),
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
    session = client.session
    session["share_links"] = {str(campaign.pk): link.pk}
    session.save()
    working = is_admitted(following(session.session_key, "campaign"))
    beyond = is_admitted(following(session.session_key, "campaign", "workspace"))

    ShareLink.objects.update(revoked_at=now)

    revoked = is_admitted(following(session.session_key, "campaign"))
    assert [working, beyond, revoked] == [True, False, False]


def test_many_are_judged_by_as_many_queries_as_one(
    session, following, person, django_assert_num_queries
):
    askings = [
        following(session(person(role, name=f"{role} {number}")), "campaign", "workspace")
        for number in range(10)
        for role in ("member", "guest")
    ]

    for some in (askings[:2], askings):
        with django_assert_num_queries(6), scope.none():
            Judge().judge(some)
