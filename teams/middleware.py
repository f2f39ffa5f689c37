"""Who is reading, and from which workspace: set before any view runs."""

import zoneinfo

from django.http import Http404
from django.utils import timezone, translation

from teams.models import Member
from workspace.kernel import scope
from workspace.kernel.access import ask_to_sign_in


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
    return own or translation.get_language_from_request(request)


def in_zone(name):
    try:
        return timezone.override(zoneinfo.ZoneInfo(name) if name else None)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return timezone.override(None)


class Door:
    """The workspace named by the address: its scope, and the reader's membership in it.

    Sets `request.member` (None for nobody) and `request.workspace`. Who is not a member gets the
    same 404 as for a workspace that does not exist.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.member = request.workspace = None
        with scope.none():
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        slug = kwargs.pop("workspace", None)
        if slug is None:
            return None
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        member = membership(request.user, slug)
        if member is None:
            raise Http404
        request.member, request.workspace = member, member.workspace
        scope.enter(member.workspace_id)
        if not request.user.time_zone:
            timezone.activate(zoneinfo.ZoneInfo(member.workspace.time_zone))
        return None


def membership(user, slug):
    """The active membership of `user` in the workspace `slug`, with what every page shows."""
    with scope.everything(because="the address names the workspace before any scope is known"):
        return (
            Member.objects.active()
            .filter(user=user, workspace__slug=slug)
            .select_related("workspace", "team", "partner")
            .first()
        )
