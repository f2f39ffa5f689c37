"""Work is handed over on the workload page: by mouse while somebody looks on, and by keys."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.test_pages import violations

pytestmark = pytest.mark.alike

# A week in which other journeys give Max nothing, so that his list is short.
NEXT = timezone.localdate() + timedelta(days=35 - timezone.localdate().weekday())


HEARD = "() => addEventListener('live:event', () => (window.heard = true), true)"


@pytest.fixture
def work(table_for):
    """`work("Title")` gives Max work for the whole of that week; its title."""
    context = table_for.browser("owner")
    [token] = [each["value"] for each in context.cookies() if each["name"] == "roundtable_csrf"]
    page = table_for("owner", "list/")
    choice = page.locator("[name=assignee]", has_text="").evaluate_all(
        "all => all.map(one => [one.value, one.closest('label')?.textContent.trim()])"
    )
    [max_member] = [value for value, name in choice if name == "Max Member"]

    def add(title, **more):
        answer = context.request.post(
            f"{table_for.base}items/",
            form={
                "title": title,
                "assignees": max_member,
                "start_on": NEXT.isoformat(),
                "due_on": (NEXT + timedelta(days=4)).isoformat(),
                "csrfmiddlewaretoken": token,
                **more,
            },
            headers={"Referer": table_for.base},
            max_redirects=0,
        )
        assert answer.status == 302, answer.text()
        return title

    return add


def workload(table_for, role):
    page = table_for(role, "list/")
    return table_for.open(page.context, f"{table_for.base.partition('/c/')[0]}/workload/")


def in_its_week(page, name, week):
    return page.locator("#workload tr", has_text=name).locator(f"td[data-week='{week}']")


def cell(page, name):
    return in_its_week(page, name, NEXT)


def opened(page, name):
    """The items of a person in that week, beneath their row."""
    cell(page, name).get_by_role("link").click()
    return page.locator(".opened")


def menu_of(page, title):
    page.get_by_role("button", name=f"Move or hand over {title}").click()
    return page.locator("[popover]:popover-open")


def test_work_is_dragged_to_another_person_while_somebody_looks_on(table_for, work):
    title = work("Trade fair stand")
    mara, olga = workload(table_for, "manager"), workload(table_for, "owner")
    theirs = opened(olga, "Mara Manager")
    item = opened(mara, "Max Member").locator("[data-load-item]", has_text=title)
    expect(item).to_be_visible()

    item.drag_to(cell(mara, "Mara Manager"))

    expect(item).to_have_count(0)
    expect(theirs).to_contain_text(title)
    assert violations(mara) == []


def test_work_dragged_to_another_person_and_week_is_listed_once_and_undone_once(table_for, work):
    title = work("Shared launch", kind="milestone")
    page = workload(table_for, "manager")
    item = opened(page, "Max Member").locator("[data-load-item]", has_text=title)
    later = NEXT + timedelta(days=7)
    goal = in_its_week(page, "Mara Manager", later)

    item.drag_to(goal)
    listed = page.get_by_role("dialog", name=re.compile("would move"))
    expect(listed).to_contain_text("1 shared deadline")
    page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    expect(item).to_be_visible()

    there = workload(table_for, "owner")
    in_its_week(there, "Mara Manager", later).get_by_role("link").click()
    expect(there.locator(".opened")).not_to_contain_text(title)
    item.drag_to(goal)
    listed.get_by_label("Why?").fill("Mara has time a week later")
    listed.get_by_role("button", name="Move it").click()
    page.locator(".toast").hover()  # so that it stays, however slow the rest is
    expect(item).to_have_count(0)
    expect(there.locator(".opened")).to_contain_text(title)

    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(there.locator(".opened")).not_to_contain_text(title)
    expect(item).to_be_visible()


def test_work_that_goes_elsewhere_while_it_is_dragged_is_asked_about(table_for, work):
    title = work("Pulled by two")
    page, theirs = workload(table_for, "manager"), workload(table_for, "owner")
    item = opened(page, "Max Member").locator("[data-load-item]", has_text=title)
    expect(opened(theirs, "Max Member")).to_contain_text(title)
    page.evaluate(HEARD)
    item.hover()
    page.mouse.down()
    cell(page, "Mara Manager").hover()

    menu = menu_of(theirs, title)
    menu.get_by_label("Hand over to").select_option("Sina Sales")
    menu.get_by_role("button", name="Hand over", exact=True).click()
    page.wait_for_function("() => window.heard")
    page.evaluate("() => fetch(location.href).then((page) => page.text())")
    cell(page, "Mara Manager").hover()
    page.mouse.up()

    both = page.get_by_role("alert").filter(has_text="Olga Owner")
    expect(both).to_contain_text("Sina Sales")
    expect(both).to_contain_text("Mara Manager")


def test_work_put_into_another_week_is_there_for_who_looks_on(table_for, work):
    title = work("Booth built")
    mara, olga = workload(table_for, "manager"), workload(table_for, "owner")
    later = NEXT + timedelta(days=7)
    week = f"td[data-week='{later}']"
    olga.locator("#workload tr", has_text="Max Member").locator(week).get_by_role("link").click()
    theirs = olga.locator(".opened")
    expect(theirs).not_to_contain_text(title)
    expect(opened(mara, "Max Member")).to_contain_text(title)

    menu_of(mara, title).get_by_role("button", name="A week later").click()
    mara.get_by_role("dialog").get_by_role("button", name="Move it").click()

    expect(theirs).to_contain_text(title)


SAME_AS = """
(note, token) => {
  const other = note.cloneNode();
  other.className = "";
  other.style.color = `var(${token})`;
  note.after(other);
  const same = getComputedStyle(note).color === getComputedStyle(other).color;
  other.remove();
  return same;
}
"""


def test_deadlines_that_meet_are_red_and_words_of_a_cell_stay_in_it(table_for, work):
    work("Signage"), work("Samples")
    browser = table_for.browser("manager", locale="zh-CN")
    page = table_for.open(browser, f"{table_for.base.partition('/c/')[0]}/workload/")
    note = cell(page, "Max Member").locator(".is-clash").element_handle()
    red = note.evaluate(SAME_AS, "--bad")

    note.evaluate("each => { each.className = 'note is-rival mark i-flag' }")
    note.evaluate("each => { each.textContent = '2 个营销活动排期冲突' }")

    assert red
    assert note.evaluate("each => each.scrollWidth - each.clientWidth") <= 0


def hand_to_mara(page, title):
    menu = menu_of(page, title)
    menu.get_by_label("Hand over to").select_option("Mara Manager")
    menu.get_by_role("button", name="Hand over", exact=True).click()


def test_work_for_somebody_with_too_much_is_listed_before_it_is_handed_over(table_for, work):
    title = work("Whole brochure", estimate="60")
    page = workload(table_for, "manager")
    item = opened(page, "Max Member").locator("[data-load-item]", has_text=title)

    hand_to_mara(page, title)
    listed = page.get_by_role("dialog", name="Hand it over all the same?")
    expect(listed).to_contain_text("Mara Manager would have")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(item).to_be_visible()

    hand_to_mara(page, title)
    listed.get_by_role("button", name="Hand over").click()
    expect(item).to_have_count(0)
    expect(opened(page, "Mara Manager")).to_contain_text(title)


def test_work_is_put_a_week_later_by_keys_after_its_list_was_seen(table_for, work):
    title = work("Launch by keys", kind="milestone")
    page = workload(table_for, "manager")
    keys = page.keyboard
    cell(page, "Max Member").get_by_role("link").focus()
    keys.press("Enter")
    page.get_by_role("button", name=f"Move or hand over {title}").focus()
    keys.press("Enter")
    page.get_by_role("button", name="A week later").locator("visible=true").focus()
    keys.press("Enter")

    listed = page.get_by_role("dialog", name=re.compile("would move"))
    expect(listed.get_by_label("Why?")).to_be_focused()
    keys.type("The hall is free later")
    keys.press("Enter")

    expect(listed).to_have_count(0)
    expect(page.locator("[data-load-item]", has_text=title)).to_have_count(0)


def test_work_is_handed_over_by_keys_alone(table_for, work):
    title = work("Price list")
    page = workload(table_for, "manager")
    keys = page.keyboard

    cell(page, "Max Member").get_by_role("link").focus()
    keys.press("Enter")
    page.get_by_role("button", name=f"Move or hand over {title}").focus()
    keys.press("Enter")
    whom = page.get_by_label("Hand over to").locator("visible=true")
    whom.focus()
    keys.type("Mara")
    keys.press("Tab")
    expect(
        page.get_by_role("button", name="Hand over", exact=True).locator("visible=true")
    ).to_be_focused()
    keys.press("Enter")

    expect(page.locator("[data-load-item]", has_text=title)).to_have_count(0)
    expect(opened(page, "Mara Manager")).to_contain_text(title)
