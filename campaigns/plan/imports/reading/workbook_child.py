"""Run as a program of its own: a workbook on stdin, its cells as JSON text on stdout.

It limits itself before it reads the first byte. It knows nothing of Roundtable, and runs isolated.
"""

import datetime
import io
import json
import resource
import sys


class TooMuch(Exception):
    """The arguments are the kind of the refusal and the name of the limit."""


def limit_myself(orders):
    resource.setrlimit(resource.RLIMIT_AS, (orders["memory"], orders["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (orders["cpu"], orders["cpu"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def written(value):
    """A cell as a person would type it: whole numbers without ".0", days as year-month-day."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def rows_of(sheet, orders, budget):
    """The rows that hold something, each with its row number, and the characters still allowed."""
    if sheet.height * sheet.width > orders["rows"] * orders["columns"] * 4:
        raise TooMuch("workbook_too_big", "")
    rows = []
    first_line, left = (sheet.start or (0, 0))[0] + 1, (sheet.start or (0, 0))[1]
    for line, values in enumerate(sheet.to_python(skip_empty_area=True), first_line):
        cells = [""] * left + [written(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        budget -= sum(map(len, cells))
        if cells:
            rows.append([line, cells])
        refuse_excess(rows, cells, budget, orders)
    return rows, budget


def refuse_excess(rows, cells, budget, orders):
    if len(rows) > orders["rows"]:
        raise TooMuch("too_many_rows", "ROWS")
    if len(cells) > orders["columns"]:
        raise TooMuch("too_many_columns", "COLUMNS")
    if budget < 0:
        raise TooMuch("workbook_too_big", "")


def sheets_of(workbook, orders):
    sheets, budget = {}, orders["characters"]
    for about in workbook.sheets_metadata[:50]:
        if str(about.typ).endswith("WorkSheet"):
            sheet = workbook.get_sheet_by_name(about.name)
            sheets[about.name], budget = rows_of(sheet, orders, budget)
    return sheets


def main():
    orders = json.loads(sys.argv[1])
    limit_myself(orders)
    import python_calamine  # only now, under the limits

    try:
        workbook = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        answer = {"sheets": sheets_of(workbook, orders)}
    except TooMuch as refusal:
        kind, limit = refusal.args
        answer = {"refused": kind, "limit": limit}
    except (python_calamine.CalamineError, ValueError, OSError, KeyError):
        answer = {"refused": "workbook_broken"}
    except MemoryError:
        answer = {"refused": "workbook_too_slow"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
