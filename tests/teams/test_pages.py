"""The pages about people: who gets which answer, and what each shows."""

from datetime import date

import pytest

from campaigns.brief.actions import inviting, sharing
from teams.actions import groups, invitations, members, tokens
from teams.models import Invitation, Member
from workspace.kernel.outbox.models import Effect

READERS = ("owner", "admin", "manager", "member", "sales", "guest", "stranger", "anonymous")


@pytest.fixture
def reader(person, stranger, signed_in):
    """A browser by role; a stranger is the owner of another workspace."""
    others = {"anonymous": None, "stranger": stranger}
    return lambda role: signed_in(others[role] if role in others else person(role))


PAGES = """
people/                      200 200 200 200 200 403 404 302
teams/                       200 200 200 200 200 403 404 302
people/{sales}/              200 200 200 200 200 404 404 302
people/invite/               200 200 200 200 403 403 404 302
teams/{team}/                200 200 200 403 403 403 404 302
tokens/                      200 200 200 200 200 200 404 302
settings/                    200 200 403 403 403 403 404 302
settings/log/                200 200 403 403 403 403 404 302
settings/effects/            200 200 403 403 403 403 404 302
people/999999/               404 404 404 404 404 404 404 302
"""


@pytest.mark.parametrize("line", PAGES.strip().splitlines())
def test_who_may_read_what(line, workspace, person, reader):
    path, *expected = line.split()
    team = groups.add_team(by=person("manager"), name="Inbound")
    path = "/w/acme/" + path.format(sales=person("sales").pk, team=team.pk)

    answers = [reader(role).get(path).status_code for role in READERS]

    assert dict(zip(READERS, answers, strict=True)) == dict(
        zip(READERS, map(int, expected), strict=True)
    )


CHANGES = """
people/names/                302 302 302 302 403 403 404 302
teams/add/                   302 302 302 403 403 403 404 302
people/{sales}/remove/       302 302 302 403 403 404 404 302
settings/effects/{effect}/retry/ 302 302 404 404 404 404 404 302
invitations/{invitation}/withdraw/ 302 302 302 403 403 404 404 302
invitations/{invitation}/resend/   302 302 302 403 403 404 404 302
"""


@pytest.mark.parametrize("line", CHANGES.strip().splitlines())
@pytest.mark.parametrize("role", READERS)
def test_who_may_change_what(line, role, workspace, person, reader):
    path, *expected = line.split()
    invited = invitations.invite(workspace.pk, by=person("owner"), email="ada@engine.example")
    removed = person("sales", name="Removed")
    effect = Effect.objects.get()
    Effect.objects.update(state="dead")
    path = path.format(
        sales=removed.pk,
        effect=effect.pk,
        invitation=Invitation.objects.get(member=invited).pk,
    )

    answer = reader(role).post(
        f"/w/acme/{path}",
        {"name": "Grace", "team-name": "T", "team-function": "sales", "version": 1},
    )

    assert answer.status_code == int(expected[READERS.index(role)])


def test_a_change_by_get_is_not_made(person, signed_in):
    answer = signed_in(person("owner")).get(f"/w/acme/people/{person('sales').pk}/remove/")

    assert answer.status_code == 405
    assert Member.objects.get(pk=person("sales").pk).state == "active"


def furnish(person, number):
    team = groups.add_team(by=person("owner"), name=f"Team {number}")
    for index in range(number):
        person("sales", name=f"Person {index}", team=team, title="Writer")
        invitations.invite(team.workspace_id, by=person("owner"), email=f"{index}@new.example")


@pytest.mark.parametrize("number", [1, 20])
def test_the_people_page_asks_the_same_number_of_questions(
    number, person, signed_in, django_assert_num_queries
):
    furnish(person, number)
    browser = signed_in(person("owner"))
    browser.get("/w/acme/people/")

    # session, user, member; what it follows; how many, people, invitations, teams and partners
    with django_assert_num_queries(9):
        answer = browser.get("/w/acme/people/")

    assert answer.context["page"].paginator.count == number * 2 + 1


@pytest.mark.parametrize("number", [1, 20])
def test_the_campaigns_people_page_asks_the_same_number_of_questions(
    number, campaign, person, signed_in, django_assert_num_queries
):
    for index in range(number):
        guest = person("guest", name=f"Guest {index}")
        inviting.admit(campaign, guest, by=person("owner"), until=date(2099, 1, 1))
        sharing.share(campaign, by=person("owner"), name=f"Link {index}", days=30)
    browser = signed_in(person("owner"))
    browser.get("/w/acme/c/SPRING/people/")

    # session, user, member; campaign, participants, teams, partners, links, workspaces
    with django_assert_num_queries(8):
        answer = browser.get("/w/acme/c/SPRING/people/")

    assert len(answer.context["participants"]) == number + 1


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ada", "Manager 1", "Owner 1"]),
        ("?q=ada", ["Ada"]),
        ("?role=manager", ["Manager 1"]),
        ("?state=name", ["Ada"]),
        ("?state=left", ["Gone"]),
    ],
)
def test_the_filters_are_in_the_address(query, names, person, signed_in):
    owner = person("owner", name="Owner 1")
    person("manager", name="Manager 1")
    members.add_name(by=owner, name="Ada")
    members.remove(person("sales", name="Gone"), by=owner, version=1)

    answer = signed_in(owner).get(f"/w/acme/people/{query}")

    assert [shown.name for shown in answer.context["page"]] == names


