from campaigns.plan.models import Item
from tests import furniture


def test_an_item_is_made_with_all_its_fields(campaign, caller, person):
    [first] = furniture.furnish(campaign, person, 1)
    member = caller(person("member"))

    answer = member.post(
        "campaigns/spring/items/",
        {
            "title": "Press release",
            "kind": "deliverable",
            "status": "doing",
            "priority": 2,
            "channel": first.channel_id,
            "stage": first.stage_id,
            "team": first.team_id,
            "start_on": "2026-11-02",
            "due_on": "2026-11-30",
            "estimate": "4.50",
            "assignees": [person("member").pk],
            "labels": [first.labellings.get().label_id],
            "waits_for": [first.pk],
            "checklist": [{"text": "Quote from the CEO"}, {"text": "Photo", "done": True}],
            "extra": {"Cost centre": "4711"},
        },
    )

    made = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == f"http://testserver/api/v1/items/{made['id']}/"
    assert answer["ETag"].startswith('"1.')
    assert member.get(f"items/{made['id']}/").json() == made
    assert {name: made[name] for name in ("campaign", "number", "estimate", "waiting_for")} == {
        "campaign": "SPRING",
        "number": 2,
        "estimate": "4.50",
        "waiting_for": 1,
    }
    assert [(entry["text"], entry["done"]) for entry in made["checklist"]] == [
        ("Quote from the CEO", False),
        ("Photo", True),
    ]


def test_a_change_needs_the_version_it_changes(plan, caller, person):
    [item] = plan("brief")
    member = caller(person("member"))

    missing = member.patch(f"items/{item.pk}/", {"title": "Brief"})
    stale = member.patch(f"items/{item.pk}/", {"title": "Brief"}, If_Match='"7"')
    done = member.patch(f"items/{item.pk}/", {"title": "Brief"}, If_Match='"1"')
    late = member.patch(f"items/{item.pk}/", {"due_on": "2026-12-01"}, If_Match='"1"')

    assert [each.status_code for each in (missing, stale, done, late)] == [428, 412, 200, 412]
    assert done["ETag"].startswith('"2.')
    assert done.json()["title"] == Item.objects.get().title == "Brief"


def test_any_version_can_be_named_by_a_star_and_by_the_tag_as_it_came(plan, caller, person):
    [item] = plan("brief")
    member = caller(person("member"))
    tag = member.get(f"items/{item.pk}/")["ETag"]

    as_it_came = member.patch(f"items/{item.pk}/", {"title": "Brief"}, If_Match=tag)
    by_a_star = member.patch(f"items/{item.pk}/", {"title": "The brief"}, If_Match="*")

    assert (as_it_came.status_code, by_a_star.status_code) == (200, 200)


def test_what_is_known_is_not_sent_again(campaign, plan, caller, person):
    brief, landing = plan("brief", "landing < brief")
    member = caller(person("member"))
    tag = member.get(f"items/{landing.pk}/")["ETag"]

    known = member.get(f"items/{landing.pk}/", If_None_Match=tag)
    member.patch(f"items/{brief.pk}/", {"status": "done"}, If_Match='"1"')
    freed = member.get(f"items/{landing.pk}/", If_None_Match=tag)

    assert (known.status_code, known.content) == (304, b"")
    assert (freed.status_code, freed.json()["waiting_for"], freed.json()["version"]) == (200, 0, 1)


def test_an_item_goes_to_the_trash_and_comes_back(plan, caller, person):
    [item] = plan("brief")
    member = caller(person("member"))

    stale = member.delete(f"items/{item.pk}/", If_Match='"3"')
    gone = member.delete(f"items/{item.pk}/", If_Match='"1"')
    unseen = member.get(f"items/{item.pk}/")
    trash = member.get("campaigns/SPRING/trash/").json()["results"]
    back = member.post(f"items/{item.pk}/restore/")

    assert [each.status_code for each in (stale, gone, unseen, back)] == [412, 204, 404, 200]
    assert [row["id"] for row in trash] == [item.pk]
    assert member.get(f"items/{item.pk}/").status_code == 200


