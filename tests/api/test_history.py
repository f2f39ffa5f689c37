"""Two points of a plan compared, and baselines, through the API."""

import pytest

from campaigns.history import actions as history
from campaigns.history.models import Baseline
from campaigns.plan import actions


@pytest.fixture
def moved(campaign, plan, person):
    """A plan whose webinar slipped after it was signed."""
    [webinar] = plan("webinar", due_on="2026-12-01")
    history.name_plan(campaign, by=person("member"), name="Signed")
    actions.edit(webinar, by=person("manager"), version=1, due_on="2026-12-04", why="Ill")
    return webinar


def test_what_changed_since_a_baseline(campaign, moved, person, caller):
    signed = Baseline.objects.get()

    answer = caller(person("member")).get(
        f"campaigns/SPRING/compare/?from=baseline:{signed.pk}&show=slipped"
    )

    found = answer.json()
    assert (found["from"]["revision"], found["to"]["text"]) == (signed.revision, "now")
    assert found["slip"] == {"items": 1, "working_days": 3}
    assert found["reasons"] == [{"why": "Ill", "items": 1, "working_days": 3}]
    assert found["teams"] == [{"team": None, "items": 1, "working_days": 3}]
    [change] = found["results"]
    assert change["changes"] == {"due_on": ["2026-12-01", "2026-12-04"]}
    assert (change["id"], change["number"], change["title"]) == (moved.pk, 1, "webinar")
    assert (change["working_days_later"], change["days_later"]) == (3, 3)
    assert (change["sorts"], change["reasons"]) == (["moved"], ["Ill"])
    assert change["by"] == person("manager").name


@pytest.mark.parametrize(
    "query", ["from=yesteryear", "to=revision:999", "show=everything", "since=monday"]
)
def test_what_cannot_be_read_is_refused(query, campaign, moved, person, caller):
    answer = caller(person("member")).get(f"campaigns/SPRING/compare/?{query}")

    assert answer.status_code == 422
    assert query.partition("=")[0] in str(answer.json())


def test_baselines_are_named_listed_and_removed(campaign, moved, person, caller):
    member = caller(person("member"))

    made = member.post("campaigns/SPRING/baselines/", {"name": "Before", "revision": 2})
    twice = member.post("campaigns/SPRING/baselines/", {"name": "before"})
    listed = member.get("campaigns/SPRING/baselines/").json()["results"]
    forbidden = caller(person("sales")).delete(f"baselines/{made.json()['id']}/")
    gone = member.delete(f"baselines/{made.json()['id']}/")

    assert (made.status_code, made.json()["revision"]) == (201, 2)
    assert (twice.status_code, forbidden.status_code, gone.status_code) == (422, 403, 204)
    assert [row["name"] for row in listed] == ["Signed", "Before"]
    assert Baseline.objects.get().name == "Signed"
