"""What no action foresaw becomes a sentence, too."""

import pytest
from django.db import OperationalError

from campaigns.plan import actions


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_busy_database_is_told_and_nothing_was_changed(
    plan, person, signed_in, monkeypatch, headers
):
    def busy(*_args, **_values):
        raise OperationalError("database is locked")

    [item] = plan("brief")
    monkeypatch.setattr(actions, "place", busy)
    browser = signed_in(person("member"))

    answer = browser.post(
        f"/w/acme/c/SPRING/items/{item.number}/place/", {"status": "doing"}, headers=headers
    )

    assert answer.status_code == 503
    assert "The database is busy; nothing was changed." in answer.content.decode()
    assert ("HX-Retarget" in answer.headers) == bool(headers)
