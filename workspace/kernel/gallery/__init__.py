"""The gallery: every component and page of the design system with sample data.

Development only, at `/ui/`. `?page=board` shows a page as it will be; `?theme=dark`,
`?lang=zh-hans` and `?items=1000` vary it. Nothing here touches the database.
"""

from types import SimpleNamespace

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from workspace.kernel.access import public
from workspace.kernel.gallery import item, samples
from workspace.kernel.gallery.words import here

PAGES = {
    "pieces": "ui/gallery.html",
    "board": "campaigns/plan/board.html",
    "list": "campaigns/plan/list.html",
    "drawer": "ui/drawer.html",
    "item": "campaigns/plan/item.html",
    "my_work": "campaigns/insights/my_work.html",
    "campaigns": "campaigns/insights/campaigns.html",
    "missing": "404.html",
}


@public(because="shows sample data only, and only in development")
def gallery(request):
    page = request.GET.get("page", "pieces")
    if not settings.DEBUG or page not in PAGES:
        raise Http404
    with translation.override(request.GET.get("lang", "en")):
        many = min(int(request.GET.get("items", 0)), 10_000)
        template = f"{PAGES[page]}#detail" if request.htmx and page == "item" else PAGES[page]
        return render(request, template, context(page, request.GET.get("theme", "auto"), many))


def context(page, theme, many=0):
    people = samples.people()
    cards = samples.cards(people, many)
    plan = samples.plan(cards, people)
    for column in plan["columns"]:
        column["body"] = drawn("campaigns/plan/board.html#card", column["cards"])
    return {
        **frame(page, theme, people),
        **plan,
        **item.one_item(cards, people),
        "sections": [work(section) for section in samples.work_sections(cards)],
        "body": drawn("campaigns/plan/list.html#row", cards),
        "count": len(cards),
        "overdue": 1,
        "rows": samples.campaign_rows(people),
        "statuses": samples.STATUSES,
        "hues": range(12),
        "card": cards[0],
        "cards": cards,
        "pages": PAGES,
        "plots": samples.plots(),
    }


def drawn(template, cards):
    return mark_safe("".join(render_to_string(template, {"card": card}) for card in cards))


def work(section):
    body = drawn("campaigns/insights/my_work.html#row", section["rows"])
    return section | {"body": body}


def frame(page, theme, people):
    entries = [("inbox", "My work"), ("layers", "Campaigns"), ("users", "People")]
    current = {"my_work": "My work", "campaigns": "Campaigns"}.get(page)
    return {
        "theme": theme,
        "place": {"label": here("campaign"), "hint": "Live · 12 Oct – 18 Dec"},
        "places": [
            {"label": "Campaigns", "entries": [entry("Spring launch", True), entry("Nordics")]}
        ],
        "nav": [
            {"label": label, "icon": icon, "url": "#", "current": label == current, "count": 0}
            for icon, label in entries
        ],
        "me": people[0],
        "me_menu": [
            {"label": "Settings", "icon": "settings", "url": "#"},
            {"label": "Sign out", "icon": "log-out", "url": "#", "post": True},
        ],
        "search_url": "/search/",
        "here": people[:3],
        "campaign": None if current else samples.campaign(),
        "workspace": SimpleNamespace(slug="sample"),
    }


def entry(label, current=False):
    return {"label": label, "url": "#", "hint": "Live", "current": current}
