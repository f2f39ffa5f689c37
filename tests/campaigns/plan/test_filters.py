"""What the address of a plan asks for: the same on the board and in the list."""

import re
from datetime import date

import pytest

from campaigns.plan import actions
from campaigns.plan.filters import SORTS
from campaigns.plan.models import Channel, Item, Stage
from teams.models import Team

TUESDAY = date(2026, 12, 8)


@pytest.fixture
def rich(campaign, plan, person, time_machine):
    """Four items that differ in everything, on a Tuesday; gives the ids that addresses name."""
    time_machine.move_to(f"{TUESDAY}T09:00:00Z")
    of = {"workspace": campaign.workspace}
    mail = Channel.objects.create(name="E-mail", position=1, **of)
    fair = Channel.objects.create(name="Fair", position=2, **of)
    first = Stage.objects.create(name="Awareness", position=1, **of)
    team = Team.objects.create(name="Inbound", **of)
    member, manager = person("member"), person("manager")
    legal = actions.label_named(campaign.workspace_id, "legal", by=member)

    plan(
        "Brief",
        channel=mail,
        stage=first,
        team=team,
        assignees=[member],
        due_on="2026-12-07",
        start_on="2026-12-01",
        priority=1,
        estimate="8",
    )
    plan(
        "Film < Brief",
        channel=fair,
        assignees=[manager],
        due_on="2026-12-08",
        labels=[legal],
        description="The dock at night",
        kind="deliverable",
    )
    plan("Launch", channel=mail, due_on="2026-12-13", status="blocked", kind="milestone")
    plan("Wrap-up", stage=first, status="done", estimate="2", due_on="2026-12-28")
    return {
        "mail": mail.pk,
        "fair": fair.pk,
        "first": first.pk,
        "team": team.pk,
        "legal": legal.pk,
        "manager": manager.pk,
    }


def titles(browser, view, query):
    page = browser.get(f"/w/acme/c/SPRING/{view}/?{query}").content.decode()
    within = page.partition('id="plan"')[2]
    return re.findall(r'<a href="[^"]*/items/\d+/"[^>]*>([^<]+)</a>', within)


@pytest.mark.parametrize("view", ["board", "list"])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "Brief, Film, Launch, Wrap-up"),
        ("q=DOCK night", "Film"),
        ("q=SPRING-3", "Launch"),
        ("q=100%25", ""),
        ("team={team}", "Brief"),
        ("team=none", "Film, Launch, Wrap-up"),
        ("channel={mail}", "Brief, Launch"),
        ("channel={mail},{fair}", "Brief, Film, Launch"),
        ("channel={fair}&channel=none", "Film, Wrap-up"),
        ("stage={first}", "Brief, Wrap-up"),
        ("status=blocked,done", "Launch, Wrap-up"),
        ("assignee=me", "Brief"),
        ("assignee={manager}", "Film"),
        ("assignee=me,none", "Brief, Launch, Wrap-up"),
        ("label={legal}", "Film"),
        ("label=none", "Brief, Launch, Wrap-up"),
        ("label=none,{legal}", "Brief, Film, Launch, Wrap-up"),
        ("kind=milestone", "Launch"),
        ("priority=1", "Brief"),
        ("due=overdue", "Brief"),
        ("due=today", "Film"),
        ("due=week", "Film, Launch"),
        ("due=month", "Film, Launch, Wrap-up"),
        ("due=none", ""),
        ("due_from=2026-12-08&due_to=2026-12-13", "Film, Launch"),
        ("blocked=1", "Film, Launch"),
        ("channel={mail}&status=blocked&due=week", "Launch"),
    ],
)
def test_a_filter_shows_what_passes_it(query, found, view, rich, person, signed_in):
    shown = titles(signed_in(person("member")), view, query.format(**rich))

    assert sorted(shown) == found.split(", " if found else None)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("rank", "Brief, Film, Launch, Wrap-up"),
        ("-key", "Wrap-up, Launch, Film, Brief"),
        ("-title", "Wrap-up, Launch, Film, Brief"),
        ("start", "Brief, Film, Launch, Wrap-up"),
        ("-due", "Wrap-up, Launch, Film, Brief"),
        ("priority", "Brief, Film, Launch, Wrap-up"),
        ("estimate", "Wrap-up, Brief, Film, Launch"),
        ("-estimate", "Brief, Wrap-up, Film, Launch"),
        ("channel", "Brief, Launch, Film, Wrap-up"),
        ("-channel", "Film, Brief, Launch, Wrap-up"),
        ("stage", "Brief, Wrap-up, Film, Launch"),
        ("team", "Brief, Film, Launch, Wrap-up"),
    ],
)
def test_a_sort_puts_what_has_no_value_last_either_way(sort, order, rich, person, signed_in):
    shown = titles(signed_in(person("member")), "list", f"group=none&sort={sort}")

    assert shown == order.split(", ")