def test_an_item_is_placed_between_two_others(plan, caller, person):
    first, second, third = plan("first", "second", "third")

    answer = caller(person("member")).post(
        f"items/{third.pk}/place/", {"above": first.pk, "below": second.pk}, If_Match='"1"'
    )

    assert answer.status_code == 200
    assert list(Item.objects.order_by("rank")) == [first, third, second]


def test_a_loop_is_refused_with_the_field_it_is_about(plan, caller, person):
    brief, landing = plan("brief", "landing < brief")

    answer = caller(person("member")).patch(
        f"items/{brief.pk}/", {"waits_for": [landing.pk]}, If_Match='"1"'
    )

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert list(answer.json()["fields"]) == ["waits_for"]


def test_several_items_change_as_one_revision_and_are_undone_as_one(plan, caller, person):
    items = plan("one", "two", "three")
    member = caller(person("member"))
    ids = [item.pk for item in items]

    changed = member.post(
        "campaigns/SPRING/items/bulk/", {"items": ids, "set": {"status": "doing"}}
    )
    undone = member.post("campaigns/SPRING/undo/", {"revision": changed.json()["revision"]})

    assert changed.json()["items"] == ids
    assert (undone.status_code, sorted(undone.json()["items"])) == (200, ids)
    assert set(Item.objects.values_list("status", flat=True)) == {"todo"}


def test_bulk_shifts_days_labels_and_trashes(plan, caller, person):
    items = plan("one", "two", due_on="2026-11-01")
    member = caller(person("member"))
    ids = [item.pk for item in items]
    label = member.post("labels/", {"name": "legal"}).json()["id"]

    shifted = member.post("campaigns/SPRING/items/bulk/", {"items": ids, "shift_days": 7})
    labelled = member.post("campaigns/SPRING/items/bulk/", {"items": ids, "add_labels": [label]})
    seen = member.get(f"items/?label={label}").json()["results"]
    trashed = member.post("campaigns/SPRING/items/bulk/", {"items": ids, "trash": True})
    unclear = member.post(
        "campaigns/SPRING/items/bulk/", {"items": ids, "trash": True, "shift_days": 1}
    )

    assert [each.status_code for each in (shifted, labelled, trashed, unclear)] == [
        200,
        200,
        200,
        422,
    ]
    assert [(row["id"], row["due_on"]) for row in seen] == [(pk, "2026-11-08") for pk in ids]
    assert member.get("items/").json()["results"] == []


def test_the_lists_take_the_filters_of_the_screens(plan, caller, person):
    brief, landing, press = plan("brief", "landing < brief", "press release")
    member = caller(person("member"))
    member.patch(f"items/{press.pk}/", {"assignees": [person("member").pk]}, If_Match="*")

    def ids(query):
        return [
            row["id"] for row in member.get(f"campaigns/SPRING/items/?{query}").json()["results"]
        ]

    assert ids("q=press") == [press.pk]
    assert ids("assignee=me") == [press.pk]
    assert ids("assignee=none") == [brief.pk, landing.pk]
    assert ids("blocked=1") == [landing.pk]
    assert ids("status=todo,done&q=SPRING-1") == [brief.pk]


def test_a_filter_that_cannot_be_read_is_refused_rather_than_left_out(plan, caller, person):
    member = caller(person("member"))

    unknown = member.get("items/?staus=done")
    unreadable = member.get("items/?status=finished&due_from=soon")

    assert (unknown.status_code, list(unknown.json()["fields"])) == (422, ["staus"])
    assert (unreadable.status_code, sorted(unreadable.json()["fields"])) == (
        422,
        ["due_from", "status"],
    )


