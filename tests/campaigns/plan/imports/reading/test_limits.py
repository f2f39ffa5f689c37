"""A file is weighed before it is opened, and a hostile one costs a refusal and nothing else."""

import json
import time
import zipfile
from io import BytesIO

import pytest

from campaigns.plan.imports import reading as imports
from campaigns.plan.imports.reading import limits

pytestmark = pytest.mark.alike


def archive(**entries):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def board(**parts):
    return json.dumps({"lists": [], "cards": [], **parts}).encode()


def test_what_is_no_plan_file_is_turned_away(refusal, workbook):
    assert refusal(b"") == "empty"
    assert refusal(b" \r\n\t") == "empty"
    assert refusal(b"%PDF-1.7 ...") == "not_a_plan_file"
    assert refusal(bytes(range(256)) * 20) == "not_a_plan_file"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old") == "old_workbook"
    assert refusal(b"PK\x03\x04 broken") == "workbook_broken"
    assert refusal(archive(readme="hello")) == "not_a_workbook"
    assert refusal(archive(xl__workbook="nonsense")) == "workbook_broken"
    assert refusal(workbook(Plan=[["Title", "Owner"]])) == "no_rows"


def test_a_file_that_is_too_big_is_not_looked_into(refusal):
    assert refusal(b"a" * (limits.FILE_BYTES + 1)) == "too_big"


def test_too_many_rows_or_columns_are_refused(refusal):
    assert refusal(b"Title,Owner\n" + b"Brief,Ana\n" * 25_001) == "too_many_rows"
    assert refusal(b"Title\n" + b"," * 301 + b"\n") == "too_many_columns"


def test_a_zip_bomb_is_seen_in_its_directory(refusal):
    bomb = archive(xl__workbook="x", xl__sheet=b"\0" * (60 * 2**20))

    started = time.process_time()

    assert refusal(bomb) == "workbook_too_big"
    assert time.process_time() - started < 2


def test_a_bomb_with_a_lying_directory_dies_in_the_child(refusal, workbook):
    """The far corner of a sheet asks a reader for seventeen thousand million cells."""
    honest = workbook(Plan=[["Title", "Owner"], ["Brief", "Ana"]])
    entries = {}
    with zipfile.ZipFile(BytesIO(honest)) as packed:
        for name in packed.namelist():
            entries[name] = packed.read(name)
    sheet = entries["xl/worksheets/sheet1.xml"]
    entries["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )

    assert refusal(archive(**entries)) in ("workbook_too_slow", "workbook_too_big")


def test_hostile_json_is_refused(refusal):
    assert refusal(b'{"a":' * 100_000) == "json_too_deep"
    assert refusal(b'[{"a":' + b"[" * 60 + b"]" * 60 + b"}]") == "json_too_deep"
    assert refusal(b'{"cards": [') == "json_broken"
    assert refusal(b'{"lists": [], "cards": [{"pos": NaN}]}') == "json_broken"
    assert refusal(b'{"name": "a package.json"}') == "json_not_a_board"
    assert refusal(board(cards=["text", 1, None])) == "json_not_a_board"


def test_a_board_of_wrong_shapes_is_read_as_far_as_it_makes_sense():
    card = {
        "id": 7,
        "name": "lone \ud800 half",
        "idList": ["no"],
        "idMembers": "x",
        "idLabels": [1, {}],
        "due": {"a": 1},
        "customFieldItems": [[], {"value": "x"}],
        "desc": None,
    }

    plan = imports.read(board(cards=[card], actions=[{"type": "commentCard", "data": []}]))

    assert [item.title for item in plan.items] == ["lone � half"]


def test_twenty_five_thousand_rows_are_read_within_ten_seconds():
    rows = ["Id,Title,Owner,Status,Start,Due,Hours,Depends on,Tags,Notes"]
    rows += [
        f"{n},Item {n},Person {n % 40},In progress,{1 + n % 28}/11/2026,2026-12-{1 + n % 28:02},"
        f'{n % 9}.5,{n - 1 or ""},"a, b","words, 字, and\nmore"'
        for n in range(1, 25_001)
    ]
    data = "\n".join(rows).encode()

    started = time.process_time()
    plan = imports.read(data)

    assert time.process_time() - started < 10
    assert (len(plan.items), plan.problems) == (25_000, ())
    assert sum(len(item.waits_for) for item in plan.items) == 24_999


def test_a_cell_made_to_be_slow_is_not_slow():
    blanks = " " * 32_000
    text = f'Title,Owner,Due,Depends on,Hours,Status\n"a{blanks}b","x{blanks}y, z","1{blanks}1"'
    text += f',"1{blanks}x, {"a," * 9_000}","1{blanks}","s{blanks}t"\n'

    started = time.process_time()
    imports.read(text.encode())

    assert time.process_time() - started < 2
