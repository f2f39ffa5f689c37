"""The one way to say no.

Actions raise a `Refusal`; a screen shows it as a sentence, the API as RFC 9457 problem JSON,
with the same status. What was typed stays where it was.
"""

import json
import logging
import re
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)
AFTER_CHINESE = re.compile("(?<=[。！？]) ")


class Refusal(Exception):
    """A no with a reason: `message` says what, `mend` how to go on, `fields` where.

    `details` are plain values that the API tells beside these; `sign_in` is the address at which
    somebody who is signed out gets back in.
    """

    status = 422
    code = "refused"
    details: dict = {}
    sign_in = ""

    def __init__(self, message, *, mend="", fields=None, **data):
        super().__init__(message)
        self.message = message
        self.mend = mend
        self.fields = fields or {}
        self.data = data

    @property
    def in_full(self):
        """What, and how to go on."""
        return one_after_another(self.message, self.mend)


class Invalid(Refusal):
    """Something typed cannot be used; `fields` maps each field to its sentences."""

    code = "invalid"

    @classmethod
    def at(cls, name, sentence, mend=""):
        """The refusal of what stands in one field: there it says all that there is to say."""
        return cls(sentence, fields={name: [sentence]}, mend=mend)

    @classmethod
    def of(cls, form):
        """The refusal that says what a bound form's errors say."""
        fields = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
        return cls(next(iter(fields.values()))[0], fields=fields)


class Conflict(Refusal):
    """Someone was faster. `data["both"]` maps each field to (theirs, yours)."""

    status = 409
    code = "conflict"


class Stale(Refusal):
    """The version named is not the present one (the API's If-Match)."""

    status = 412
    code = "stale"


class Forbidden(Refusal):
    """One may see this, but not do that."""

    status = 403
    code = "forbidden"

    def __init__(self, message="", **kwargs):
        super().__init__(message or _("Your role does not allow this."), **kwargs)


class SignedOut(Forbidden):
    """The session ended while somebody was typing."""

    code = "signed_out"

    def __init__(self, request):
        super().__init__(
            _("You are signed out, so nothing was changed."),
            mend=_("Sign in, go back to the page and reload it; then send it again."),
        )
        back = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
        path = back.path if back.netloc == request.get_host() else ""
        query = f"?{urlencode({'next': path})}" if path else ""
        self.sign_in = f"{resolve_url(settings.LOGIN_URL)}{query}"


class Busy(Refusal):
    """The database could not take the write in time; nothing was changed."""

    status = 503
    code = "busy"


def busy(error):
    """The refusal that an `OperationalError` becomes: others held the database for too long."""
    log.warning("the database could not serve a request: %s", error)
    return Busy(_("The database is busy; nothing was changed."), mend=_("Try again soon."))


class Refusals:
    """Middleware: a refusal that left a view becomes its page, or its toast for a fragment."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, OperationalError):
            exception = busy(exception)
        if isinstance(exception, Refusal):
            return answer(request, exception)
        return None


LONGEST_REASON = 500


def answer(request, refusal):
    """The response that shows `refusal`: a toast to htmx, a page to everything else.

    The toast's header `Refused-Fields` says why by the names of fields, for `refused.js`.
    """
    fragment = bool(request.htmx)
    template = "refusal.html#toast" if fragment else "refusal.html"
    context = {"refusal": refusal, "typed": typed_for(request, refusal)}
    response = render(request, template, context, status=refusal.status)
    if fragment:
        response["HX-Retarget"] = "#toasts"
        response["HX-Reswap"] = "beforeend"
        if refusal.fields:
            response["Refused-Fields"] = json.dumps(reasons(refusal))
    return response


def typed_for(request, refusal):
    """What was typed into the fields of a refusal: a page of its own keeps it."""
    texts = (request.POST.get(name, "") for name in refusal.fields if "password" not in name)
    return [text for text in texts if text.strip()]


def reasons(refusal):
    """{field: the first sentence about it, and how to mend it}."""
    return {
        name: one_after_another(sentences[0], refusal.mend)[:LONGEST_REASON]
        for name, sentences in refusal.fields.items()
    }


def one_after_another(*sentences):
    """Sentences as one text; between two of Chinese no blank stands."""
    return AFTER_CHINESE.sub("", " ".join(filter(None, map(str, sentences))))


def csrf_failed(request, reason=""):
    """The session ended, the page was open too long, or cookies are blocked: say which."""
    if not hasattr(request, "htmx"):
        return HttpResponse(str(outdated()), status=403)
    if needs_signing_in(request):
        return answer(request, SignedOut(request))
    if request.htmx and request.user.is_authenticated:
        return renewed(request)
    return answer(request, outdated())


def renewed(request):
    """Who signed in again beside the page, which keeps what was typed: it gets the new token."""
    said = _("This page was out of date, so nothing was changed. It is renewed now: send it again.")
    response = answer(request, Forbidden(said))
    response["X-CSRFToken"] = get_token(request)
    return response


def outdated():
    return Forbidden(
        _("This form is no longer valid, so nothing was changed."),
        mend=_("Reload the page and send it again; cookies must be allowed."),
    )


def needs_signing_in(request):
    """Whether nobody is signed in, on a page that is for people who are."""
    view = request.resolver_match.func
    guarded = hasattr(view, "gate") or hasattr(view, "personal")
    return guarded and not request.user.is_authenticated
