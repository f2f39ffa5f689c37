"""The table twin says in words all that the bars show."""

import re
from datetime import date

import pytest

from campaigns.history import actions as history
from campaigns.plan import actions
from campaigns.plan.models import Dependency, Item
from workspace.kernel.streams.models import Stream

PAGE = "/w/acme/c/SPRING/timeline/"
TABLE = f"{PAGE}?as=table"


@pytest.fixture
def linked(plan):
    """A page that waits two working days longer than for the start of its brief; a launch."""
    brief, page, launch = plan("brief", "page < brief", "launch < page", due_on="2026-12-18")
    actions.edit(brief, by=plan.by, version=1, start_on="2026-12-01", due_on="2026-12-04")
    actions.edit(launch, by=plan.by, version=1, kind="milestone")
    actions.edit(page, by=plan.by, version=1, waits_how={str(brief.pk): ["SS", 2]})
    return brief, page, launch


@pytest.fixture
def signed(linked, campaign, plan):
    return history.name_plan(campaign, by=plan.by, name="Signed")


def fresh(item):
    return Item.objects.select_related("campaign").get(pk=item.pk)


def edit(item, by, **values):
    actions.edit(fresh(item), by=by, version=fresh(item).version, **values)


def cells(html, item):
    """{column: the words in it} of an item's row."""
    row = re.search(rf'<tr class="[^"]*" id="item-{item.pk}[^>]*>(.*?)</tr>', html, re.S)[1]
    found = re.findall(r'<td class="([\w ]+)"[^>]*>(.*?)</td>', row, re.S)
    return {name.split()[-1]: re.sub("<[^>]+>", "", text).strip() for name, text in found}


def test_a_row_says_what_it_is_and_how_far_it_has_come(linked, person, signed_in):
    brief, _page, launch = linked
    edit(brief, person("manager"), checklist=[["a", True], ["b", False]])
    html = signed_in(person("member")).get(TABLE).content.decode()

    assert cells(html, launch)["kind"] == "Shared deadline"
    assert (cells(html, brief)["kind"], cells(html, brief)["progress"]) == ("Task", "50%")


def test_a_bar_says_that_it_is_a_shared_deadline(linked, person, signed_in):
    html = signed_in(person("member")).get(PAGE).content.decode()

    assert 'aria-label="launch, Shared deadline, 18 Dec, To do"' in html
    assert 'aria-label="page, 18 Dec, To do"' in html


def test_a_row_says_what_it_waits_for_what_it_holds_up_and_how(linked, person, signed_in):
    brief, page, launch = linked
    html = signed_in(person("member")).get(TABLE).content.decode()

    assert cells(html, brief)["holds"] == "page (Start to start, +2 working days)"
    assert cells(html, page)["waits"] == "brief (Start to start, +2 working days)"
    assert cells(html, page)["holds"] == "launch"
    assert cells(html, launch)["holds"] == "–"


def test_a_row_says_where_it_stood_in_the_baseline_and_how_far_it_moved(
    linked, signed, person, signed_in
):
    brief, page, _launch = linked
    edit(brief, person("manager"), due_on="2026-12-09")
    browser = signed_in(person("member"))

    html = browser.get(f"{TABLE}&baseline={signed.pk}").content.decode()

    assert cells(html, brief)["stood"] == "1 Dec – 4 Dec"
    assert cells(html, brief)["moved"] == "3 working days later (5 days)"
    assert cells(html, page)["moved"] == "not moved"
    assert "stood" not in cells(browser.get(TABLE).content.decode(), brief)


def test_the_table_has_the_lanes_of_the_bars(linked, person, signed_in):
    brief, page, _launch = linked
    ada = person("member", "Ada")
    edit(brief, person("manager"), assignees=[ada])
    edit(page, person("manager"), assignees=[ada], start_on=None, due_on=None)

    html = signed_in(ada).get(f"{TABLE}&group=assignee").content.decode()

    table = html.split('id="list"')[1].split("</table>")[0]
    groups = re.findall(
        r'data-group="(\w+)" data-steady><tr class="group"><th[^>]*>([\w ]+)', table
    )
    assert [name.strip() for _key, name in groups] == ["Ada", "Nobody yet"]
    mine = table.split('data-group="')[1]
    assert mine.count("data-item=") == 2