def test_a_stale_form_keeps_what_was_typed(person, signed_in):
    sales = person("sales")
    members.edit(sales, by=person("manager"), version=1, title="Writer")

    answer = signed_in(person("owner")).post(
        f"/w/acme/people/{sales.pk}/",
        {"name": "Grace Hopper", "role": "sales", "title": "Admiral", "version": 1},
    )

    assert answer.status_code == 422
    assert answer.context["form"]["title"].value() == "Admiral"
    assert answer.context["form"]["version"].value() == 2
    assert "changed this to “Writer” meanwhile" in answer.content.decode()
    assert Member.objects.get(pk=sales.pk).title == "Writer"


def test_the_home_page_leads_to_the_last_workspace(works_in_both, signed_in):
    browser = signed_in(works_in_both)

    first = browser.get("/")["Location"]
    browser.get("/w/globex/people/")
    then = browser.get("/")["Location"]

    assert (first, then) == ("/w/acme/", "/w/globex/")


def test_who_belongs_nowhere_is_asked_where_to_work(newcomer, client):
    client.force_login(newcomer, backend="allauth.account.auth_backends.AuthenticationBackend")

    asked = client.get("/", follow=True)
    made = client.post("/welcome/", {"name": "Engines", "time_zone": "Europe/London"})

    assert asked.redirect_chain == [("/welcome/", 302)]
    assert made["Location"] == "/w/engines/"
    assert client.get("/w/engines/people/").status_code == 200


def test_the_log_tells_what_happened_and_pages_back(person, signed_in):
    tokens.make(by=person("owner"), name="reports", scopes=["plan:read"])
    members.edit(person("sales"), by=person("owner"), version=1, title="Writer")

    answer = signed_in(person("owner")).get("/w/acme/settings/log/")

    told = [(event.sentence, event.what, event.changes) for event in answer.context["events"]]
    assert told == [
        (
            "changed",
            person("sales").name,
            [{"label": "Job title", "before": "–", "after": "Writer"}],
        ),
        ("made the API token", "reports", []),
    ]


def test_the_workspace_can_be_renamed(workspace, person, signed_in):
    browser = signed_in(person("admin"))

    answer = browser.post(
        "/w/acme/settings/", {"name": "Acme Ltd", "time_zone": "Asia/Shanghai", "version": 1}
    )
    stale = browser.post(
        "/w/acme/settings/", {"name": "Acme Inc", "time_zone": "Asia/Shanghai", "version": 1}
    )

    workspace.refresh_from_db()
    assert (answer.status_code, stale.status_code) == (302, 422)
    assert (workspace.name, workspace.time_zone) == ("Acme Ltd", "Asia/Shanghai")


def test_anybody_chooses_the_language(person, signed_in, client):
    nobody = client.post("/language/", {"language": "zh-hans", "next": "/accounts/login/"})
    page = client.get("/accounts/login/")
    browser = signed_in(person("sales"))
    browser.post("/language/", {"language": "zh-hant", "next": "https://evil.example/"})

    assert nobody["Location"] == "/accounts/login/"
    assert page["Content-Language"] == "zh-hans"
    assert browser.get("/profile/")["Content-Language"] == "zh-hant"


def test_going_back_stays_on_this_site(client):
    answer = client.post("/language/", {"language": "en", "next": "https://evil.example/"})

    assert answer["Location"] == "/"


def test_the_profile_is_kept(person, signed_in):
    sales = person("sales")

    answer = signed_in(sales).post(
        "/profile/",
        {"name": "Grace", "language": "zh-hans", "time_zone": "Asia/Taipei", "theme": "dark"},
    )

    sales.user.refresh_from_db()
    assert answer.status_code == 302
    assert (sales.user.name, sales.user.language, sales.user.time_zone, sales.user.theme) == (
        "Grace",
        "zh-hans",
        "Asia/Taipei",
        "dark",
    )
    assert Member.objects.get(pk=sales.pk).name == "Grace"


def test_guests_never_get_addresses_of_others(campaign, person, signed_in):
    guest = person("guest")
    inviting.admit(campaign, guest, by=person("owner"), until=date(2099, 1, 1))

    page = signed_in(guest).get("/w/acme/c/SPRING/people/").content.decode()

    assert person("owner").name in page
    assert person("owner").email not in page
