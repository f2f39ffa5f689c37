"""The filters of the screens, as the query of the API's lists of items."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from campaigns.plan import filters
from campaigns.plan.models import Kind, Priority, Status
from workspace.kernel.api import fields, pages

IDS = "Ids, separated by commas; `none` for those without."
WORDS = {
    "q": "Words that title or description hold, or a number such as SPRING-12.",
    "team": IDS,
    "channel": IDS,
    "stage": IDS,
    "label": IDS,
    "assignee": "Ids of members, separated by commas; `me` for the token's owner, `none`.",
    "status": f"One or more of {', '.join(Status.values)}, separated by commas.",
    "kind": f"One or more of {', '.join(Kind.values)}, separated by commas.",
    "priority": f"One or more of {', '.join(map(str, Priority.values))}, separated by commas.",
    "due": f"One of {', '.join(filters.DUE)}.",
    "due_from": "A day, such as 2026-11-30.",
    "due_to": "A day, such as 2026-11-30.",
    "blocked": "`1`: only what is blocked, or waits for something unfinished.",
}
PARAMETERS = [OpenApiParameter(name, str, description=words) for name, words in WORDS.items()]
KNOWN = {name: serializers.CharField() for name in (*WORDS, *pages.PARAMETERS)}


def wanted(request):
    """The filters that a request asks for; what is not known, or cannot be read, is refused."""
    fields.refuse_others(request.query_params, KNOWN)
    asked = filters.Filters.read(request.query_params)
    if asked.problems:
        raise serializers.ValidationError(
            {
                name: [_("%(value)s cannot be used.") % {"value": value[:100]}]
                for name, value in asked.problems
            }
        )
    return asked


def narrowed(rows, request):
    """The items among `rows` that pass the filters of a request."""
    return wanted(request).narrow(rows, request.member, timezone.localdate())
