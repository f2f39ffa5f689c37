"""A plan page that has not changed is not sent again."""

import hashlib

from django.contrib.messages import get_messages
from django.http import HttpResponseNotModified
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from campaigns.plan import windows
from workspace import build
from workspace.kernel import clock


def conditional(request, campaign, view, make):
    """`make(stream, revision)` with an ETag that names everything the page shows.

    A browser that still has the page is told so (304) without any of it being made.
    """
    stream, revision = windows.revision_of(campaign)
    tag = tag_of(request, view, campaign.version, revision)
    return unless_known(request, tag, lambda: make(stream, revision))


def unless_known(request, tag, make):
    """What `make()` answers, under this ETag; 304 for a browser that has it already."""
    if tag in request.headers.get("If-None-Match", "").split(", "):
        response = HttpResponseNotModified()
    else:
        response = make()
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["HX-Request", "Cookie", "Accept-Language"])
    return response


def tag_of(request, view, *parts):
    """What the page shows, as `parts` name it, and the reader with their settings.

    Also the CSRF secret that the forms hold.
    """
    member = request.member
    get_token(request)
    named = (
        build.identity(),
        view,
        request.get_full_path(),
        bool(request.htmx),
        *parts,
        member.pk,
        member.version,
        member.role,
        member.workspace.face,
        member.workspace.version,
        getattr(request.user, "theme", ""),
        get_language(),
        timezone.localdate(),
        clock.workspace_today(),
        request.META["CSRF_COOKIE"],
        len(get_messages(request)),
    )
    return f'W/"{hashlib.sha256(repr(named).encode()).hexdigest()[:32]}"'
