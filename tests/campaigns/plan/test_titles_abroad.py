"""Whatever title a plan takes comes out as a file and in again as it was; no cell calculates."""

import csv
import io
import re

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.plan import exports
from campaigns.plan.imports.reading import inspect, read
from campaigns.plan.imports.reading.vendors import ROUNDTABLE_COLUMNS, ROUNDTABLE_REVISION
from workspace.kernel import texts

NASTY = [
    "\ufeff=1", "\u200b=1", "\t=1", "\r=1", "\n=1", " =1", "=1", "+1", "-1", "@a",
    "＝1", "＋1", "－1", "＠a", "'", "''", "'=1", "' =1", "'\u200f=1", "\u200f=1",
    "\u00a0=1", "\u3000=1", '"', '"=1"', "a,b;c|d", "a\nb", "a\u2028b", "a  b",
    "a\u00a0b", "a\u3000b", "x\u202eb", "_x000D_", "_x0041_ _x005F_", "&amp;<b>",
    "می\u200cخواهم", "👩\u200d💻", "سلام!\u200f", "null", "TRUE", "1e5", "2026-11-30",
    "00017", "#N/A", "=", "-", "–", "Total", "Key", "sep=;", "\u0085x",
    "Zusammen: 5 €", "预算，第一版", "e\u0301", "\ufffd", "\U000e0041a",
]  # fmt: skip
CALCULATES = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[=+\-@＝＋－＠]|[\t\r]")
titles = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.text(
            st.sampled_from("=+-@＝'\"\t\r\n ,;_x05FD\u200b\u200d\u200f\ufeff\u00a0"), max_size=8
        ),
    ),
    min_size=1,
    max_size=15,
)
few = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def accepted(typed):
    """The titles that a plan keeps of those that were typed; a NUL is refused at the door."""
    kept = (texts.line(text) for text in typed if "\0" not in text)
    return [title for title in kept if title]


def table(kept):
    """An export of a plan with these titles."""
    rows = [[f"SPRING-{at}", title, "Task"] for at, title in enumerate(kept, 1)]
    blanks = [None] * (len(ROUNDTABLE_COLUMNS) - 3)
    return exports.Table(
        [*map(str, ROUNDTABLE_COLUMNS.values()), ROUNDTABLE_REVISION],
        [[*row, *blanks, 7] for row in rows],
    )


def titles_in(data, name):
    return [item.title for item in read(data, inspect(data, name).in_force, name).items]


def come_back(kept):
    data = exports.as_csv(table(kept))
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
    assert [cell for cell in cells if CALCULATES.match(cell)] == []
    assert titles_in(data, "plan.csv") == kept


@given(titles)
@settings(few, max_examples=60)
def test_any_title_comes_back_from_a_csv_file(typed):
    if kept := accepted(typed):
        come_back(kept)


@pytest.mark.parametrize("at", range(0, len(NASTY), 12))
def test_a_title_that_means_harm_comes_back_from_a_csv_file(at):
    come_back(accepted(NASTY[at : at + 12]))


def test_a_title_that_means_harm_comes_back_from_a_workbook():
    kept = accepted(NASTY)

    data = exports.as_xlsx(table(kept), "Plan")

    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s", "n"}
    assert titles_in(data, "plan.xlsx") == kept


@given(titles)
@settings(few, max_examples=5)
def test_any_title_comes_back_from_a_workbook(typed):
    if kept := accepted(typed):
        assert titles_in(exports.as_xlsx(table(kept), "Plan"), "plan.xlsx") == kept
