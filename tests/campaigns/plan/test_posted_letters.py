"""A letter that PostgreSQL keeps in no row is as if it were not there in what a form posts."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.plan import actions, files
from campaigns.plan.models import Attachment, Item

pytestmark = pytest.mark.django_db(transaction=True)
CAMPAIGN = "/w/acme/c/SPRING/"
ITEM = f"{CAMPAIGN}items/2/"
POSTED = [
    (f"{ITEM}checklist/", {"text": "Copy\0"}, 302),
    (f"{ITEM}parent/", {"parent": "br\0ief", "version": "1"}, 200),
    (f"{ITEM}waits/", {"waits_for": "bri\0ef"}, 200),
    (f"{ITEM}labels/", {"name": "leg\0al"}, 200),
    (f"{ITEM}comments/", {"text": "Looks\0 good"}, 302),
    (f"{ITEM}change/", {"title": "Land\0ing", "version": "1"}, 302),
    (f"{ITEM}move/", {"due_on": "2026-12-18", "why": "La\0te", "version": "1"}, 302),
    (f"{CAMPAIGN}items/", {"title": "Copy\0"}, 302),
    (f"{CAMPAIGN}numbers/paste/", {"text": "Date,Clicks\0\n2026-11-01,7"}, 302),
    ("/language/", {"language": "d\0e", "next": "/w/acme/\0"}, 302),
]


@pytest.fixture
def browser(signed_in, person, plan):
    plan("brief", "landing")
    return signed_in(person("manager"))


@pytest.mark.parametrize(("address", "values", "status"), POSTED)
def test_it_is_no_error(browser, address, values, status):
    assert browser.post(address, values).status_code == status


def test_what_is_kept_is_what_can_be_seen(browser, person):
    item = Item.objects.get(number=2)
    actions.add_entry(item, by=person("member"), text="Text")
    entry = item.checklist.get()
    browser.post(f"{ITEM}checklist/{entry.pk}/", {"text": "Co\0py"})
    browser.post(f"{ITEM}comments/", {"te\0xt": "Co\0py"})
    browser.post(f"{ITEM}parent/", {"parent": "br\0ief", "version": "2"})

    item = Item.objects.select_related("parent").get(number=2)
    assert [entry.text for entry in item.checklist.all()] == ["Copy"]
    assert [comment.body for comment in item.comments.all()] == ["Copy"]
    assert item.parent.title == "brief"


def test_a_file_keeps_each_of_its_bytes(browser):
    upload = SimpleUploadedFile("a.bin", b"a\0b")

    browser.post(f"{ITEM}files/", {"file": upload, "note": "a\0b"})

    with default_storage.open(files.path_of(Attachment.objects.get().key)) as kept:
        assert kept.read() == b"a\0b"
