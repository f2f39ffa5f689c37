"""The pages of an import: who may open them, what they ask, and what they do."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.plan.imports import actions, progress
from campaigns.plan.imports.models import Import
from campaigns.plan.models import Item
from tests import furniture
from workspace.kernel import outbox, scope
from workspace.kernel.outbox.tasks import beat

FILE = """
    Id,Title,Owner,Status,Due,Channel
    1,Brief,Ana <ana@x.example>,Doing,03/04/2026,Radio
    2,Launch,Ana <ana@x.example>,Parked,,Radio
"""
BROKEN = """
    Id,Title,Status,Due
    1,Brief,To do,2026-01-10
    2,Launch,To do,when it is done
"""


@pytest.fixture
def base(campaign):
    return f"/w/{campaign.workspace.slug}/c/{campaign.key}/import/"


@pytest.fixture
def browser(person, signed_in, workspace):
    """A request is outside of any scope, as it is in life."""

    def of(role, name=""):
        return signed_in(person(role, name=name) if role else None)

    return of


def upload(browser, base, data, name="plan.csv"):
    return browser.post(base, {"file": SimpleUploadedFile(name, data)})


def choose(browser, imp, base, question, value):
    return browser.post(f"{base}{imp.pk}/choose/", {"question": question, "value": value})


def test_a_file_is_looked_at_questioned_brought_in_and_taken_out(browser, base, table):
    mine = browser("manager")

    answer = upload(mine, base, table(FILE))
    imp = Import.objects.get()
    page = mine.get(answer.url).content.decode()

    assert answer.url == f"{base}{imp.pk}/"
    assert "2 questions before it can come in" in page
    assert 'value="date_order"' in page
    assert 'value="words.status.Parked"' in page

    choose(mine, imp, base, "date_order", "DMY")
    choose(mine, imp, base, "words.status.Parked", "blocked")
    choose(mine, imp, base, "people.ana@x.example", "nobody")
    choose(mine, imp, base, "channel.Radio", "column")
    page = mine.get(answer.url).content.decode()

    assert "before it can come in" not in page
    assert "Bring in 2 items" in page

    mine.post(f"{base}{imp.pk}/run/")
    assert "Waiting for its turn" in mine.get(answer.url).content.decode()
    outbox.dispatch()
    page = mine.get(answer.url).content.decode()

    assert "The file is in the plan." in page
    brief, launch = Item.objects.order_by("number")
    assert (brief.due_on.isoformat(), launch.status) == ("2026-04-03", "blocked")
    assert brief.extra == {"Channel": "Radio", "Owner": "Ana"}

    mine.post(f"{base}{imp.pk}/undo/")
    assert "were taken out again" in mine.get(answer.url).content.decode()
    assert Item.objects.kept().count() == 0

    mine.post(f"{base}{imp.pk}/take_up/".replace("_", "-"))
    assert "Bring in 2 items" in mine.get(answer.url).content.decode()


def test_each_column_shows_three_of_its_values_and_a_long_one_in_full_as_its_title(
    browser, base, table
):
    long, endless = ("What the brief asks for " * times for times in (8, 80))
    rows = f"""
        Id,Title,Notes,Empty
        1,Brief,{long},
        2,Film,{endless},
        3,Film,Short,
        4,<b>Launch</b>,Short,
        5,Wrap-up,Shortest,
    """
    mine = browser("manager")
    upload(mine, base, table(rows))

    page = mine.get(f"{base}{Import.objects.get().pk}/").content.decode()

    samples = re.findall(r'<td class="samples".*?</td>', page.partition('id="columns"')[2])
    assert [re.findall(r"<li[^>]*>(.*?)</li>", each) for each in samples] == [
        ["1", "2", "3"],
        ["Brief", "Film", "&lt;b&gt;Launch&lt;/b&gt;"],
        [long.strip(), f"{endless[:299]}…", "Short"],
        [],
    ]
    assert f'<li title="{long.strip()}">' in samples[2]


def test_a_broken_row_is_named_and_waits_for_a_decision(browser, base, table):
    mine = browser("manager")
    upload(mine, base, table(BROKEN))
    imp = Import.objects.get()

    page = mine.get(f"{base}{imp.pk}/").content.decode()
    refused = mine.post(f"{base}{imp.pk}/run/")
    choose(mine, imp, base, "skip_bad_rows", "True")
    mine.post(f"{base}{imp.pk}/run/")
    outbox.dispatch()

    assert "when it is done" in page
    assert "This is not a date" in page
    assert refused.status_code == 422
    assert list(Item.objects.values_list("title", flat=True)) == ["Brief"]
    imp.refresh_from_db()
    [problem] = imp.told_problems
    assert (problem.line, problem.column, problem.value) == (3, "Due", "when it is done")


def test_a_reason_that_is_too_long_is_refused_and_not_cut(browser, base, table):
    mine = browser("manager")
    upload(mine, base, table(BROKEN.replace("when it is done", "2026-02-01")))
    imp = Import.objects.get()

    answer = mine.post(f"{base}{imp.pk}/run/", {"why": "so " * 200}, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert '"why"' in answer["Refused-Fields"]
    assert Import.objects.get().state == "preview"


def test_an_unreadable_file_says_so_beside_the_field(browser, base):
    answer = upload(browser("manager"), base, b"PK\x03\x04 not a workbook", "plan.xlsx")

    assert answer.status_code == 422
    assert Import.objects.count() == 0
    assert "workbook" in answer.content.decode()


def test_an_impossible_answer_changes_nothing(browser, base, table):
    mine = browser("manager")
    upload(mine, base, table(FILE))
    imp = Import.objects.get()

    statuses = [
        choose(mine, imp, base, question, value).status_code
        for question, value in [
            ("date_order", "XYZ"),
            ("people.ana@x.example", "row:999999"),
            ("people.nobody@x.example", "name"),
            ("channel.Radio", "burn"),
            ("columns.1", "secret"),
            ("skip_lines", "all"),
            ("no_such_question", "1"),
            ("words.status.Parked", "gone"),
        ]
    ]

    imp.refresh_from_db()
    assert (statuses, imp.choices) == ([422] * 8, {})


def test_choices_about_columns_end_with_another_heading_line(brought, table):
    imp = brought.look(table(FILE), columns={"5": "text"})

    imp = actions.choose(imp, version=imp.version, delimiter=",")

    assert imp.choices == {"delimiter": ","}


def test_the_fragment_that_waits_asks_again_until_it_is_in(browser, base, table):
    mine = browser("manager")
    upload(mine, base, table(BROKEN.replace("when it is done", "2026-02-01")))
    imp = Import.objects.get()

    running = mine.post(f"{base}{imp.pk}/run/", headers={"HX-Request": "true"}).content.decode()
    told = progress.Progress(imp)
    told.step(progress.WRITING, 100)
    told.advance(50)
    told.tell()
    halfway = mine.get(f"{base}{imp.pk}/", headers={"HX-Request": "true"}).content.decode()
    outbox.dispatch()
    done = mine.get(f"{base}{imp.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert "every 1s" in running
    assert 'value="67"' in halfway
    assert "<html" not in halfway
    assert "every 1s" not in done


def test_whoever_waits_while_no_worker_works_is_told(browser, base, table):
    mine = browser("manager")
    upload(mine, base, table(BROKEN.replace("when it is done", "2026-02-01")))
    imp = Import.objects.get()

    resting = mine.post(f"{base}{imp.pk}/run/", headers={"HX-Request": "true"}).content.decode()
    beat()
    working = mine.get(f"{base}{imp.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert "The work in the background is at rest." in resting
    assert "Waiting for its turn…" in working
    assert "at rest" not in working


@pytest.mark.parametrize(
    ("who", "page", "file", "run"),
    [
        ("manager", 200, 200, 302),
        ("member", 200, 200, 403),
        ("sales", 403, 403, 403),
        ("guest", 403, 404, 404),
        ("stranger", 404, 404, 404),
        ("nobody", 302, 302, 302),
    ],
)
def test_who_may_bring_files_in(
    who, page, file, run, person, campaign, brought, browser, base, table, signed_in
):
    imp = brought.look(table(BROKEN.replace("when it is done", "")))
    furniture.grant(campaign, person("guest"))
    if who == "stranger":
        with scope.everything(because="another workspace is made"):
            other = furniture.workspace("other")
        with scope.of(other.pk):
            client = signed_in(furniture.People(other)("owner"))
    else:
        client = browser(None if who == "nobody" else who)

    assert client.get(base).status_code == page
    assert client.get(f"{base}{imp.pk}/").status_code == file
    assert client.post(f"{base}{imp.pk}/run/").status_code == run


def test_a_manager_takes_out_what_a_member_brought_in(brought, table, person, base, browser):
    imp = brought(table(BROKEN.replace("when it is done", "")))

    refused = browser("member").post(f"{base}{imp.pk}/undo/")
    done = browser("owner").post(f"{base}{imp.pk}/undo/")

    assert (refused.status_code, done.status_code) == (403, 302)
    assert Import.objects.get().state == "undone"


def test_nobody_runs_an_import_of_another_campaign_by_its_address(
    brought, table, person, workspace, browser
):
    imp = brought.look(table(BROKEN))
    furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")

    answer = browser("manager").get(f"/w/{workspace.slug}/c/AUTUMN/import/{imp.pk}/")

    assert answer.status_code == 404
