import pytest

from campaigns.plan import actions, policies
from campaigns.plan.actions import vocabulary
from campaigns.plan.models import Channel, Label, Stage
from campaigns.plan.views import words as views
from teams.actions import workspaces
from teams.models import Team
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


def test_a_renamed_channel_is_offered_to_ticked_rows(campaign, person, signed_in):
    furniture.furnish(campaign, person, 1)
    browser = signed_in(person("manager"))
    channel = Channel.objects.get()
    address = f"/w/acme/words/channels/{channel.pk}/"
    offered = f'<button name="channel" value="{channel.pk}">Newsletter</button>'
    before = browser.get("/w/acme/c/SPRING/list/").content.decode()

    words = {"name": "Newsletter", "direction": "outbound", "medium": "online", "version": 1}
    browser.post(address, words)
    after = browser.get("/w/acme/c/SPRING/list/").content.decode()

    assert (offered in before, offered in after) == (False, True)


def test_a_renamed_channel_is_shown_on_every_card(campaign, person, signed_in):
    furniture.furnish(campaign, person, 1)
    browser = signed_in(person("manager"))
    channel = Channel.objects.get()
    before = browser.get("/w/acme/c/SPRING/board/").content.decode()

    answer = browser.post(
        f"/w/acme/words/channels/{channel.pk}/",
        {"name": "Newsletter", "direction": "outbound", "medium": "online", "version": 1},
    )
    after = browser.get("/w/acme/c/SPRING/board/").content.decode()

    assert answer.status_code == 302
    assert ("Newsletter" in before, "Newsletter" in after) == (False, True)


@pytest.mark.parametrize("noun", ["channel", "stage"])
def test_who_was_slower_to_change_a_word_is_told(noun, campaign, person, signed_in):
    furniture.furnish(campaign, person, 1)
    word = {"channel": Channel, "stage": Stage}[noun].objects.get()
    browser = signed_in(person("manager"))
    form = f"/w/acme/words/{noun}s/{word.pk}/"
    page = browser.get("/w/acme/words/").content.decode()
    shown = page.partition(f'action="{form}"')[2].partition("</form>")[0]
    assert 'name="version" value="1"' in shown
    sent = {"direction": "outbound", "medium": "online", "version": 1}

    first = browser.post(form, sent | {"name": "Faster"})
    second = browser.post(form, sent | {"name": "Slower"})

    word.refresh_from_db()
    assert (first.status_code, second.status_code, word.name) == (302, 412, "Faster")


def test_who_may_change_words(campaign, workspace, person, signed_in):
    furniture.furnish(campaign, person, 1)
    stage, label = Stage.objects.get(), Label.objects.get()
    furniture.grant(campaign, person("guest"))

    answers = {
        role: (
            signed_in(person(role)).get("/w/acme/words/").status_code,
            signed_in(person(role))
            .post(f"/w/acme/words/stages/{stage.pk}/", {"name": role, "version": 1})
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
    label = actions.label_named(workspace.pk, "legal", by=person("member"))

    signed_in(person("manager")).post(f"/w/acme/words/labels/{label.pk}/remove/")

    assert Label.objects.count() == 0


@pytest.fixture
def guest(campaign, workspace, person):
    """An agency's guest in SPRING; AUTUMN, which they do not see, has words of its own."""
    guest, manager = person("guest"), person("manager")
    furniture.grant(campaign, guest)
    furniture.furnish(campaign, person, 2)
    autumn = furniture.campaign(workspace, by=manager, key="AUTUMN", name="Autumn fair")
    secret = vocabulary.add_channel(workspace.pk, by=manager, name="Geheimkanal")
    stage = vocabulary.add_stage(workspace.pk, by=manager, name="Geheimphase")
    team = Team.objects.create(workspace=workspace, name="Geheimteam")
    words = {"channel": secret, "stage": stage, "team": team}
    label = actions.label_named(workspace.pk, "geheimwort", by=manager)
    actions.add(autumn, by=manager, title="Stand", labels=[label], **words)
    mail = Channel.objects.get(name="E-mail")
    actions.add(autumn, by=manager, title="Invitation", channel=mail)
    return guest


PAGES = [
    "words/",
    "calendar/",
    *(f"c/SPRING/{view}/" for view in ("board", "list", "timeline", "calendar", "touchpoints")),
    *(f"c/SPRING/board/?group={word}" for word in ("channel", "stage", "team")),
    "c/SPRING/items/1/",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_guest_knows_the_words_of_their_campaigns_alone(guest, person, signed_in, page):
    address = f"/w/acme/{page}"

    ours = signed_in(person("member")).get(address).content.decode()
    theirs = signed_in(guest).get(address).content.decode()

    assert "geheim" not in theirs.casefold()
    assert "E-mail" in theirs
    assert "Geheim" in ours or "geheim" in ours or "group=" in page or "touch" in page


def test_the_page_of_words_says_whose_words_they_are(guest, person, signed_in):
    def told(member):
        page = signed_in(member).get("/w/acme/words/").content.decode()
        return ["every plan of this workspace" in page, "the plans of your campaigns" in page]

    assert (told(person("member")), told(guest)) == ([True, False], [False, True])


def test_a_guest_is_told_of_their_own_items_how_often_a_word_is_used(guest, person):
    assert views.counted(policies.channel, guest, "items").get(name="E-mail").uses == 2
    everybody = views.counted(policies.channel, person("member"), "items")
    assert everybody.get(name="E-mail").uses == 3
