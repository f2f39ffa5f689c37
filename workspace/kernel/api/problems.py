"""RFC 9457 problem JSON: every error of the API, whoever found it, has one shape.

`type` is "about:blank", so `title` is the name of the status; `code` is for programs, `detail`
and `mend` are for people, and `fields` maps each refused field to its sentences.
"""

import json
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse, UnreadablePostError
from django.utils.translation import get_language_from_request, gettext_lazy, override
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from workspace.kernel.api.sizes import TooLarge
from workspace.kernel.refusals import Refusal, busy

PREFIX = "/api/"
ABOUT_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding", "ETag"}
CONTENT_TYPE = "application/problem+json"
CODES = {400: "parse_error", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
# What is said of an error that no view of the API has met, and how to go on.
ELSEWHERE = {
    404: (
        gettext_lazy("There is nothing at this address."),
        gettext_lazy("All addresses are in the description of the API, at /api/schema/."),
    ),
    500: (
        gettext_lazy("Something went wrong on our side."),
        gettext_lazy("The log of the server says more, under the id in X-Request-ID."),
    ),
}


def problem(error, context):
    """The answer to whatever a view raised, with the status a screen would have."""
    error = translated(error)
    if isinstance(error, Refusal):
        answered = answer(
            error.status, error.code, error.message, mend=error.mend, fields=error.fields
        )
        answered.data |= error.details
        return answered
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        return answer(
            422, "invalid", _("Some fields cannot be used."), fields=by_field(response.data)
        )
    answered = answer(response.status_code, error.default_code, error.detail)
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if name in response:
            answered[name] = response[name]
    return answered


def translated(error):
    """The API's own error for one of Django's."""
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, RequestDataTooBig):
        return TooLarge()
    if isinstance(error, SuspiciousOperation | UnreadablePostError):
        return exceptions.ParseError(_("The request cannot be read."))
    if isinstance(error, OperationalError):
        return busy(error)
    return error


def by_field(details):
    return details if isinstance(details, dict) else {"body": details}


def answer(status, code, sentence, *, mend="", fields=None):
    return Response(
        body(status, code, sentence, mend=mend, fields=fields),
        status=status,
        content_type=CONTENT_TYPE,
    )


def body(status, code, sentence="", *, mend="", fields=None):
    said = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": str(sentence),
    }
    if mend:
        said["mend"] = str(mend)
    if fields:
        said["fields"] = fields
    return said


class Problems:
    """Middleware: what failed before or after the API's views is problem JSON as well.

    It also lets an address mean the same with and without its last slash, as a redirect would
    lose the body of a POST.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if not request.path_info.endswith("/"):
            request.path_info += "/"
            request.path += "/"
        response = self.get_response(request)
        if response.status_code >= 400 and response.headers.get("Content-Type") != CONTENT_TYPE:
            with override(get_language_from_request(request)):
                return in_json(response)
        return response


def in_json(response):
    status = response.status_code
    code = CODES.get(status, "error")
    detail, mend = ELSEWHERE.get(status, (_("The request cannot be answered."), ""))
    said = HttpResponse(
        json.dumps(body(status, code, detail, mend=mend), ensure_ascii=False),
        status=status,
        content_type=CONTENT_TYPE,
    )
    for name, value in response.headers.items():
        if name not in ABOUT_THE_BODY:
            said.headers[name] = value
    return said
