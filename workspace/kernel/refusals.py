"""The one way to say no.

Actions raise a `Refusal`; a screen shows it as a sentence, the API as RFC 9457 problem JSON,
with the same status. What was typed stays where it was.
"""

import logging

from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


class Refusal(Exception):
    """A no with a reason: `message` says what, `mend` how to go on, `fields` where.

    `details` are plain values that the API tells beside these.
    """

    status = 422
    code = "refused"
    details: dict = {}

    def __init__(self, message, *, mend="", fields=None, **data):
        super().__init__(message)
        self.message = message
        self.mend = mend
        self.fields = fields or {}
        self.data = data


class Invalid(Refusal):
    """Something typed cannot be used; `fields` maps each field to its sentences."""

    code = "invalid"

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


def answer(request, refusal):
    """The response that shows `refusal`: a toast to htmx, a page to everything else."""
    fragment = bool(request.htmx)
    template = "refusal.html#toast" if fragment else "refusal.html"
    response = render(request, template, {"refusal": refusal}, status=refusal.status)
    if fragment:
        response["HX-Retarget"] = "#toasts"
        response["HX-Reswap"] = "beforeend"
    return response


def csrf_failed(request, reason=""):
    """The page was open too long, or cookies are blocked: say so, and how to go on."""
    refusal = Forbidden(
        _("This form is no longer valid, so nothing was changed."),
        mend=_("Reload the page and send it again; cookies must be allowed."),
    )
    if not hasattr(request, "htmx"):
        return HttpResponse(f"{refusal.message} {refusal.mend}", status=403)
    return answer(request, refusal)
