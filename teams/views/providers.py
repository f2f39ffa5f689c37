"""On the way to the company's own sign-in (OpenID Connect)."""

import logging
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect import views
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from workspace.kernel.access import public

log = logging.getLogger(__name__)
ENDPOINTS = {"authorization_endpoint", "token_endpoint"}


@public(because="whoever signs in is nobody yet; to connect an account allauth asks for one")
def leave(request, provider_id):
    """Go to the provider by a page of its own.

    Browsers hold the answer to a form to the page's `form-action`, which names no other site.
    """
    try:
        answer = views.login(request, provider_id)
    except (requests.RequestException, KeyError) as error:
        if isinstance(error, KeyError) and not ENDPOINTS.intersection(error.args):
            raise
        log.warning("the OpenID Connect provider could not be asked: %s", error)
        messages.error(request, unreachable(request, provider_id))
        inside = request.user.is_authenticated
        return redirect("socialaccount_connections" if inside else "account_login")
    to = answer.get("Location", "")
    if urlsplit(to).netloc in {"", request.get_host()}:
        return answer
    provider = get_adapter().get_provider(request, provider_id)
    return render(request, "socialaccount/leaving.html", {"to": to, "provider": provider})


def unreachable(request, provider_id):
    name = get_adapter().get_provider(request, provider_id).name
    if request.user.is_authenticated:
        said = _("%(name)s does not answer. Try again in a few minutes.")
    else:
        said = _(
            "%(name)s does not answer. Try again in a few minutes, or sign in with your password."
        )
    return said % {"name": name}
