from datetime import UTC, date, datetime, timedelta

from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.plan import actions, files, tasks
from campaigns.plan.models import Item
from teams.models import Workspace
from tests import furniture
from workspace.kernel import clock, outbox


def test_who_is_named_with_an_at_is_told_by_mail_once(campaign, plan, person):
    [brief] = plan("brief")
    ada = person("manager", "Ada Lovelace")
    actions.comment(brief, by=person("member"), body="@Ada Lovelace, is this right?")

    outbox.dispatch()
    outbox.dispatch()

    [sent] = mail.outbox
    assert sent.to == [ada.email]
    assert "is this right?" in sent.body
    assert "/w/acme/c/SPRING/items/1/#comment-" in sent.body


def test_a_guest_hears_nothing_once_their_last_day_has_ended_where_the_workspace_is(
    campaign, plan, person, time_machine
):
    Workspace.objects.update(time_zone="Pacific/Auckland")
    time_machine.move_to(datetime(2026, 12, 1, 10, 0, tzinfo=UTC))
    [item] = plan("brief")
    guest = person("guest", "Gil Guest")
    furniture.grant(campaign, guest, until=date(2026, 12, 1))
    actions.comment(item, by=person("member"), body="@Gil Guest, please look")

    # Half past midnight in Auckland, and noon where the server is.
    time_machine.move_to(datetime(2026, 12, 1, 11, 30, tzinfo=UTC))
    outbox.dispatch()

    assert mail.outbox == []


def test_a_guest_named_in_a_team_only_comment_hears_nothing(campaign, plan, person):
    [brief] = plan("brief")
    guest = person("guest", "Gil Guest")
    furniture.grant(campaign, guest)
    actions.comment(brief, by=person("member"), body="@Gil Guest is slow", team_only=True)

    outbox.dispatch()

    assert mail.outbox == []


def test_a_removed_comment_is_not_mailed(campaign, plan, person):
    [brief] = plan("brief")
    person("manager", "Ada Lovelace")
    said = actions.comment(brief, by=person("member"), body="@Ada Lovelace, oops")
    actions.remove_comment(said, by=person("member"))

    outbox.dispatch()

    assert mail.outbox == []


def test_thirty_days_after_the_trash_items_and_their_bytes_are_gone(
    campaign, plan, person, time_machine
):
    [brief] = plan("brief")
    stored = files.store(SimpleUploadedFile("notes.txt", b"hello"))
    actions.attach(brief, by=person("member"), stored=stored)
    actions.trash(campaign, [brief.pk], by=person("member"))

    time_machine.move_to(clock.now() + timedelta(days=31))
    tasks.tidy()
    outbox.dispatch()

    assert Item.objects.count() == 0
    assert not default_storage.exists(files.path_of(stored.key))


def test_bytes_that_no_row_names_are_swept_after_a_day(db, time_machine):
    stored = files.store(SimpleUploadedFile("notes.txt", b"hello"))

    tasks.tidy()
    fresh = default_storage.exists(files.path_of(stored.key))
    time_machine.move_to(clock.now() + timedelta(days=2))
    tasks.tidy()

    assert (fresh, default_storage.exists(files.path_of(stored.key))) == (True, False)
