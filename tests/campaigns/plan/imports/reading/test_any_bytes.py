"""Whatever the bytes and the choices are: a reading and a plan, or a refusal that says why."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.plan.imports import reading as imports
from campaigns.plan.imports.reading.headings import FIELDS, KNOWN
from campaigns.plan.imports.reading.vendors import VENDORS

pytestmark = pytest.mark.alike

SAMPLES = Path(__file__).parents[4] / "data" / "imports"

calm = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

cell = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["1", "2", "1;2", "2SS+1d", "Brief", "Done", "审核", "a <a@b>", "Ruiz, Ana"]),
    st.sampled_from(
        ["03/04/2026", "2026年9月3日", "05/Jan/26 3:26 PM", "1.250", "12,5", '"', "=1+1"]
    ),
    st.sampled_from(["03/Jan/26 9:00 AM;sam;text", "\x00", "\ufeff", "\ufffd", "[x] a", "2 h"]),
)
marks = [heading for vendor in VENDORS.values() for heading in vendor.marks]
heading = st.one_of(st.sampled_from(sorted(KNOWN) + marks), st.text(max_size=8))
encoding = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030", "big5", "cp1252"]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
keys = st.sampled_from(
    ["id", "name", "desc", "due", "start", "idList", "idMembers", "labels", "closed", "dueComplete"]
)
record = st.dictionaries(keys, anything | st.just("1"), max_size=6)
choice_keys = ["encoding", "delimiter", "header_line", "vendor", "date_order", "decimal", "sheet"]
choice_keys += ["time_zone", "people_comma", "done_by", "archived", "skip_bad_rows", "skip_lines"]
choices = st.fixed_dictionaries(
    {},
    optional={
        "columns": st.dictionaries(
            st.sampled_from("0123"), st.sampled_from(sorted(FIELDS)), max_size=3
        )
        | anything,
        "words": anything,
        **{
            key: anything | st.sampled_from(["DMY", ",", "utf-8", "UTC", "jira"])
            for key in choice_keys
        },
    },
)


@st.composite
def tables(draw):
    mark = draw(st.sampled_from(",;\t|"))
    quote = draw(st.booleans())
    rows = [draw(st.lists(heading, min_size=1, max_size=6))]
    rows += draw(st.lists(st.lists(cell, max_size=7), max_size=6))
    lines = (mark.join(f'"{c}"' if quote else c for c in row) for row in rows)
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(lines)
    return text.encode(draw(encoding), "replace")


@st.composite
def boards(draw):
    parts = ["lists", "members", "labels", "checklists", "customFields", "actions"]
    found = {part: draw(st.lists(record, max_size=3) | anything) for part in parts}
    return json.dumps({**found, "cards": draw(st.lists(record, max_size=5))}).encode()


def outcome(data, chosen):
    try:
        return imports.inspect(data, "any.csv", chosen), imports.read(data, chosen)
    except imports.Unreadable as refusal:
        return refusal, None


def answers(data, chosen=None):
    reading, plan = outcome(data, chosen)
    if plan is None:
        assert reading.reason
        assert reading.mend
        return
    json.dumps([problem.as_json() for problem in plan.problems])
    json.dumps(reading.in_force)
    assert all(problem.reason and problem.mend for problem in plan.problems)
    assert len({item.external_id for item in plan.items}) == len(plan.items)
    for item in plan.items:
        assert item.title
        repr(item).encode()


@calm
@given(st.binary(max_size=400))
def test_any_bytes(data):
    answers(data)


@calm
@given(st.text(max_size=300), encoding)
def test_any_text(text, name):
    answers(text.encode(name, "replace"))


@calm
@given(tables())
def test_any_table(data):
    answers(data)


@calm
@given(tables(), choices)
def test_any_table_under_any_choices(data, chosen):
    answers(data, chosen)


@calm
@given(boards(), choices)
def test_any_board_under_any_choices(data, chosen):
    answers(data, chosen)


@calm
@given(st.data(), st.binary(min_size=1, max_size=6), st.integers(0, 500))
def test_a_damaged_sample(data, noise, cut):
    """A sample with a few bytes exchanged somewhere, and perhaps cut off."""
    name = data.draw(st.sampled_from(["plan_gb18030.csv", "jira_export.csv", "trello_board.json"]))
    whole = (SAMPLES / name).read_bytes()[:20_000]
    place = data.draw(st.integers(0, len(whole)))
    answers(whole[:place] + noise + whole[place + cut :])


@settings(calm, max_examples=20)
@given(st.binary(min_size=1, max_size=6), st.floats(0, 1))
def test_a_damaged_workbook(noise, place):
    whole = (SAMPLES / "plan.xlsx").read_bytes()
    place = int(place * len(whole))
    answers(whole[:place] + noise + whole[place + len(noise) :])