def test_pages_follow_each_other_without_gap_or_repeat(plan, caller, person):
    made = plan(*(f"item {number}" for number in range(7)))
    member = caller(person("member"))

    found, address = [], "items/?page_size=3"
    while address:
        page = member.get(address).json()
        found += [row["id"] for row in page["results"]]
        address = page["next"] and page["next"].partition("/api/v1/")[2]

    assert found == [item.pk for item in made]


def test_a_checklist_changes_entry_by_entry(plan, caller, person):
    [item] = plan("brief")
    member = caller(person("member"))

    made = member.post(f"items/{item.pk}/checklist/", {"text": "Ask legal"}).json()
    entry = f"items/{item.pk}/checklist/{made['id']}/"
    ticked = member.patch(entry, {"done": True})
    listed = member.get(f"items/{item.pk}/checklist/").json()["results"]
    removed = member.delete(entry)
    again = member.delete(entry)
    ticked_at_once = member.post(f"items/{item.pk}/checklist/", {"text": "Ask", "done": True})

    assert ticked_at_once.status_code == 422
    assert ticked.json() == {"id": made["id"], "text": "Ask legal", "done": True} == listed[0]
    assert (removed.status_code, again.status_code) == (204, 409)


def test_comments_are_said_changed_and_taken_away(plan, caller, person):
    [item] = plan("brief")
    manager = person("manager", name="Ada Long")
    member, other = caller(person("member")), caller(manager)

    said = member.post(f"items/{item.pk}/comments/", {"body": "What do you say, @Ada Long?"})
    address = f"comments/{said.json()['id']}/"
    asked = other.get("mentions/").json()["results"]
    settled = other.post(f"mentions/{asked[0]['id']}/settle/")
    not_mine = other.patch(address, {"body": "Mine"}, If_Match='"1"')
    edited = member.patch(address, {"body": "Never mind"}, If_Match='"1"')
    removed = member.delete(address, If_Match='"2"')

    assert [each["item"] for each in asked] == [item.pk]
    assert settled.json()["settled_at"] is not None
    assert [each.status_code for each in (said, not_mine, edited, removed)] == [201, 403, 200, 204]
    assert member.get(f"items/{item.pk}/comments/").json()["results"] == []


def test_a_file_is_attached_read_and_taken_off(plan, caller, person):
    [item] = plan("brief")
    member = caller(person("member"))
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="notes.txt"\r\n\r\n'
        b"hello\r\n--x--\r\n"
    )

    made = member.post(
        f"items/{item.pk}/attachments/", body, content_type="multipart/form-data; boundary=x"
    )
    address = f"attachments/{made.json()['id']}/"
    content = member.get(f"{address}content/")
    removed = member.delete(address)

    assert (made.status_code, made.json()["name"], made.json()["size"]) == (201, "notes.txt", 5)
    assert b"".join(content.streaming_content) == b"hello"
    assert content["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert (removed.status_code, member.get(address).status_code) == (204, 404)


def test_the_history_tells_what_happened_since_a_revision(campaign, plan, caller, person):
    [item] = plan("brief")
    member = caller(person("member"))
    member.patch(f"items/{item.pk}/", {"title": "Brief"}, If_Match='"1"')

    everything = member.get("campaigns/SPRING/events/").json()["results"]
    last = member.get(f"campaigns/SPRING/events/?since={everything[-2]['revision']}").json()
    of_item = member.get(f"items/{item.pk}/events/?verb=item.edited").json()["results"]

    assert [event["verb"] for event in everything] == [
        "campaign.added",
        "item.added",
        "item.edited",
    ]
    assert last["results"] == of_item == everything[-1:]
    assert of_item[0]["changes"] == {"title": ["brief", "Brief"]}
    assert of_item[0]["via"] == "api"


def test_an_entry_of_a_changed_checklist_needs_its_words(caller, person, plan):
    [item] = plan("brief")
    member = caller(person("member"))

    answer = member.patch(f"items/{item.pk}/", {"checklist": [{"done": True}]}, If_Match="*")

    assert answer.status_code == 422
    assert "text" in str(answer.json())
