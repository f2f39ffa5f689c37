"""The five sample files on their whole way into the database, with the README's counts."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db.models import Count, Sum

from campaigns.plan.imports.models import Import, Origin
from campaigns.plan.models import (
    Assignment,
    ChecklistEntry,
    Comment,
    Dependency,
    Item,
    Labelling,
)
from teams.models import Member
from workspace.kernel.streams.models import Event, Stream


def counts(imp):
    return {name: count for name, count in imp.counts.items() if count}


def extra_sum(name):
    return sum(Decimal(item.extra.get(name, "0")) for item in Item.objects.all())


def revision(campaign):
    return Stream.objects.get(kind="campaign", of=campaign.pk).revision


def labels():
    return {
        row["label__name"]: row["count"]
        for row in Labelling.objects.values("label__name").annotate(count=Count("pk"))
    }


def sections(name):
    found = {}
    for item in Item.objects.all():
        found[item.extra.get(name, "")] = found.get(item.extra.get(name, ""), 0) + 1
    return found


def test_asana(brought):
    imp = brought("asana_export.csv")

    items = Item.objects.all()
    assert (imp.state, counts(imp), imp.failure) == ("done", {"new": 240}, "")
    assert (items.count(), items.filter(status="done").count()) == (240, 109)
    assert items.filter(parent__isnull=False).count() == 45
    assert items.filter(due_on__isnull=True).count() == 35
    assert items.filter(assignments__isnull=True).count() == 70
    assert sections("Section/Column") == {"Done": 55, "待办": 44, "Doing": 49, "To do": 48, "": 44}
    assert labels() == {"urgent": 160, "legal": 65}
    assert extra_sum("Budget") == Decimal("337539.00")
    assert items.filter(description="=1+1").exists()
    assert items.order_by("number").first().external_id == "1209000000000000"


def test_trello(brought):
    brought("trello_board.json", archived=True, time_zone="Asia/Shanghai")

    items = Item.objects.all()
    lists = {"Backlog": 42, "In progress": 39, "Review – 审核": 29, "Done": 36, "Old ideas": 34}
    assert (items.count(), sections("List")) == (180, lists)
    assert items.filter(due_on__isnull=False).count() == 126
    assert items.order_by("number").exclude(due_on=None).first().due_on == date(2026, 3, 7)
    entries = ChecklistEntry.objects.all()
    assert (entries.count(), entries.filter(done=True).count()) == (154, 80)
    assert items.filter(checklist_total__gt=0).count() == 61
    assert items.aggregate(n=Sum("checklist_done"))["n"] == 80
    assert Comment.objects.count() == items.aggregate(n=Sum("team_comments"))["n"] == 36
    assert (Assignment.objects.count(), Labelling.objects.count()) == (127, 144)
    assert extra_sum("Budget") == 207_693


def test_trello_without_the_archived(brought):
    imp = brought("trello_board.json", time_zone="UTC")

    assert Item.objects.count() == 138
    assert imp.told_left_out == ["42 archived cards are left out."]


def test_jira(brought):
    brought("jira_export.csv", comments="all")

    items = Item.objects.all()
    types = {"Sub-task": 47, "Bug": 43, "Epic": 34, "Story": 47, "": 49}
    assert (items.count(), items.filter(status="done").count()) == (220, 91)
    assert sections("Issue Type") == types
    assert labels() == {"seo": 74, "launch": 77, "legal": 76, "paid": 78}
    assert items.filter(due_on__isnull=False).count() == 114
    assert items.filter(parent__isnull=False).count() == 33
    assert Comment.objects.count() == items.aggregate(n=Sum("open_comments"))["n"] == 124
    assert extra_sum("Story Points") == 486
    comment = Comment.objects.order_by("pk").first()
    assert (comment.author_name, comment.body) == ("sam", "Looks like; a tracking issue")
    assert comment.created_at.isoformat() == "2026-01-03T09:00:00+00:00"


def test_a_jira_item_was_completed_on_the_day_that_the_file_says(brought):
    brought("jira_export.csv")

    item = Item.objects.order_by("number")[3]
    assert item.completed_at.date() == date(2026, 1, 5)


def test_a_plan_in_gb18030(brought):
    brought("plan_gb18030.csv")

    items = Item.objects.all()
    assert (items.count(), items.filter(status="done").count()) == (120, 17)
    assert items.filter(due_on__isnull=False).count() == 105
    assert Dependency.objects.count() == 41
    assert items.aggregate(n=Sum("estimate"))["n"] == Decimal("630.5")
    assert Member.objects.filter(name="王伟", email="wang.wei@example.com", state="name").exists()
    assert items.filter(description='=HYPERLINK("http://x")').exists()
    unfinished = Dependency.objects.exclude(waits_for__status__in=("done", "dropped"))
    assert items.aggregate(n=Sum("waiting_for"))["n"] == unfinished.count()
    assert items.aggregate(n=Sum("holding_up"))["n"] == unfinished_waiters()


def unfinished_waiters():
    return Dependency.objects.exclude(item__status__in=("done", "dropped")).count()


def test_a_plan_typed_in_a_workbook(brought):
    brought("plan.xlsx")

    items = Item.objects.all()
    assert (items.count(), items.filter(status="done").count()) == (90, 14)
    assert items.filter(due_on__isnull=False).count() == 86
    assert Dependency.objects.count() == 66
    assert items.aggregate(n=Sum("estimate"))["n"] == 505
    assert Member.objects.filter(state="name").count() == 3


def test_an_import_is_one_revision_with_an_event_for_each_item(campaign, brought):
    before = revision(campaign)

    imp = brought("asana_export.csv")

    events = Event.objects.filter(stream__kind="campaign", revision=imp.revision)
    assert revision(campaign) == imp.revision == before + 1
    assert events.filter(verb="item.added").count() == 240
    done = events.get(noun="import")
    assert (done.verb, done.object_name, done.via) == ("import.done", "asana_export.csv", "import")
    assert done.data["new"] == 240


def test_bringing_the_same_file_in_again_changes_nothing(campaign, brought):
    for name, choices in {
        "asana_export.csv": {},
        "trello_board.json": {"time_zone": "UTC"},
        "jira_export.csv": {},
        "plan_gb18030.csv": {},
        "plan.xlsx": {},
    }.items():
        first = brought(name, **choices)
        people, origins = Member.objects.count(), Origin.objects.count()
        before = revision(campaign)

        again = brought(name, **choices)

        assert counts(again) == {"same": first.counts["new"]}, name
        assert (revision(campaign), again.revision) == (before, None)
        assert (Member.objects.count(), Origin.objects.count()) == (people, origins)
    assert Import.objects.filter(state="done").count() == 10


def text(encoding, before, after):
    """A correction of a file of text, at one place of it."""

    def corrected(data):
        told = data.decode(encoding)
        assert told.count(before) == 1
        return told.replace(before, after).encode(encoding)

    return corrected


def board(data):
    told = json.loads(data)
    lists = {each["id"] for each in told["lists"] if not each["closed"]}
    [card, *_rest] = [c for c in told["cards"] if c["idList"] in lists and not c["closed"]]
    card["name"] = "Corrected"
    return json.dumps(told).encode()


def workbook(data):
    book = openpyxl.load_workbook(BytesIO(data))
    [row] = [row for row in book.active.iter_rows() if row[0].value in (1, "1")]
    row[1].value = "Corrected"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


CORRECTIONS = {
    "asana_export.csv": text("utf-8-sig", '"Review ""final"" copy 0",', "Corrected,"),
    "trello_board.json": board,
    "jira_export.csv": text("utf-8", "-1 day bug 0,MKT-1,", "Corrected,MKT-1,"),
    "plan_gb18030.csv": text("gb18030", "T-001,撰写活动方案（1）,", "T-001,Corrected,"),
    "plan.xlsx": workbook,
}


@pytest.mark.parametrize("name", CORRECTIONS)
def test_a_corrected_sample_changes_what_was_corrected_alone(name, sample, brought):
    choices = {"time_zone": "UTC"} if name == "trello_board.json" else {}
    first = brought(name, **choices)
    before = dict(Item.objects.values_list("pk", "title"))

    again = brought(CORRECTIONS[name](sample(name)), **choices)

    after = dict(Item.objects.values_list("pk", "title"))
    differing = {after[pk] for pk in before if after[pk] != before[pk]}
    assert counts(again) == {"same": first.counts["new"] - 1, "changed": 1}
    assert (len(after), differing) == (len(before), {"Corrected"})


def test_links_to_a_row_that_cannot_be_read_any_more_stay(brought, table):
    file = """
        Id,Title,Due,Waits for,Parent
        1,Brief,2026-03-02,,
        2,Landing page,2026-03-09,1,1
        3,Launch,2026-03-16,2,1
    """
    brought(table(file))

    imp = brought(table(file.replace("Brief,2026-03-02", "Brief,2026-03-99")), skip_bad_rows=True)

    assert imp.counts["changed"] == 0
    brief, landing, launch = Item.objects.order_by("number")
    pairs = Dependency.objects.order_by("pk").values_list("item", "waits_for")
    assert list(pairs) == [(landing.pk, brief.pk), (launch.pk, landing.pk)]
    assert landing.parent == launch.parent == brief
    assert [problem.line for problem in imp.told_problems if problem.kind == "refers_to_left_out"]
