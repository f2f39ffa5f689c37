import pytest

from campaigns.journey import actions as journey
from campaigns.plan import actions
from campaigns.plan.actions import vocabulary
from tests import furniture


@pytest.mark.parametrize(
    ("words", "what"),
    [("channels", {"direction": "outbound", "medium": "offline"}), ("stages", {})],
)
def test_channels_and_stages_are_kept_by_managers(words, what, workspace, caller, person):
    manager, member = caller(person("manager")), caller(person("member"))

    made = manager.post(f"{words}/", {"name": "Radio", **what})
    one = f"{words}/{made.json()['id']}/"
    taken = manager.post(f"{words}/", {"name": "radio"})
    forbidden = member.post(f"{words}/", {"name": "Television"})
    unversioned = manager.patch(one, {"name": "Local radio"})
    renamed = manager.patch(one, {"name": "Local radio"}, If_Match=made["ETag"])
    removed = manager.delete(one, If_Match=renamed["ETag"])

    answers = (made, taken, forbidden, unversioned, renamed, removed)
    assert [each.status_code for each in answers] == [201, 422, 403, 428, 200, 204]
    assert {name: made.json()[name] for name in what} == what


def test_a_label_is_made_once_renamed_and_removed_when_no_item_has_it(plan, caller, person):
    [item] = plan("brief")
    manager = caller(person("manager"))

    made, again = (manager.post("labels/", {"name": name}).json() for name in ("Legal", "legal"))
    one = f"labels/{made['id']}/"
    renamed = manager.patch(one, {"name": "Lawyers"}).json()
    manager.patch(f"items/{item.pk}/", {"labels": [made["id"]]}, If_Match="*")
    in_use = manager.delete(one)
    manager.patch(f"items/{item.pk}/", {"labels": []}, If_Match="*")
    removed = manager.delete(one)

    assert made == again
    assert renamed == {"id": made["id"], "name": "Lawyers"}
    assert (in_use.status_code, removed.status_code) == (422, 204)
    assert actions.label_named(item.workspace_id, "Lawyers", by=person("member")).pk != made["id"]


@pytest.mark.parametrize("words", ["channels", "stages"])
def test_a_word_of_a_touchpoint_is_not_removed_from_under_it(words, campaign, caller, person):
    by, manager = person("manager"), caller(person("manager"))
    workspace = campaign.workspace_id
    radio = vocabulary.add_channel(workspace, by=by, name="Radio")
    hearing = vocabulary.add_stage(workspace, by=by, name="Hearing")
    touchpoint = journey.edit(campaign, radio, hearing, by=by, promise="A song")
    one = f"{words}/{getattr(touchpoint, words.removesuffix('s')).pk}/"

    refused = manager.delete(one, If_Match="*")

    assert (refused.status_code, refused.json()["mend"]) == (
        422,
        "Touchpoints, numbers or leads have it: give them another one first.",
    )
    assert manager.get(one).status_code == 200


@pytest.mark.parametrize("noun", ["labels", "channels", "stages"])
def test_a_guest_gets_the_words_of_what_they_see(noun, campaign, workspace, person, caller):
    guest, manager = person("guest"), person("manager")
    furniture.grant(campaign, guest)
    furniture.furnish(campaign, person, 1)
    autumn = furniture.campaign(workspace, by=manager, key="AUTUMN", name="Autumn fair")
    hidden = {
        "labels": [actions.label_named(workspace.pk, "hidden", by=manager)],
        "channel": vocabulary.add_channel(workspace.pk, by=manager, name="Hidden"),
        "stage": vocabulary.add_stage(workspace.pk, by=manager, name="Hidden"),
    }
    actions.add(autumn, by=manager, title="Stand", **hidden)

    theirs = caller(guest).get(f"{noun}/").json()["results"]
    ours = caller(manager).get(f"{noun}/").json()["results"]

    [missing] = [row["id"] for row in ours if row["name"].casefold() == "hidden"]
    assert len(theirs) == 1
    assert caller(guest).get(f"{noun}/{missing}/").status_code == 404