def test_changes_draw_the_row_beside_one_that_was_renamed_or_linked(
    linked, campaign, person, signed_in
):
    brief, page, launch = linked
    browser, by = signed_in(person("member")), person("manager")
    browser.get(TABLE)
    before = revision_of(campaign)
    edit(page, by, title="landing page")
    renamed = drawn(browser, before)
    before = revision_of(campaign)
    edit(launch, by, waits_for=[])

    assert cells(renamed[brief.pk], brief)["holds"].startswith("landing page (")
    assert cells(drawn(browser, before)[page.pk], page)["holds"] == "–"


def revision_of(campaign):
    return Stream.objects.get(kind="campaign", of=campaign.pk).revision


def drawn(browser, since):
    found = browser.get(f"{PAGE}changes/?as=table&since={since}").json()["items"]
    return {each["id"]: each["html"] for each in found}


def shadows(html):
    return re.findall(r'class="bar-row ghost">.*?</li>', html, re.S)


@pytest.mark.parametrize(
    ("gone", "why"),
    [
        (lambda item, by: actions.trash(item.campaign, [item.pk], by=by), "deleted since"),
        (lambda item, by: edit(item, by, start_on=None, due_on=None), "has no dates now"),
    ],
)
def test_what_has_no_bar_any_more_casts_its_shadow(linked, signed, person, signed_in, gone, why):
    brief, _page, _launch = linked
    gone(fresh(brief), person("manager"))
    browser = signed_in(person("member"))

    [ghost] = shadows(browser.get(f"{PAGE}?baseline={signed.pk}").content.decode())
    table = browser.get(f"{TABLE}&baseline={signed.pk}").content.decode()

    assert 'class="shadow"' in ghost
    assert f"1 Dec – 4 Dec, {why}" in ghost
    assert f'class="moved" colspan="6">{why}' in table
    assert shadows(browser.get(f"{PAGE}?baseline={signed.pk}&q=launch").content.decode()) == []
    assert len(shadows(browser.get(f"{PAGE}?baseline={signed.pk}&q=brief").content.decode())) == 1


def test_the_stretch_reaches_to_the_shadows(linked, signed, person, signed_in):
    brief, _page, _launch = linked
    edit(brief, person("manager"), start_on="2027-02-01", due_on="2027-02-03")
    late = history.name_plan(brief.campaign, by=person("manager"), name="Late")
    edit(brief, person("manager"), start_on="2026-12-01", due_on="2026-12-04")
    browser = signed_in(person("member"))

    html = browser.get(f"{PAGE}?baseline={late.pk}").content.decode()

    assert html.count('class="shadow"') == 3
    assert date.fromisoformat(re.search(r'data-last="([\d-]+)"', html)[1]) > date(2027, 2, 3)


def test_changes_reload_where_a_shadow_loses_its_bar(linked, signed, campaign, person, signed_in):
    brief, _page, _launch = linked
    browser, before = signed_in(person("member")), revision_of(campaign)
    actions.trash(campaign, [brief.pk], by=person("manager"))

    shown = browser.get(f"{PAGE}changes/?since={before}&baseline={signed.pk}").json()

    assert shown.get("reload")
    assert "reload" not in browser.get(f"{PAGE}changes/?since={before}").json()


def test_changes_offer_a_baseline_that_somebody_named(linked, campaign, person, signed_in):
    browser, before = signed_in(person("member")), revision_of(campaign)
    hidden = browser.get(f"{PAGE}changes/?since={before}").json()["baselines"]
    history.name_plan(campaign, by=person("manager"), name="Approved")

    offered = browser.get(f"{PAGE}changes/?since={before}").json()["baselines"]

    assert "hidden>" in hidden
    assert ">Approved</option>" in offered


def test_links_name_their_lag_for_the_hands(linked, person, signed_in):
    brief, page, _launch = linked
    html = signed_in(person("member")).get(PAGE).content.decode()

    assert f"{brief.pk}-{page.pk}-SS+2" in re.search(r'data-links="([^"]*)"', html)[1].split()
    assert Dependency.objects.count() == 2
