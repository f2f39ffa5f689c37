"""What people do on the pages, in their words; the journeys read like what happens."""

from contextlib import contextmanager

from playwright.sync_api import expect


def row(page, title):
    """The card or the row of an item."""
    return page.locator("[data-item]:not(#detail)", has_text=title)


def column(page, status):
    return page.locator(f"#board [data-group={status}]")


def sees(page, title, status):
    expect(column(page, status).locator("[data-item]", has_text=title)).to_have_count(1)


def middle(place):
    box = place.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 40)


def drag(page, title, status):
    """Drag a card by mouse onto the head of another column."""
    drag_card(page, row(page, title), column(page, status))


def drag_card(page, card, goal):
    expect(page.locator(".sortable", has=card)).to_have_count(1)
    card.scroll_into_view_if_needed()
    page.mouse.move(*middle(card))
    page.mouse.down()
    x, y = middle(goal.locator(".cards"))
    page.mouse.move(x, y, steps=8)
    page.mouse.move(x, y + 4, steps=2)
    page.mouse.up()


def open_item(page, title):
    row(page, title).get_by_role("link", name=title).click()
    expect(page.locator("#detail")).to_be_visible()
    return page.locator("#detail")


def fact(page, name):
    """The control of one fact of the open item."""
    return page.locator("#detail").get_by_label(name, exact=True)


def composer(page):
    return page.locator("#detail").get_by_placeholder("Write a comment")


def say(page, text):
    """Comment on the open item."""
    composer(page).fill(text)
    page.locator("#talk").get_by_role("button", name="Comment", exact=True).click()


def walk_to(page, place, *, steps=20):
    """Press Tab until that has the focus."""
    for _step in range(steps):
        if place.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab never comes there")


@contextmanager
def watching(page):
    """What is seen on the page meanwhile comes to it live: it is not opened anew."""
    page.evaluate("() => { window.isTheSamePage = true }")
    yield
    assert page.evaluate("() => window.isTheSamePage"), "the page was opened anew"


class Finger:
    """A finger on a page, through the protocol of the browser's own touch screen."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        self.page = page

    def touch(self, kind, *points):
        places = [{"x": x, "y": y} for x, y in points]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    def drag(self, place, *, by, rest=0):
        """Put it down at a place, let it rest so many milliseconds, and go on by (x, y)."""
        (x, y), (right, down) = place, by
        self.touch("touchStart", (x, y))
        self.page.wait_for_timeout(rest)
        for step in range(1, 13):
            self.touch("touchMove", (x + right * step / 12, y + down * step / 12))
            self.page.wait_for_timeout(16)
        self.touch("touchEnd")
