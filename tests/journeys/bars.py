"""What people do with the bars of a timeline."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

DAY = 24
START = timezone.localdate() + timedelta(days=7)
END = START + timedelta(days=4)
PHONE = {"viewport": {"width": 390, "height": 740}, "has_touch": True, "is_mobile": True}
CENTRE = "each => each.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })"


def row(page, title):
    return page.locator(".bar-row", has_text=title)


def starts(page, title, day, **how):
    expect(row(page, title)).to_have_attribute("data-start", day.isoformat(), **how)


def drag(page, title, days):
    body = row(page, title).locator(".body")
    body.scroll_into_view_if_needed()
    box = body.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + days * DAY, y, steps=6)


def centred(place):
    place.evaluate(CENTRE)
    return place
