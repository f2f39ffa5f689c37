"""The design system holds on every page of the gallery, in every language."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from workspace.kernel import gallery
from workspace.kernel.gallery import samples

pytestmark = pytest.mark.alike


@pytest.fixture
def show(settings, db):
    def show(page, **query):
        settings.DEBUG = True
        request = RequestFactory().get("/ui/", {"page": page, **query})
        request.user, request.htmx = AnonymousUser(), False
        request.session = {}
        return gallery.gallery(request)

    return show


@pytest.mark.parametrize("page", gallery.PAGES)
@pytest.mark.parametrize("lang", ["en", "zh-hans", "zh-hant"])
def test_every_page_of_the_gallery_stands(show, page, lang):
    response = show(page, lang=lang)

    assert response.status_code == 200


@pytest.mark.parametrize("page", gallery.PAGES)
def test_pages_need_no_exception_from_the_content_security_policy(show, page):
    html = show(page).content.decode()

    assert re.findall(r"<[^>]+\sstyle=|<[^>]+\son\w+=|<[^>]+\shx-on|<style|javascript:", html) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", html) == []


@pytest.mark.parametrize("page", gallery.PAGES)
def test_ids_are_unique_and_labels_point_at_them(show, page):
    html = show(page).content.decode()

    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    pointed = re.findall(r'\s(?:for|popovertarget|commandfor|aria-labelledby)="([^"]+)"', html)
    assert {name for names in pointed for name in names.split()} - set(ids) == set()


def test_a_card_stays_lean():
    card = next(card for card in samples.cards(samples.people()) if card.channel and card.due)

    html = render_to_string("campaigns/plan/board.html#card", {"card": card})

    assert len(html.encode()) <= 1100
    assert "csrf" not in html


# What scripts put on for a moment.
FLEETING = {"glow", "htmx-request"}
SHEETS = ("components.css", "charts.css")


def test_every_component_stands_in_the_gallery(show):
    html = "".join(show(page).content.decode() for page in gallery.PAGES)
    shown = {name for names in re.findall(r'class="([^"]*)"', html) for name in names.split()}

    styled = set()
    for sheet in SHEETS:
        text = (settings.BASE_DIR / "static" / "css" / sheet).read_text()
        selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}|url\([^)]*\)", " ", text, flags=re.DOTALL)
        styled |= set(re.findall(r"\.([a-z][\w-]*)", selectors))

    assert styled - shown - FLEETING == set()
