import pytest

from campaigns.plan import actions
from campaigns.plan.actions import vocabulary
from campaigns.plan.models import Channel, Label, Stage
from teams.actions import workspaces
from tests import furniture
from workspace.kernel import scope
from workspace.kernel.refusals import Invalid, Refusal


def test_a_new_workspace_has_the_usual_channels_and_the_six_stages(person):
    owner = workspaces.found(user=person("owner").user, name="Beta")

    with scope.of(owner.workspace_id):
        stages = list(Stage.objects.order_by("position").values_list("name", flat=True))
        assert stages == [
            "Awareness",
            "Consideration",
            "Experience",
            "Purchase",
            "Loyalty",
            "Advocacy",
        ]
        assert set(Channel.objects.values_list("medium", flat=True)) == {"online", "offline"}


def test_a_name_is_used_once(workspace, person):
    vocabulary.add_stage(workspace.pk, by=person("manager"), name="Trial")

    with pytest.raises(Invalid) as refusal:
        vocabulary.add_stage(workspace.pk, by=person("manager"), name="trial")

    assert refusal.value.message == "“trial” exists already."


def test_a_word_that_items_use_is_not_removed(campaign, workspace, person):
    furniture.furnish(campaign, person, 2)

    with pytest.raises(Refusal) as refusal:
        vocabulary.remove(Channel.objects.get(), by=person("manager"))

    assert refusal.value.message == "2 items use “E-mail”."
    assert Channel.objects.count() == 1


def test_a_renamed_channel_is_shown_on_every_card(campaign, person, signed_in):
    furniture.furnish(campaign, person, 1)
    browser = signed_in(person("manager"))
    channel = Channel.objects.get()
    before = browser.get("/w/acme/c/SPRING/board/").content.decode()

    answer = browser.post(
        f"/w/acme/words/channels/{channel.pk}/",
        {"name": "Newsletter", "direction": "outbound", "medium": "online"},
    )
    after = browser.get("/w/acme/c/SPRING/board/").content.decode()

    assert answer.status_code == 302
    assert ("Newsletter" in before, "Newsletter" in after) == (False, True)


def test_who_may_change_words(campaign, workspace, person, signed_in):
    furniture.furnish(campaign, person, 1)
    stage, label = Stage.objects.get(), Label.objects.get()
    furniture.grant(campaign, person("guest"))

    answers = {
        role: (
            signed_in(person(role)).get("/w/acme/words/").status_code,
            signed_in(person(role))
            .post(f"/w/acme/words/stages/{stage.pk}/", {"name": role})
            .status_code,
            signed_in(person(role))
            .post(f"/w/acme/words/labels/{label.pk}/", {"name": role})
            .status_code,
        )
        for role in ("manager", "member", "sales", "guest")
    }

    assert answers == {
        "manager": (200, 302, 302),
        "member": (200, 403, 302),
        "sales": (200, 403, 403),
        "guest": (200, 403, 403),
    }


def test_removing_what_nothing_uses(workspace, person, signed_in):
    label = actions.label_named(workspace.pk, "legal")

    signed_in(person("manager")).post(f"/w/acme/words/labels/{label.pk}/remove/")

    assert Label.objects.count() == 0
