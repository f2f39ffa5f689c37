"""RFC 9457 problem JSON."""

from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from workspace.kernel.refusals import Refusal


def problem(error, context):
    """RFC 9457 problem JSON for every error, with the status a screen would have."""
    if isinstance(error, Refusal):
        return answer(error.status, error.code, error.message, mend=error.mend, fields=error.fields)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    response = exception_handler(error, context)
    if response is None:
        return None
    fields = response.data if isinstance(error, exceptions.ValidationError) else {}
    code = getattr(error, "default_code", "error")
    sentence = str(getattr(error, "detail", "")) if not fields else "Some fields cannot be used."
    answered = answer(response.status_code, code, sentence, fields=fields)
    for name in ("WWW-Authenticate", "Retry-After"):
        if name in response:
            answered[name] = response[name]
    return answered


def answer(status, code, sentence, *, mend="", fields=None):
    body = {"type": f"/docs/problems/{code}", "title": code, "status": status, "detail": str(sentence)}
    if mend:
        body["mend"] = str(mend)
    if fields:
        body["fields"] = fields
    return Response(body, status=status, content_type="application/problem+json")
