"""What is sent to each route, so that a reader who may do something does it.

`ASKS[route][verb]` is a list of (label, body); a body is a dict, or a function of the world and of
the rows that the address names. Labels tell apart asks that need different abilities. A route
without an entry is asked with an empty body.
"""

import io

from tests.walk import asks_api

SOON = "2090-01-01"


def version_of(noun):
    return lambda world, rows: {"version": rows[noun].version} if noun in rows else {}


def a_file(world, rows):
    return {"file": named(b"a,b\n1,2\n", "walk.csv")}


def named(content, name):
    file = io.BytesIO(content)
    file.name = name
    return file


def one_item(**values):
    """A bulk change of the item in the spring campaign."""
    return lambda world, rows: {"item": [world.things["item"]["own"].pk], **values}


def items_of_sales_and_guest(**values):
    def body(world, rows):
        mine = world.things["item"]["mine"]
        return {"item": [mine["sales"].pk, mine["guest"].pk], **values}

    return body


def post(*asked):
    """Bodies of POST: one plain body, or several as (label, body)."""
    if len(asked) == 1 and not isinstance(asked[0], tuple):
        return {"POST": [("", asked[0])]}
    return {"POST": list(asked)}


def named_anew(noun, name="Renamed", **values):
    return lambda world, rows: {"name": name, **values, **version_of(noun)(world, rows)}


def higher_anew(world, rows):
    """As a guest of the spring campaign, somebody whom the owner has invited as an admin."""
    person = asks_api.higher_anew(world, rows)
    return person | {"campaign": world.spring.pk, "until": SOON}


def reason_of(world):
    return world.things["rejection reason"]["own"].pk


def waited_item_of(world):
    return world.things["waited item"]["own"]


def touchpoint_of(world):
    return world.things["other lead"]["own"].touchpoint_id


def version_of_touchpoint(world, rows):
    """Of the one that was said something of in this campaign."""
    known = {each.campaign_id: each.version for each in world.things["touchpoint"].values()}
    return known.get(rows["campaign"].pk if "campaign" in rows else None, 0)


def person(role):
    def body(world, rows):
        version = rows["member"].version if "member" in rows else 1
        return {"name": "Renamed", "title": "", "role": role, "version": version}

    return body


A_METRIC = {
    "name": "Walked",
    "key": "fresh",
    "unit": "count",
    "aggregation": "sum",
    "direction": "up",
    "cadence": "weekly",
}


def a_target(world, rows):
    metric = world.things["metric"]["fresh"]
    return {"metric": metric.pk, "target": "12", "path": "linear", "tolerance": "10"}


