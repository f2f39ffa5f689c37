from campaigns.plan import actions
from campaigns.plan.models import Item
from teams.models import Team


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


def test_who_is_the_queue_is_told_with_what_is_usual_among_the_others(plan, person, caller):
    cem, dora = (person("member", name) for name in ("Cem", "Dora"))
    plan("copy", "images", "page", assignees=[cem])
    plan("booth < copy", "party", assignees=[dora])

    queues = caller(person("manager")).get("handoffs").json()["queues"]

    told = ("member", "holding", "weeks", "usual_items", "usual_weeks", "jammed")
    assert [tuple(each[name] for name in told) for each in queues] == [
        (cem.pk, 1, None, 1, 4, True),
        (dora.pk, 0, None, 3, 12, False),
    ]


def test_handoffs_are_the_teams_own(campaign, person, caller):
    ask = caller(person("guest"))

    assert ask.get("handoffs").status_code == 403


def test_a_span_that_is_none_is_refused(campaign, person, caller):
    answer = caller(person("manager")).get("handoffs?days=7")

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["days"])


def test_handoffs_are_told_between_functions_when_asked(workspace, campaign, plan, person, caller):
    web, events = (
        Team.objects.create(workspace=workspace, name=name, function=function)
        for name, function in (("Web", "inbound"), ("Fairs", "events"))
    )
    [page] = plan("page", team=web)
    actions.edit(page, by=person("member"), version=1, team=events)

    answers = [
        caller(person("manager")).get(f"handoffs{query}").json() for query in ("", "?by=function")
    ]

    assert [
        (each["by"], each["handoffs"][0]["giver"], each["handoffs"][0]["taker"]) for each in answers
    ] == [
        ("team", "Web", "Fairs"),
        ("function", "Inbound marketing", "Events"),
    ]


def test_the_page_says_between_whom_and_keeps_it(workspace, campaign, plan, person, signed_in):
    web = Team.objects.create(workspace=workspace, name="Web", function="inbound")
    [page] = plan("page", team=web)
    actions.edit(page, by=person("member"), version=1, status="review")

    shown = signed_in(person("manager")).get("/w/acme/radar/?days=28&by=function").content.decode()

    assert "Inbound marketing → Review" in shown
    assert 'href="?days=90&amp;by=function"' in shown
