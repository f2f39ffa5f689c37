"""What is said to the team alone: no guest reads it, and who names one is told."""

import json

import pytest

from campaigns.plan import actions
from campaigns.plan.models import Mention
from tests import furniture
from workspace.kernel.outbox.models import Effect

HTMX = {"HX-Request": "true"}


def test_team_only_comments_never_reach_a_guest(campaign, plan, person, signed_in):
    agency = person("guest")
    furniture.grant(campaign, agency)
    [film] = plan("film")
    actions.comment(film, by=person("member"), body="too expensive", team_only=True)
    browser = signed_in(agency)

    pages = [
        browser.get(f"/w/acme/c/SPRING/{page}").content.decode()
        for page in ("board/", "list/", "items/1/", "activity/", "items/1/activity/")
    ]

    assert not any("too expensive" in page for page in pages)


@pytest.mark.parametrize("way", [HTMX, {}])
def test_who_names_a_guest_in_a_team_only_comment_is_told_that_they_will_not_see_it(
    way, campaign, plan, person, signed_in
):
    [item] = plan("brief")
    guest, browser = person("guest"), signed_in(person("member"))
    furniture.grant(campaign, guest)
    text = f"What do you think, @{guest.name}?"
    address = f"/w/acme/c/SPRING/items/{item.number}/comments/"

    answer = browser.post(address, {"text": text, "team_only": "on"}, headers=way)

    said = f"Comment added. This is for the team only: {guest.name} will not see it."
    shown = answer["HX-Trigger"] if way else browser.get(answer["Location"]).content.decode()
    assert said in shown
    assert not Mention.objects.exists()
    assert not Effect.objects.filter(name="plan.tell_mentioned").exists()


def test_what_is_said_of_a_comment_for_the_team_is_chinese_to_its_last_full_stop(
    campaign, plan, person, signed_in
):
    [item] = plan("brief")
    furniture.grant(campaign, person("guest", name="Lucie"))
    address = f"/w/acme/c/SPRING/items/{item.number}/comments/"
    sent = {"text": "@Lucie?", "team_only": "on"}

    answer = signed_in(person("member")).post(
        address, sent, headers=HTMX | {"Accept-Language": "zh-hans"}
    )

    said = json.loads(answer["HX-Trigger"])["toast"]["message"]
    assert said == "评论已发表。此评论仅团队可见，Lucie 看不到。"


@pytest.mark.parametrize("way", [HTMX, {}])
def test_who_names_a_guest_in_what_they_change_for_the_team_only_is_told_too(
    way, campaign, plan, person, signed_in
):
    [item] = plan("brief")
    guest = person("guest")
    furniture.grant(campaign, guest)
    said = actions.comment(item, by=person("member"), body="Hm", team_only=True)
    browser = signed_in(person("member"))
    sent = {"text": f"What do you think, @{guest.name}?", "version": said.version}

    answer = browser.post(f"/w/acme/comments/{said.pk}/edit/", sent, headers=way)

    shown = answer["HX-Trigger"] if way else browser.get(answer["Location"]).content.decode()
    assert f"Comment changed. This is for the team only: {guest.name} will not see it." in shown


def test_a_guest_says_nothing_to_the_team_alone(campaign, plan, person, signed_in):
    [film] = plan("film", assignees=[person("guest")])
    furniture.grant(campaign, person("guest"))

    answer = signed_in(person("guest")).post(
        f"/w/acme/c/SPRING/items/{film.number}/comments/", {"text": "psst", "team_only": "on"}
    )

    assert answer.status_code == 403
    assert film.comments.count() == 0
