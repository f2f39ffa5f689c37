"""What fits the words that somebody types into a field that names another item."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.plan import policies
from campaigns.plan.fitting import LONGEST_NAME, PARENT, WAITS_FOR, fitting
from campaigns.plan.views.items import ITEM


@policies.item.opens("edit", **ITEM)
@require_safe
def fits(request, item):
    """Options for a list beneath the field: `?for=parent`, else what the item may wait for."""
    link = PARENT if request.GET.get("for") == PARENT else WAITS_FOR
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST_NAME]
    found = fitting(item, link, text, request.member)
    return render(request, "campaigns/plan/fitting.html", {"item": item, "found": found})
