"""Idempotency-Key: a request that is sent again changes nothing again.

The answer is stored in the transaction of the change, so that there is never one without the
other. Who sends the same key at the same time waits for the first to end, by the unique key.
A request that was refused changed nothing and leaves its key free.

What a response tells once (`response.told_once`, the names of its secrets) is not stored.
"""

import hashlib
import json
import re

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer

from workspace.kernel import clock
from workspace.kernel.api_requests import Answered
from workspace.kernel.refusals import Refusal

KEY = re.compile(r"[\x21-\x7e]{1,200}")
WRITING = {"POST", "PUT", "PATCH", "DELETE"}
KEPT_HEADERS = ("ETag", "Location")
BEING_ANSWERED = 102


class KeyReused(Refusal):
    code = "idempotency_key_reused"


def answered(request, handle):
    """The response of `handle()`, or the stored one when its key was answered before."""
    key = request.headers.get("Idempotency-Key")
    if key is None or request.auth is None or request.method not in WRITING:
        return handle()
    if not KEY.fullmatch(key):
        raise exceptions.ParseError(_("An Idempotency-Key is 1 to 200 visible ASCII characters."))
    mark = fingerprint(request)
    with transaction.atomic():
        row = claim(request.member, key, mark)
        if row is None:
            return replay(request.member, key, mark)
        response = handle()
        keep(row, response)
    return response


def claim(member, key, mark):
    """A new row for this key; None when there is one."""
    try:
        with transaction.atomic():
            return Answered.objects.create(
                workspace_id=member.workspace_id,
                member=member,
                key=key,
                fingerprint=mark,
                status=BEING_ANSWERED,
                body=b"",
                at=clock.now(),
            )
    except IntegrityError:
        return None


def keep(row, response):
    row.status = response.status_code
    row.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    row.body = b"" if response.data is None else JSONRenderer().render(stored(response))
    row.save(update_fields=["status", "headers", "body"])


def stored(response):
    secrets = getattr(response, "told_once", ())
    return response.data | dict.fromkeys(secrets) if secrets else response.data


def replay(member, key, mark):
    row = Answered.objects.get(member=member, key=key)
    if row.fingerprint != mark:
        raise KeyReused(
            _("This Idempotency-Key was used for another request."),
            mend=_("Use a new key for each change."),
        )
    headers = row.headers | {"Idempotency-Replayed": "true"}
    return HttpResponse(
        bytes(row.body), status=row.status, headers=headers, content_type="application/json"
    )


def fingerprint(request):
    """What makes two requests the same: token, method, address, body; no other headers."""
    said = [request.auth.pk, request.method, request.get_full_path(), content(request.data)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def content(data):
    if hasattr(data, "lists"):
        return [[name, [digest(value) for value in values]] for name, values in data.lists()]
    return data


def digest(value):
    """Texts are themselves; of a file its bytes count, not its name."""
    if isinstance(value, str):
        return value
    whole = hashlib.sha256()
    for chunk in value.chunks():
        whole.update(chunk)
    value.seek(0)
    return whole.hexdigest()
