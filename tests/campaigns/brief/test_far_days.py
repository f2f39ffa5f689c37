"""A year that was typed wrongly is refused at its field."""

import pytest

from campaigns.brief.models import Campaign

SETTINGS = {"name": "Spring", "objective": "", "buffer_rule": "consume", "version": "1"}
FAR = [("starts_on", "0001-01-01"), ("starts_on", "0206-09-01"), ("ends_on", "9999-12-31")]


@pytest.mark.parametrize(("name", "day"), FAR)
def test_a_campaign_has_no_day_that_nobody_means(name, day, campaign, person, signed_in):
    browser = signed_in(person("manager"))

    answer = browser.post("/w/acme/c/SPRING/settings/", SETTINGS | {name: day})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {name: [f"{day} is too far away to plan."]}
    assert getattr(Campaign.objects.get(), name) is None


@pytest.mark.parametrize(("name", "day"), FAR)
def test_nor_has_a_new_one(name, day, workspace, person, signed_in):
    answer = signed_in(person("manager")).post(
        "/w/acme/campaigns/new/", {"name": "Fall", "key": "FALL", name: day}
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