def test_the_newest_change_comes_first_when_sorted_by_it(rich, person, signed_in):
    launch = Item.objects.get(title="Launch")
    actions.edit(launch, by=person("member"), version=1, title="Launch, moved")

    shown = titles(signed_in(person("member")), "list", "group=none&sort=updated")

    assert shown[0] == "Launch, moved"


@pytest.mark.parametrize("view", ["board", "list"])
@pytest.mark.parametrize(
    ("group", "heads"),
    [
        ("status", {"todo": 2, "blocked": 1, "done": 1}),
        ("team", {"{team}": 1, "none": 3}),
        ("channel", {"{mail}": 2, "{fair}": 1, "none": 1}),
        ("stage", {"{first}": 2, "none": 2}),
        ("assignee", {"{member}": 1, "{manager}": 1, "none": 2}),
        ("priority", {"1": 1, "3": 3}),
    ],
)
def test_a_plan_is_grouped_with_counts(group, heads, view, rich, person, signed_in):
    rich["member"] = person("member").pk
    page = signed_in(person("member")).get(f"/w/acme/c/SPRING/{view}/?group={group}")

    plan = page.content.decode().partition('id="plan"')[2]
    found = re.findall(r'data-group="([^"]+)".*?data-count>(\d+)<', plan, re.DOTALL)
    counted = {key: int(count) for key, count in found if int(count)}
    assert counted == {key.format(**rich): count for key, count in heads.items()}


@pytest.mark.parametrize(
    "query",
    ["status=soon", "due=whenever", "group=moon", "sort=-luck", "due_from=31.12.", "team=x"],
)
def test_what_cannot_be_read_is_named_and_left_out(query, rich, person, signed_in):
    page = signed_in(person("member")).get(f"/w/acme/c/SPRING/board/?{query}")

    name, value = query.split("=")
    assert page.status_code == 200
    assert f"The filter “{name}={value}” cannot be read; it was left out." in page.content.decode()
    assert len(titles(signed_in(person("member")), "board", query)) == 4


def controls(browser, view, query):
    """What the filter bar of a view would ask for when it is sent as it is."""
    form = browser.get(f"/w/acme/c/SPRING/{view}/?{query}").content.decode()
    form = form.partition("data-filters")[2].partition("</form>")[0]
    inputs = re.findall(r"<input [^>]*>", form)
    chosen = [each for each in inputs if 'type="radio"' not in each or " checked" in each]
    pairs = [re.search(r'name="(\w+)".*? value="([^"]*)"', each) for each in chosen]
    return {pair[1]: pair[2] for pair in pairs if pair and 'type="checkbox"' not in pair[0]}


@pytest.mark.parametrize("view", ["board", "list", "timeline", "calendar"])
def test_days_and_order_stay_when_another_filter_is_touched(view, rich, person, signed_in):
    asked = "due_from=2026-12-08&due_to=2026-12-13&sort=-due"

    found = controls(signed_in(person("member")), view, asked)

    assert (found["due_from"], found["due_to"], found["sort"]) == (
        "2026-12-08",
        "2026-12-13",
        "-due",
    )


@pytest.mark.parametrize("view", ["board", "list"])
def test_every_order_can_be_chosen_and_the_plans_own_again(view, rich, person, signed_in):
    page = signed_in(person("member")).get(f"/w/acme/c/SPRING/{view}/?sort=due").content.decode()

    offered = re.findall(r'name="sort" value="([^"]*)"', page)

    assert {each or "rank" for each in offered} == set(SORTS)
    assert titles(signed_in(person("member")), "list", "group=none&sort=") == titles(
        signed_in(person("member")), "list", "group=none"
    )
