"""The gallery: every component and page of the design system with sample data.

Development only, at `/ui/`. `?page=board` shows a page as it will be; `?theme=dark`,
`?lang=zh-hans` and `?items=1000` vary it. Nothing here touches the database.
"""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import translation

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
    return {
        **frame(page, theme, people),
        **samples.plan(cards, people),
        **item.one_item(cards, people),
        "sections": samples.work_sections(cards),
        "count": len(cards),
        "overdue": 1,
        "rows": samples.campaign_rows(people),
        "statuses": samples.STATUSES,
        "hues": range(12),
        "card": cards[0],
        "cards": cards,
        "pages": PAGES,
    }


def frame(page, theme, people):
    entries = [("inbox", "My work"), ("layers", "Campaigns"), ("square-kanban", "Plan")]
    entries += [("activity", "Activity"), ("users", "People"), ("trash-2", "Trash")]
    current = {"my_work": "My work", "campaigns": "Campaigns"}.get(page, "Plan")
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
        "campaign": samples.campaign(),
    }


def entry(label, current=False):
    return {"label": label, "url": "#", "hint": "Live", "current": current}
