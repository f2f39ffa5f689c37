"""What is sent to each route of the API; see `asks.py`."""

import io
from datetime import timedelta

from tests import furniture

NEXT = str(furniture.today() + timedelta(days=2))


def asks(**verbs):
    """{verb: [(label, body)]}; a list of pairs, or one body."""
    return {verb: body if isinstance(body, list) else [("", body)] for verb, body in verbs.items()}


def items(noun, kind="own", **values):
    return lambda world, rows: {"items": [world.things[noun][kind].pk], **values}


def a_file(world, rows):
    file = io.BytesIO(b"a,b\n1,2\n")
    file.name = "walk.csv"
    return {"file": file}


def a_file_of_leads(world, rows):
    file = io.BytesIO(b"Name,Status\nWalked,New\n")
    file.name = "walk.csv"
    return {"file": file}


def said(name):
    """A comment; in the spring campaign it names the guest, who is told of it by mail."""

    def body(world, rows):
        here = "item" in rows and rows["item"].campaign_id == world.spring.pk
        return {name: f"Said, @{world.member('guest').name}" if here else "Said"}

    return body


def taking_part(world, rows):
    """Somebody new; in the member's own campaign the guest, who is told of it by mail."""
    known = world.member("guest").email if rows.get("campaign") == world.owned else ""
    return {"email": known or "new@walk.example", "until": "2099-12-31"}


def higher_anew(world, rows):
    """As a guest, somebody whom the owner has invited as an admin."""
    return {"email": world.things["invitation"]["higher"].email, "role": "guest"}


def undo(world, rows):
    event = world.things["revision"]["own"]
    return {"revision": event.revision}


ASKS = {
    "workspace": asks(PATCH={"name": "Acme"}),
    "members": asks(POST={"name": "Somebody"}),
    "member": asks(
        PATCH=[
            ("title", {"title": "Walker"}),
            ("owner", {"role": "owner"}),
            ("leads", {"sees_leads": True}),
        ]
    ),
    "week": asks(PATCH={"weekdays": [1, 2, 3, 4]}),
    "holidays": asks(POST={"day": "2090-12-25", "name": "Holiday"}),
    "working_time": asks(PATCH={"weekly_hours": "32"}),
    "time_off": asks(POST={"first_on": "2090-01-01", "last_on": "2090-01-02"}),
    "overlays": asks(POST={"name": "Walked", "url": "https://calendar.example/walk.ics"}),
    "item_recurrence": asks(PUT={"every": "month"}),
    "template": asks(PATCH={"name": "Renamed"}),
    "template_start": asks(POST={"key": "FRESH", "name": "Fresh", "launch": "2090-01-02"}),
    "campaign_templates": asks(POST={"name": "Walked", "launch": "2090-01-02"}),
    "teams": asks(POST={"name": "New team"}),
    "team": asks(PATCH={"name": "Renamed"}),
    "partners": asks(POST={"name": "New partner"}),
    "partner": asks(PATCH={"name": "Renamed"}),
    "invitations": asks(
        POST=[
            ("guest", {"email": "new@walk.example", "role": "guest"}),
            ("member", {"email": "new@walk.example", "role": "member"}),
            ("admin", {"email": "new@walk.example", "role": "admin"}),
            ("owner", {"email": "new@walk.example", "role": "owner"}),
            ("higher", higher_anew),
        ]
    ),
    "metrics": asks(POST={"name": "Walked", "key": "fresh"}),
    "metric": asks(PATCH={"source": "Walked"}),
    "targets": asks(POST={"metric": "fresh_walked", "target": "12"}),
    "target": asks(PATCH={"source": "Walked"}),
    "campaigns": asks(POST={"name": "Fresh", "key": "FRESH"}),
    "campaign": asks(PATCH={"objective": "Fresh"}),
    "campaign_phase": asks(POST={"phase": "planned"}),
    "campaign_touchpoints": asks(
        POST=lambda world, rows: {
            "channel": world.things["channel"]["own"].pk,
            "stage": world.things["stage"]["own"].pk,
            "promise": "Walked",
        }
    ),
    "touchpoint": asks(PATCH={"promise": "Walked"}),
    "campaign_waivers": asks(
        POST={"waives": ["primary_metric"], "reason": "Walked", "until": "2090-01-01"}
    ),
    "campaign_override": asks(POST={"level": "on_hold", "reason": "Walked", "until": NEXT}),
    "campaign_leads": asks(POST={"name": "Walked"}),
    "campaign_leads_batch": asks(
        POST=[
            ("", {"leads": [{"name": "Walked"}]}),
            ("by its id", {"leads": [{"name": "Walked", "external_id": "walked-1"}]}),
        ]
    ),
    "campaign_lead_imports": asks(POST=a_file_of_leads),
    "lead_import_answers": asks(POST={"question": "columns.0", "answer": "company"}),
    "campaign_lead_forms": asks(POST={"name": "Walked"}),
    "lead": asks(PATCH={"title": "Walked"}),
    "lead_erase": asks(POST={"why": "They asked"}),
    "lead_notes": asks(POST={"body": "Walked"}),
    "lead_merge": asks(POST=lambda world, rows: {"other": world.things["other lead"]["own"].pk}),
    "campaign_items": asks(POST={"title": "Fresh"}),
    "observations": asks(
        POST={
            "source": "walked",
            "observations": [
                {"metric": "clicks", "day": "2026-03-01", "value": "1", "campaign": "SPRING"}
            ],
        }
    ),
    "series_campaign": asks(PUT={"campaign": "SPRING"}),
    "item": asks(PATCH=[("status", {"status": "doing"}), ("title", {"title": "Renamed"})]),
    "item_place": asks(POST={"status": "doing"}),
    "item_impact": asks(POST={"due_on": "2090-01-01"}),
    "item_move": asks(POST={"due_on": "2090-01-01"}),
    "campaign_reschedule": asks(POST={"way": "forward", "day": "2090-01-02"}),
    "notice_answer": asks(POST={"answer": "ok"}),
    "item_checklist": asks(POST={"text": "Step"}),
    "item_entry": asks(PATCH=[("done", {"done": True}), ("text", {"text": "Renamed"})]),
    "campaign_bulk": asks(
        POST=[
            ("status", items("item", set={"status": "doing"})),
            ("trash", items("item", trash=True)),
        ]
    ),
    "campaign_undo": asks(POST=undo),
    "item_comments": asks(POST=said("body")),
    "comment": asks(PATCH={"body": "Said otherwise"}),
    "item_attachments": asks(POST=a_file),
    "campaign_imports": asks(POST=a_file),
    "campaign_baselines": asks(POST={"name": "Walked"}),
    "import_answers": asks(POST={"question": "skip_bad_rows", "answer": "True"}),
    "labels": asks(POST={"name": "walked"}),
    "label": asks(PATCH={"name": "Renamed"}),
    "channels": asks(POST={"name": "Walked"}),
    "channel": asks(PATCH={"name": "Renamed"}),
    "stages": asks(POST={"name": "Walked"}),
    "stage": asks(PATCH={"name": "Renamed"}),
    "campaign_people": asks(POST=taking_part),
    "participation": asks(PATCH={"until": "2099-12-31"}),
}
