"""Who is reading, and from which workspace: set before any view runs."""

import zoneinfo

from django.conf import settings
from django.http import Http404
from django.utils import timezone, translation

from teams import queries
from workspace.kernel import clock, scope
from workspace.kernel.access import ask_to_sign_in

LAST_WORKSPACE = "last_workspace"


class Reader:
    """The reader's own language and time zone, before the workspace's and the browser's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = chosen_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        try:
            with in_zone(getattr(request.user, "time_zone", "")):
                response = self.get_response(request)
        finally:
            translation.deactivate()
        response.headers.setdefault("Content-Language", language)
        return response


def chosen_language(request):
    own = getattr(request.user, "language", "")
    if own in dict(settings.LANGUAGES):
        return own
    return translation.get_language_from_request(request)


def in_zone(name):
    try:
        return timezone.override(zoneinfo.ZoneInfo(name) if name else None)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return timezone.override(None)


class Door:
    """The workspace named by the address: its scope, and who is reading it.

    Sets `request.member` (None for nobody) and `request.workspace`. Somebody without a way in
    gets the same 404 as for a workspace that does not exist; nobody signed in is asked to.
    `request.visitor`, where a middleware before this one sets it, is the reader a share link
    lets in; being a member goes before it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.member = request.workspace = None
        with scope.none(), clock.of_no_workspace():
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        slug = kwargs.pop("workspace", None)
        if slug is None:
            return None
        reader = reader_of(request, slug)
        if reader is None:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            raise Http404
        request.member, request.workspace = reader, reader.workspace
        scope.enter(reader.workspace_id)
        clock.keep_time_of(reader.workspace)
        if not getattr(request.user, "time_zone", ""):
            timezone.activate(zoneinfo.ZoneInfo(reader.workspace.time_zone))
        return None


def reader_of(request, slug):
    """The member, else the visitor, who reads the workspace `slug`; None for nobody."""
    member = membership(request, slug) if request.user.is_authenticated else None
    if member is None:
        return getattr(request, "visitor", None)
    if request.session.get(LAST_WORKSPACE) != slug:
        request.session[LAST_WORKSPACE] = slug
    return member


def membership(request, slug):
    """The active membership in the workspace `slug`, with what every page shows.

    All of the person's are read at once, as the menu of workspaces shows them too.
    """
    request.memberships = queries.workspaces_of(request.user)
    return next((each for each in request.memberships if each.workspace.slug == slug), None)
