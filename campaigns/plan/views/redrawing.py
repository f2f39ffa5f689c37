"""What moved in a plan, for the page that shows it: when it asks, and with its own change.

A page says what it shows by the header `Plan-Shown`, in the words of the query of `changes/`.
The answer to its change then brings what moved, so that it need not ask a second time.
"""

from django.http import JsonResponse, QueryDict
from django.utils.cache import patch_cache_control, patch_vary_headers

from campaigns.plan import changes
from campaigns.plan.filters import Filters
from campaigns.plan.views import frame
from workspace.kernel import fragments

SHOWN = "Plan-Shown"


def since(request, campaign, shown):
    """What to draw anew where `shown` (since, view, filters) is shown; see `plan/changes.py`."""
    found = changes.since(
        campaign,
        whole(shown.get("since")),
        Filters.read(shown),
        request.member,
        "list" if shown.get("view") == "list" else "board",
    )
    found["summary"] = frame.summary_html(campaign, found["revision"], request)
    answer = JsonResponse(found)
    patch_cache_control(answer, no_store=True)
    patch_vary_headers(answer, ["Cookie"])
    return answer, found["revision"]


def brought(request, campaign, *, said, undo, **moved):
    """The answer to a change, with what it moved; None where nobody says what is shown."""
    if not request.htmx or SHOWN not in request.headers:
        return None
    shown = QueryDict(request.headers[SHOWN])
    answer, revision = since(request, campaign, shown)
    moved["revision"] = revision
    return fragments.announce(answer, said=said, undo=undo, **{"plan:moved": moved})


def whole(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0
