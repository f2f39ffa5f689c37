import pytest
from django.core.cache import cache

pytestmark = pytest.mark.xdist_group("attempts")  # see tests/teams/test_accounts.py


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def test_a_token_that_asks_too_often_is_told_when_to_go_on(workspace, caller, person, settings):
    settings.API_RATE = 3
    member, other = caller(person("member")), caller(person("manager"))

    answers = [member.get("me/") for _time in range(4)]

    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert other.get("me/").status_code == 200
