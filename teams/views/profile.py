"""A person's own settings, the same in all their workspaces."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams import queries
from teams.actions import accounts
from teams.forms import Profile
from workspace.kernel.access import personal, public
from workspace.kernel.fragments import is_ours
from workspace.kernel.typed import attempt, status_of


@personal
def profile(request):
    user = request.user
    shown = {name: getattr(user, name) for name in Profile.base_fields}
    form = Profile(request.POST or None, initial=shown)
    if request.method == "POST" and attempt(
        form, lambda typed: accounts.edit_profile(user, **typed)
    ):
        with translation.override(user.language or translation.get_language()):
            messages.success(request, _("Saved."))
        return redirect("profile")
    context = {"form": form, "memberships": queries.workspaces_of(user)}
    return render(request, "teams/profile.html", context, status=status_of(form))


@public(because="the language of the pages is anybody's choice and shows nothing")
@require_POST
def language(request):
    """Speak this language from now on: to the account, and to this browser."""
    wanted = request.POST.get("language", "")
    response = redirect(safe_next(request))
    if wanted in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            accounts.edit_profile(request.user, language=wanted)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=settings.SESSION_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SECURE,
            httponly=True,
        )
    return response


def safe_next(request):
    """The page to go back to, when it is one of ours."""
    wanted = request.POST.get("next", "")
    return wanted if is_ours(request, wanted) else "/"
