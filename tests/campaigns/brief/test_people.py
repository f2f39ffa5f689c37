"""Who takes part in a campaign, and who reads along."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from campaigns.brief.actions import inviting, sharing
from campaigns.brief.following import campaigns_seen
from campaigns.brief.models import Campaign, Participation, ShareLink
from teams.models import Invitation, Member
from teams.secrets import invitation_token
from tests import furniture
from workspace.kernel import outbox
from workspace.kernel.live.readers import Reader
from workspace.kernel.refusals import Forbidden, Invalid
from workspace.kernel.streams.models import Event

SOON = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def guest(campaign, person):
    member = person("guest")
    inviting.admit(campaign, member, by=person("owner"), until=SOON)
    return member


def statuses(browser, *paths):
    return [browser.get(path).status_code for path in paths]


def test_one_form_invites_straight_into_a_campaign(campaign, person, signed_in):
    answer = signed_in(person("member")).post(
        "/w/acme/people/invite/",
        {
            "email": "Ines@havel.example",
            "name": "Ines",
            "role": "guest",
            "campaign": campaign.pk,
            "until": SOON.isoformat(),
        },
    )
    outbox.dispatch()

    grant = Participation.objects.get(member__email="ines@havel.example")
    assert answer.status_code == 302
    assert (grant.campaign, grant.until, grant.member.state) == (campaign, SOON, "invited")
    assert "Spring launch" in mail.outbox[0].subject


@pytest.mark.parametrize(
    ("until", "shown"), [((2026, 12, 31), "31 Dec"), ((2027, 1, 2), "2 Jan 2027")]
)
def test_the_mail_of_an_invitation_writes_days_as_its_page_does(campaign, person, until, shown):
    with time_machine.travel("2026-11-20T12:00Z", tick=False):
        grant = inviting.invite(
            campaign,
            by=person("member"),
            email="ines@havel.example",
            name="Ines",
            role="guest",
            until=date(*until),
        )
        outbox.dispatch()
        token = invitation_token(Invitation.objects.get(member=grant.member).nonce)
        page = Client().get(f"/invitations/{token}/").content.decode()

    sentence = f"Your access is for the time until {shown}."
    assert f"<dd>{shown}</dd>" in page
    assert sentence in mail.outbox[0].body
    assert sentence in mail.outbox[0].alternatives[0].content


def test_the_same_form_invites_to_the_workspace_alone(campaign, person, signed_in):
    answer = signed_in(person("manager")).post(
        "/w/acme/people/invite/", {"email": "grace@acme.example", "role": "member"}
    )

    assert answer.status_code == 302
    assert Member.objects.get(email="grace@acme.example").participations.count() == 0


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"role": "guest"}, {"campaign", "until"}),
        ({"role": "guest", "campaign": "own"}, {"until"}),
        ({"role": "guest", "campaign": "own", "until": "2020-01-01"}, {"until"}),
        ({"role": "owner"}, {"role"}),
        ({"role": "member", "campaign": "999999"}, {"campaign"}),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(typed, wrong, campaign, person, signed_in):
    if typed.get("campaign") == "own":
        typed = typed | {"campaign": campaign.pk}

    answer = signed_in(person("manager")).post(
        "/w/acme/people/invite/", {"email": "grace@acme.example", **typed}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == wrong
    assert answer.context["form"]["email"].value() == "grace@acme.example"


def test_the_mail_leads_a_guest_to_the_board(campaign, person):
    grant = inviting.invite(
        campaign,
        by=person("member"),
        email="ines@havel.example",
        until=SOON,
        lands_on="/w/acme/c/SPRING/",
    )
    token = invitation_token(Invitation.objects.get(member=grant.member).nonce)
    browser = Client()

    answer = browser.post(
        f"/invitations/{token}/", {"name": "Ines", "password": "a difference engine"}
    )

    assert answer["Location"] == "/w/acme/c/SPRING/"
    assert statuses(browser, "/w/acme/c/SPRING/board/") == [200]


def test_a_member_is_admitted_at_once_and_told(campaign, person):
    sales = person("sales")

    grant = inviting.invite(
        campaign, by=person("member"), email=sales.email, role="guest", until=SOON
    )
    outbox.dispatch()

    assert (grant.member.role, grant.member.state) == ("sales", "active")
    assert [message.to for message in mail.outbox] == [[sales.email]]


def test_sales_and_guests_invite_nobody(campaign, person):
    for role in ("sales", "guest"):
        with pytest.raises(Forbidden):
            inviting.invite(campaign, by=person(role), email="x@new.example", until=SOON)


def test_a_guest_sees_the_granted_campaign_and_nothing_else(campaign, guest, person, signed_in):
    furniture.campaign(campaign.workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    browser = signed_in(guest)

    assert statuses(
        browser, "/w/acme/c/SPRING/board/", "/w/acme/c/SPRING/people/", "/w/acme/c/AUTUMN/board/"
    ) == [200, 200, 404]


def test_access_ends_after_its_last_day(campaign, guest, signed_in, settings):
    settings.TIME_ZONE = "UTC"
    browser = signed_in(guest)

    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        last_day = Campaign.objects.visible_to(guest).count()
    with time_machine.travel(timezone.now() + timedelta(days=32), tick=False):
        after = Campaign.objects.visible_to(guest).count()

    assert (last_day, after) == (1, 0)
    assert browser.get("/w/acme/c/SPRING/board/").status_code == 200


def test_a_guests_last_day_can_be_moved_and_not_into_the_past(campaign, guest, person, signed_in):
    grant = Participation.objects.get(member=guest)
    address = f"/w/acme/c/SPRING/people/{grant.pk}/extend/"
    browser = signed_in(person("member"))

    past = browser.post(address, {"until": "2020-01-01"}).status_code
    later = browser.post(address, {"until": "2099-01-01"}).status_code

    grant.refresh_from_db()
    assert (past, later, grant.until) == (422, 302, date(2099, 1, 1))
    with pytest.raises(Invalid):
        inviting.extend(grant, by=person("member"), until=None)


def test_ending_takes_the_campaign_away_at_once(campaign, guest, person, signed_in):
    grant = Participation.objects.get(member=guest)
    signed_in(person("member")).post(f"/w/acme/c/SPRING/people/{grant.pk}/end/")

    assert signed_in(guest).get("/w/acme/c/SPRING/board/").status_code == 404
    assert Event.objects.filter(verb="participation.removed").get().data == {"member": guest.pk}


def test_a_grant_of_one_campaign_is_not_ended_through_another(campaign, guest, person, signed_in):
    furniture.campaign(campaign.workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    grant = Participation.objects.get(member=guest)

    answer = signed_in(person("owner")).post(f"/w/acme/c/AUTUMN/people/{grant.pk}/end/")

    assert answer.status_code == 404


@pytest.fixture
def shared(campaign, person):
    return sharing.share(campaign, by=person("member"), name="Board of directors", days=30)


def visitor(secret):
    browser = Client()
    browser.get(f"/s/{secret}/")
    return browser


def test_whoever_has_the_link_reads_that_campaign_and_changes_nothing(
    shared, campaign, plan, person
):
    plan("brief")
    furniture.campaign(campaign.workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    browser = visitor(shared[1])

    read = statuses(
        browser,
        "/w/acme/c/SPRING/board/",
        "/w/acme/c/SPRING/list/",
        "/w/acme/c/SPRING/items/1/",
        "/w/acme/c/SPRING/people/",
        "/w/acme/c/AUTUMN/board/",
        "/w/acme/people/",
    )
    write = browser.post("/w/acme/c/SPRING/items/", {"title": "Mine"})

    assert read == [200, 200, 200, 403, 302, 302]
    assert write.status_code == 302
    assert "login" in write["Location"]


def test_a_signed_in_stranger_reads_by_the_link_too(shared, signed_in, person):
    from tests.furniture import People, workspace
    from workspace.kernel import scope

    with scope.everything(because="the test needs a second company"):
        other = workspace("globex")
    with scope.of(other.pk):
        stranger = signed_in(People(other)("member"))
    before = stranger.get("/w/acme/c/SPRING/board/").status_code
    stranger.get(f"/s/{shared[1]}/")

    assert (before, stranger.get("/w/acme/c/SPRING/board/").status_code) == (404, 200)


def test_a_member_who_opens_the_link_stays_a_member(shared, person, signed_in):
    browser = signed_in(person("owner"))
    browser.get(f"/s/{shared[1]}/")

    assert browser.get("/w/acme/c/SPRING/board/").wsgi_request.member == person("owner")


def test_a_link_ends_by_hand_and_by_its_date(shared, person, signed_in):
    link, secret = shared
    browser = visitor(secret)

    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1), tick=False):
        late = statuses(browser, "/w/acme/c/SPRING/board/", f"/s/{secret}/")
    signed_in(person("owner")).post(f"/w/acme/c/SPRING/people/share/{link.pk}/revoke/")
    revoked = statuses(browser, "/w/acme/c/SPRING/board/", f"/s/{secret}/")

    assert (late, revoked) == ([302, 404], [302, 404])


def test_the_link_is_shown_once(campaign, person, signed_in):
    browser = signed_in(person("member"))

    made = browser.post(
        "/w/acme/c/SPRING/people/share/", {"share-name": "Board", "share-days": "30"}
    )
    again = browser.get("/w/acme/c/SPRING/people/").content.decode()

    assert "/s/rt_share_" in made.content.decode()
    assert "rt_share_" not in again
    assert ShareLink.objects.get().token_hash not in again


def test_who_may_follow_a_campaign_is_who_may_see_it(campaign, guest, shared, person):
    other = furniture.campaign(campaign.workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    home, both = campaign.workspace_id, {campaign.pk, other.pk}
    team = Reader(home, person("sales").pk, "sales")
    elsewhere = Reader(home + 1, person("sales").pk, "sales")
    granted = Reader(home, guest.pk, "guest")
    linked = Reader(home, links=frozenset({(campaign.pk, shared[0].pk)}))
    forged = Reader(home, links=frozenset({(other.pk, shared[0].pk)}))

    seen = campaigns_seen(dict.fromkeys((team, elsewhere, granted, linked, forged), both))

    assert seen == {
        team: both,
        elsewhere: set(),
        granted: {campaign.pk},
        linked: {campaign.pk},
        forged: set(),
    }
