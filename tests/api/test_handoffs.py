from campaigns.plan import actions
from campaigns.plan.models import Item


def test_handoffs_are_told_per_campaign_and_over_all(campaign, plan, person, caller):
    brief, _page = plan("brief", "page < brief")
    member = person("member")
    item = Item.objects.get(pk=brief.pk)
    actions.edit(item, by=member, version=item.version, status="review", assignees=[member])
    ask = caller(person("manager"))

    over_all, here = (ask.get(f"{way}handoffs?days=28").json() for way in ("", "campaigns/SPRING/"))

    assert over_all == here
    assert [(each["taker"], each["count"]) for each in here["handoffs"]] == [("Review", 0)]
    assert [each["item"] for each in here["handoffs"][0]["waiting"]] == [brief.pk]
    assert [(each["member"], each["items"]) for each in here["queues"]] == [(member.pk, [brief.pk])]


def test_handoffs_are_the_teams_own(campaign, person, caller):
    ask = caller(person("guest"))

    assert ask.get("handoffs").status_code == 403


def test_a_span_that_is_none_is_refused(campaign, person, caller):
    answer = caller(person("manager")).get("handoffs?days=7")

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["days"])