PAGES = {
    "account_login": post({"login": "nobody@acme.example", "password": "wrong horse battery"}),
    "new_workspace": post({"name": "Newly founded", "time_zone": "UTC"}),
    "profile": post({"name": "Renamed", "language": "", "time_zone": "", "theme": "auto"}),
    "language": post({"language": "en", "next": "/profile/"}),
    "invitation": post({"name": "Newcomer", "password": "correct horse battery staple"}),
    "add_name": post({"name": "Somebody", "email": ""}),
    "person": post(("as member", person("member")), ("as owner", person("owner"))),
    "remove_person": post(version_of("member")),
    "bring_person_back": post(version_of("gone member")),
    "set_week": post(
        lambda world, rows: {"weekdays": ["0", "1", "2", "3"], "version": world.acme.version}
    ),
    "add_holiday": post({"day": "2090-12-25", "name": "Holiday"}),
    "overlays": post({"name": "Walked", "url": "https://calendar.example/walk.ics"}),
    "feeds": post({"of": "person"}),
    "repeats": post({"every": "month", "ahead": "7"}),
    "rename_template": post(named_anew("template", name="Renamed template")),
    "save_template": post({"name": "Walked", "launch": "end"}),
    "start_from_template": post({"key": "FRESH", "name": "Fresh", "launch": SOON}),
    "add_public_holidays": post(
        {"country": "DE", "first_year": "2090", "last_year": "2090", "days": ["2090-12-25"]}
    ),
    "set_time": post(
        lambda world, rows: (
            {"weekly_hours": "32", "working_days": ["0"]} | version_of("member")(world, rows)
        )
    ),
    "set_own_day": post({"day": SOON, "works": "off"}),
    "add_time_off": post({"first_on": SOON, "last_on": SOON, "note": ""}),
    "bring_numbers": post(a_file),
    "paste_numbers": post({"text": "Day\tClicks\n2026-03-01\t1"}),
    "choose_numbers": post({"question": "skip_bad_rows", "value": "True"}),
    "remember_numbers": post({"name": "Walked"}),
    "assign_numbers": post(lambda world, rows: {"campaign": world.spring.pk}),
    "add_team": post({"team-name": "New team", "team-function": "sales"}),
    "team": post(named_anew("team", function="sales")),
    "add_partner": post({"partner-name": "New partner", "partner-kind": "agency"}),
    "partner": post(named_anew("partner", kind="agency")),
    "add_metric": post(A_METRIC),
    "edit_metric": post(lambda world, rows: A_METRIC | version_of("metric")(world, rows)),
    "retire_metric": post(version_of("metric")),
    "bring_back_metric": post(version_of("metric")),
    "add_target": post(a_target),
    "target": post(
        lambda world, rows: (
            {"target": "9", "path": "linear", "tolerance": "5"} | version_of("target")(world, rows)
        )
    ),
    "remove_target": post(version_of("target")),
    "enter_numbers": post(
        {"from": "2026-11-02", "walked.2026-11-02": "12", "currency": "EUR", "was": "{}"}
    ),
    "tokens": post({"name": "Walked", "scopes": ["plan:read"], "days": "30"}),
    "workspace_settings": post(
        lambda world, rows: {"name": "Acme", "time_zone": "UTC", "version": world.acme.version}
    ),
    "new_campaign": post({"name": "Fresh", "key": "FRESH"}),
    "edit_comment": post({"text": "Said otherwise"}),
    "extend_participant": post({"until": SOON}),
    "share": post({"share-name": "Board", "share-days": "30"}),
    "campaign_settings": post(named_anew("campaign", "Spring")),
    "campaign_dates": post(
        lambda world, rows: (
            {"starts_on": SOON, "ends_on": SOON} | version_of("campaign")(world, rows)
        )
    ),
    "advance": post({"phase": "planned"}),
    "edit_touchpoint": post(
        lambda world, rows: {"promise": "Walked", "version": version_of_touchpoint(world, rows)}
    ),
    "waive": post({"keys": ["primary_metric"], "reason": "Walked", "until": SOON}),
    "override_health": post({"level": "on_hold", "reason": "Walked", "until": asks_api.NEXT}),
    "add_item": post({"title": "Fresh"}),
    "bring_leads": post(a_file),
    "choose_lead_import": post({"question": "columns.0", "value": "company"}),
    "new_lead": post({"name": "Walked"}),
    "receive_lead": post({"name": "Walked"}),
    "reject_lead": post(lambda world, rows: {"reason": reason_of(world)}),
    "recycle_lead": post({"on": SOON}),
    "note_lead": post({"body": "Walked"}),
    "quote_lead": post({"body": "Walked", "theme": "price"}),
    "advance_lead": post({"state": "qualified"}),
    "agree_on_time": post({"minutes": "240"}),
    "set_office_hours": post(
        {"time_zone": "Asia/Tokyo", "opens_at": "09:00", "closes_at": "17:00"}
    ),
    "add_reason": post({"name": "Walked"}),
    "change_reason": post({"do": "up"}),
    "answer": post(
        lambda world, rows: {
            "reason": reason_of(world),
            "touchpoint": touchpoint_of(world),
            "decision": "Walked",
        }
    ),
    "forms": post({"name": "Walked", "per_minute": "60"}),
    "change_lead": post(lambda world, rows: {"title": "Walked"} | version_of("lead")(world, rows)),
    "erase_lead": post({"why": "They asked", "sure": "on"}),
    "new_item": post({"title": "Fresh"}),
    "bulk": post(
        ("status of one", one_item(status="doing")),
        ("status of two", items_of_sales_and_guest(status="doing")),
        ("due of one", one_item(due_on=SOON)),
        ("trash", one_item(trash="on")),
    ),
    "change_item": post(("status", {"status": "doing"}), ("title", {"title": "Renamed"})),
    "place_item": post(("status", {"status": "doing"}), ("team", {"team": ""})),
    "wait_for": post(lambda world, rows: {"waits_for": waited_item_of(world).number}),
    "how_it_waits": post(
        lambda world, rows: {"waits_for": waited_item_of(world).pk, "kind": "SS", "lag": "1"}
    ),
    "move_item": post({"due_on": SOON}),
    "move_items": post(one_item(days="1")),
    "answer_notice": post({"answer": "ok"}),
    "lay_plan": post({"way": "forward", "day": SOON}),
    "remind_move": post({}),
    "settle_move": post({}),
    "comment": post(asks_api.said("text")),
    "checklist": post({"text": "Step"}),
    "edit_entry": post(("done", {"done": "on"}), ("text", {"text": "Renamed"})),
    "attach": post(a_file),
    "baselines_add": post({"name": "Walked"}),
    "import_plan": post(a_file),
    "add_channel": post({"name": "New", "direction": "inbound", "medium": "online"}),
    "edit_channel": post(
        named_anew("channel", direction="inbound", medium="online", icon="mail", position="0")
    ),
    "add_stage": post({"name": "New"}),
    "edit_stage": post(named_anew("stage")),
    "edit_label": post({"name": "Renamed"}),
    "restore": post(lambda world, rows: {"item": [world.things["trashed item"]["own"].pk]}),
    "invite_participant": post(
        ("guest", {"email": "new@walk.example", "role": "guest", "until": SOON}),
        ("admin", {"email": "new@walk.example", "role": "admin", "until": SOON}),
    ),
    "invite": post(
        ("member", {"email": "new@walk.example", "role": "member"}),
        ("owner", {"email": "new@walk.example", "role": "owner"}),
        ("higher", higher_anew),
    ),
}
QUERIES = {
    "changes": "?revision=0",
    "search": "?q=kanari",
    "fitting": "?q=kanari",
    "people": "?q=",
    "list": "?all=1&text=",
    "touchpoints": "?rows=all",
    "touchpoint_changes": "?since=0",
    "board": "?all=1&group=assignee",
    "my_work": "?section=later",
}


def asked(route, verb, world, rows):
    """[(label, body)] of everything that is asked of a route by `verb`."""
    book = asks_api.ASKS if route.is_api else PAGES
    asks = book.get(route.name, {}).get(verb, [("", None)])
    return [(label, body(world, rows) if callable(body) else body) for label, body in asks]


def query(route):
    return "" if route.is_api else QUERIES.get(route.name, "")
