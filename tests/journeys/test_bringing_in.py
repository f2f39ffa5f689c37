"""A plan from a file: looked at, asked about, brought in with a progress bar, taken out again."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.alike
SAMPLES = Path(__file__).parents[1] / "data" / "imports"


def choose_file(page, name):
    page.get_by_label("Choose a plan, or drop it here").set_input_files(SAMPLES / name)
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_board_of_another_tool_comes_in_and_goes_out_again(table_for):
    page = table_for("manager", "import/")

    choose_file(page, "trello_board.json")
    expect(page.get_by_role("heading", name="1 question before it can come in")).to_be_visible()
    expect(page.get_by_role("button", name="Bring in 138 items")).to_be_disabled()
    zone = page.get_by_label("Moments are meant in the time zone")
    zone.select_option("Asia/Shanghai")
    expect(page.get_by_role("heading", name="question before it can come in")).to_have_count(0)
    page.get_by_label("Archived cards").select_option("True")
    page.get_by_role("button", name="Bring in 180 items").click()

    expect(page.get_by_text("The file is in the plan.")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("180 new")).to_be_visible()
    page.get_by_role("button", name="Take it out again").click()
    expect(
        page.get_by_text("The items and changes of this file were taken out again.")
    ).to_be_visible()


def test_a_dropped_file_is_looked_at(table_for):
    page = table_for("manager", "import/")
    text = (SAMPLES / "jira_export.csv").read_text()

    page.locator("[data-drop-file]").evaluate(
        """(zone, text) => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([text], "dropped.csv"));
            zone.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped }));
        }""",
        text,
    )

    expect(page.get_by_role("button", name="Bring in 220 items")).to_be_enabled()


def test_a_confirmed_guess_is_an_answer(table_for):
    page = table_for("manager", "import/")

    choose_file(page, "trello_board.json")
    page.get_by_role("button", name="Confirm").click()

    expect(page.get_by_role("heading", name="question before it can come in")).to_have_count(0)
    expect(page.get_by_role("button", name="Bring in 138 items")).to_be_enabled()


def test_each_column_and_word_can_be_changed_in_place(table_for):
    page = table_for("manager", "import/")

    choose_file(page, "plan_gb18030.csv")
    page.get_by_label("负责人").select_option(label="Keep as a column of its own")
    expect(page.locator("#people")).to_have_count(0)
    page.get_by_label("受阻").select_option("doing")

    expect(page.locator("#sample tbody tr").nth(2)).to_contain_text("In progress")
    page.reload()
    expect(page.get_by_label("受阻")).to_have_value("doing")
