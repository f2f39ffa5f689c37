"""Where forms on websites send their leads: signed, once, and not too many."""

import json
import secrets as random

from django.http import JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from campaigns.leads import facts, secrets
from campaigns.leads.actions import forms as actions
from campaigns.leads.models import Form
from workspace.kernel import clock, scope
from workspace.kernel.access import public
from workspace.kernel.refusals import Invalid, Refusal

MOST_BYTES = 16 * 1024
MOST_FIELDS = 60
RETRY_AFTER = "60"
# A field that people do not see; who fills it in is a machine, and is thanked like everybody.
HONEYPOT = "website"
NAMES = {
    "name": "name",
    "full_name": "name",
    "company": "company",
    "organisation": "company",
    "organization": "company",
    "title": "title",
    "job_title": "title",
    "email": "email",
    "mail": "email",
    "phone": "phone",
    "tel": "phone",
    "country": "country",
    "consent": "consent",
}


@csrf_exempt
@public(because="a website's form has no account; each message is signed with the form's secret")
@require_POST
def receive(request, form_key):
    """Take in one lead; 202 with an id that says nothing. Nothing of who it is goes into a log."""
    with scope.everything(because="the form's key says which workspace it belongs to"):
        rows = Form.objects.select_related("campaign", "touchpoint", "workspace")
        form = rows.filter(key=form_key[:100], revoked_at__isnull=True).first()
    if form is None:
        return problem(404, _("There is no such form."))
    with scope.of(form.workspace_id):
        return taken_in(request, form)


def taken_in(request, form):
    length = request.headers.get("Content-Length")
    if not length:
        return problem(411, _("Say with Content-Length how long the body is."))
    if int_of(length) > MOST_BYTES:
        return problem(413, _("At most %(limit)d bytes.") % {"limit": MOST_BYTES})
    message = request.headers.get("Webhook-Id", "")
    if not is_signed(request, form, message):
        return problem(401, _("The signature is missing, wrong, or older than five minutes."))
    try:
        return answered(request, form, message)
    except actions.TooMany as no:
        answer = problem(no.status, no.message)
        answer["Retry-After"] = RETRY_AFTER
        return answer
    except Refusal as no:
        return problem(no.status, no.message)


def answered(request, form, message):
    """Take the lead in; a message that nothing comes of counts towards the limit, too."""
    try:
        said = said_in(request)
        if said.get(HONEYPOT):
            actions.count_unusable(form)
        else:
            actions.receive(form, row_of(said), message=message)
    except Invalid as no:
        actions.count_unusable(form)
        return problem(no.status, no.message, fields=sorted(no.fields))
    return JsonResponse({"id": random.token_urlsafe(12)}, status=202)


def is_signed(request, form, message):
    timestamp = request.headers.get("Webhook-Timestamp", "")
    given = request.headers.get("Webhook-Signature", "")
    return (
        0 < len(message) <= secrets.LONGEST_ID
        and message.isprintable()
        and secrets.is_fresh(timestamp, clock.now())
        and secrets.is_signed(form, message, timestamp, given, request.body)
    )


def said_in(request):
    """{field: text} of the body, which is JSON or form-encoded."""
    kind = request.content_type
    if kind == "application/json":
        try:
            said = json.loads(request.body)
        except (ValueError, RecursionError):
            raise Invalid(_("The body is not JSON.")) from None
    elif kind == "application/x-www-form-urlencoded":
        try:
            said = QueryDict(request.body, encoding="utf-8").dict()
        except Exception:  # Django's own refusals of too many fields
            raise Invalid(_("The body cannot be read.")) from None
    else:
        raise Invalid(_("Send JSON, or a form-encoded body."))
    if not isinstance(said, dict) or len(said) > MOST_FIELDS:
        raise Invalid(_("Send one object with the fields of one lead."))
    return {str(name).casefold(): text_of(value) for name, value in said.items()}


def text_of(value):
    """Texts and numbers are themselves; a ticked box says yes; nothing else can be used."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if value is None:
        return ""
    if isinstance(value, str | int):
        text = str(value).replace("\x00", "")
        return text.encode("utf-8", "ignore").decode()
    raise Invalid(_("Every field is a text."))


def row_of(said):
    """The row of a lead; fields that nobody knows are left out."""
    row = {NAMES[name]: text for name, text in said.items() if name in NAMES and text}
    if "name" not in row:
        names = (said.get("first_name", ""), said.get("last_name", ""))
        row["name"] = " ".join(filter(None, names))
    if row.get("consent"):
        row["consent_at"] = clock.now()
    row["utm"] = {name: said[f"utm_{name}"] for name in facts.UTM if said.get(f"utm_{name}")}
    if said.get("message"):
        row["notes"] = [said["message"]]
    return row


def problem(status, words, **more):
    return JsonResponse({"detail": str(words)} | more, status=status)


def int_of(text):
    return int(text) if text.isascii() and text.isdigit() else 0
