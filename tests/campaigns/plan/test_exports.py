"""The plan as a file: safe to open, typed, filtered, and fit to come in again."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from campaigns.plan import actions, exports
from campaigns.plan.filters import Filters
from campaigns.plan.imports import actions as imports
from campaigns.plan.imports.models import Import
from campaigns.plan.imports.reading import inspect
from campaigns.plan.models import Channel, Dependency, Item, Kind, Priority, Status
from tests import furniture
from workspace.kernel import outbox
from workspace.kernel.streams.models import Stream

DANGEROUS = ['=HYPERLINK("http://x")', "+1", "-1+1", "@SUM(A1)", "'=1+1"]


@pytest.fixture
def rich(campaign, person, plan):
    """A plan with everything that an export can hold."""
    furniture.furnish(campaign, person, 3)
    for title in DANGEROUS:
        actions.add(campaign, by=person("member"), title=title, description=f"{title}\r\nmore")
    item = Item.objects.get(number=2)
    values = {
        "extra": {"Budget": "1,200.50", "Labels": "odd"},
        "estimate": "12.5",
        "kind": "milestone",
    }
    actions.edit(
        item, by=person("member"), version=item.version, parent=Item.objects.get(number=1), **values
    )
    [link] = item.waits.all()
    actions.shape(
        item, link.waits_for_id, by=person("member"), version=item.version, kind="SS", lag=-2
    )
    return campaign


def export(campaign, reader, **filters):
    return exports.table(campaign, Filters(**filters), reader)


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def bring_in(campaign, by, data, name):
    imp = imports.start(campaign, by=by, upload=SimpleUploadedFile(name, data))
    imports.run(imp, version=imp.version)
    outbox.dispatch()
    return Import.objects.get(pk=imp.pk)


def counts(imp):
    return {name: count for name, count in imp.counts.items() if count}


def test_csv_marks_what_a_spreadsheet_would_calculate(rich, person):
    data = exports.as_csv(export(rich, person("member")))

    assert data.startswith("\ufeffKey,Title".encode())
    for row in rows_of(data):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert [row["Title"] for row in rows_of(data)][3:] == [f"'{title}" for title in DANGEROUS]


def test_xlsx_keeps_text_text_and_days_days(rich, person):
    data = exports.as_xlsx(export(rich, person("member")), "Spring: launch")

    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    [headings, *rows] = sheet.iter_rows()
    names = [cell.value for cell in headings]
    titles = [row[names.index("Title")] for row in rows]
    assert [cell.value for cell in titles][3:] == DANGEROUS
    assert {cell.data_type for cell in titles} == {"s"}
    assert rows[0][names.index("Due")].value.date() == date(2026, 12, 1)
    assert rows[1][names.index("Estimate (hours)")].value == 12.5


def test_an_export_shows_what_the_filters_show(rich, person):
    channel = Channel.objects.get()

    table = export(rich, person("member"), channel=(str(channel.pk),), sort="-key")

    assert [row[0] for row in table.rows] == ["SPRING-3", "SPRING-2", "SPRING-1"]


def test_guests_get_no_mails_and_no_columns_of_the_teams_own(rich, person):
    guest = person("guest")
    furniture.grant(rich, guest)

    table = export(rich, guest)

    text = exports.as_csv(table).decode()
    assert (len(table.rows), table.headings[-1]) == (8, "Description")
    assert "@acme.example" not in text
    assert "1,200.50" not in text


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_came_out_comes_in_again_and_changes_nothing(rich, person, ending):
    stream = Stream.objects.get(kind="campaign", of=rich.pk)
    table = export(rich, person("member"))
    data = exports.as_csv(table) if ending == "csv" else exports.as_xlsx(table, "Plan")

    imp = bring_in(rich, person("manager"), data, f"plan.{ending}")

    assert (imp.failure, counts(imp)) == ("", {"same": 8})
    assert Stream.objects.get(pk=stream.pk).revision == stream.revision


def test_a_filtered_export_keeps_links_to_items_outside_of_it(rich, person):
    data = exports.as_csv(export(rich, person("member"), kind=("milestone",)))

    imp = bring_in(rich, person("manager"), data, "plan.csv")

    assert (imp.failure, counts(imp)) == ("", {"same": 1})
    assert Dependency.objects.count() == 2


def test_an_edited_export_changes_only_what_was_edited_in_it(rich, person):
    data = exports.as_csv(export(rich, person("member"))).decode()
    item = Item.objects.get(number=1)
    actions.edit(item, by=person("member"), version=item.version, title="Renamed here", due_on=None)

    edited = data.replace("SPRING-1,Item 0,Task,To do", "SPRING-1,Item 0,Task,Done")
    imp = bring_in(rich, person("manager"), edited.encode(), "plan.csv")

    item.refresh_from_db()
    assert counts(imp) == {"changed": 1, "same": 7}
    assert (item.title, item.status, item.due_on) == ("Renamed here", "done", None)


def test_another_lag_in_an_edited_export_is_taken_over(rich, person):
    data = exports.as_csv(export(rich, person("member"))).decode()
    assert data.count("SPRING-1 SS-2d") == 1

    imp = bring_in(rich, person("manager"), data.replace("SS-2d", "FF+3d").encode(), "plan.csv")

    link = Dependency.objects.get(item__number=2)
    assert (counts(imp), link.kind, link.lag) == ({"changed": 1, "same": 7}, "FF", 3)


def test_a_link_to_another_campaign_stays_when_the_export_comes_in_again(rich, person, workspace):
    autumn = furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    there = actions.add(autumn, by=person("member"), title="Elsewhere")
    item = Item.objects.get(campaign=rich, number=1)
    actions.wait_for(item, there, by=person("manager"))
    data = exports.as_csv(export(rich, person("member")))
    assert b"AUTUMN-1" in data

    imp = bring_in(rich, person("manager"), data, "plan.csv")

    assert (counts(imp), list(item.waits.values_list("waits_for"))) == (
        {"same": 8},
        [(there.pk,)],
    )


def test_another_campaign_takes_an_export_in_as_new_items(rich, person, workspace):
    data = exports.as_csv(export(rich, person("member")))
    autumn = furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")

    imp = bring_in(autumn, person("manager"), data, "plan.csv")
    again = bring_in(autumn, person("manager"), data, "plan.csv")

    assert (counts(imp), counts(again)) == ({"new": 8}, {"same": 8})
    assert Item.objects.filter(campaign=autumn, source="roundtable").count() == 8


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_language_exports_words_that_the_import_knows(rich, person, language):
    plan = [
        actions.add(
            rich,
            by=person("member"),
            title=f"{status} {kind} {priority}",
            status=status,
            kind=kind,
            priority=priority,
        )
        for status, kind, priority in zip(
            Status.values, [*Kind.values, *Kind.values], [*Priority.values, 1, 2], strict=True
        )
    ]
    with translation.override(language):
        data = exports.as_csv(export(rich, person("member")))

        reading = inspect(data, "plan.csv")

    assert reading.open_questions == ()
    imp = bring_in(rich, person("manager"), data, "plan.csv")
    assert counts(imp) == {"same": 8 + len(plan)}


def test_the_file_comes_with_its_name_and_never_in_place(rich, person, signed_in):
    page = f"/w/{rich.workspace.slug}/c/spring/export"

    answers = [signed_in(person("guest")).get(f"{page}.csv").status_code]
    furniture.grant(rich, person("guest"))
    answers.append(signed_in(person("guest")).get(f"{page}.csv").status_code)
    answer = signed_in(person("member")).get(f"{page}.xlsx?status=todo")

    assert answers == [404, 200]
    assert answer["Content-Disposition"].startswith('attachment; filename="SPRING-')
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_export_costs_the_same_statements_at_any_size(
    campaign, person, django_assert_num_queries
):
    for number in (1, 20):
        furniture.furnish(campaign, person, number)
        with django_assert_num_queries(6):
            exports.as_csv(export(campaign, person("member")))
