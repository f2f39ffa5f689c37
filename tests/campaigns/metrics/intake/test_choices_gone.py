"""A file whose choices others took away before it was brought in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.metrics.actions import defining
from campaigns.metrics.models import Batch, Observation

BASE = "/w/acme/numbers/"


@pytest.fixture
def mine(signed_in, person, campaign, metrics):
    return signed_in(person("member"))


@pytest.fixture
def looked(mine):
    """`looked(text, question="answer")`: the page of a file about which questions were answered."""

    def look(text, **answers):
        page = mine.post(BASE, {"file": SimpleUploadedFile("numbers.csv", text.encode())}).url
        for question, value in answers.items():
            mine.post(f"{page}choose/", {"question": question, "value": value})
        return page

    return look


def test_a_choice_that_was_removed_since_is_said_to_be_gone(mine, looked, channels):
    gone = channels["Paid social"]
    said = {"channels.SPRING": str(gone.pk)}
    page = looked("Date,Campaign,Clicks\n2026-03-01,SPRING,10\n", **said)
    gone.delete()

    answers = [mine.get(page), mine.post(f"{page}run/")]

    assert Batch.objects.get().choices["channels"] == {"SPRING": said["channels.SPRING"]}
    assert [answer.status_code for answer in answers] == [200, 422]
    for answer in answers:
        told = answer.content.decode()
        assert "Something that was chosen for this file is no longer there" in told
        assert "Choose the file again." in told
    assert not Observation.objects.exists()


def test_a_column_of_what_is_reckoned_by_now_is_not_brought_in(mine, looked, person, workspace):
    by = person("manager")
    views = defining.add(workspace.pk, by=by, key="views", name="Views")
    page = looked("Date,Campaign,Hits\n2026-03-01,SPRING,10\n", **{"columns.2": "metric.views"})
    ratio = {"aggregation": "ratio", "formula": "clicks / impressions", "unit": "percent"}
    defining.edit(views, by=by, version=1, **ratio)

    answers = [mine.get(page), mine.post(f"{page}run/")]

    assert [answer.status_code for answer in answers] == [200, 422]
    assert not Observation.objects.exists()
