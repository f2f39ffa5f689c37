"""The sheets of a workbook, read by a child process that may not grow or linger.

A small hostile workbook can keep a parser busy for minutes or ask it for gigabytes; in a child
that has its own limits it costs us one refusal.
"""

import json
import subprocess
import sys
from pathlib import Path

from . import limits
from .grids import ASIDE, Grid, Row
from .problems import Unreadable
from .readings import Option, Standing, settle

_CHILD = Path(__file__).with_name("workbook_child.py")


def read_workbook(data, most=limits.ROWS):
    """A dictionary from the name of each sheet to its grid."""
    orders = json.dumps(
        {
            "memory": limits.CHILD_MEMORY_BYTES,
            "cpu": limits.CHILD_CPU_SECONDS,
            "rows": most + ASIDE,
            "columns": limits.COLUMNS,
            "characters": limits.CHILD_TEXT_CHARACTERS,
        }
    )
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(_CHILD), orders],
            input=data,
            capture_output=True,
            timeout=limits.CHILD_WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("workbook_too_slow") from None
    return _sheets(child, most)


def _sheets(child, most):
    if child.returncode < 0:
        raise Unreadable("workbook_too_slow")
    if child.returncode:
        raise Unreadable("workbook_broken")
    answer = json.loads(child.stdout)
    if kind := answer.get("refused"):
        asked = answer.get("limit", "")
        raise Unreadable(kind, limit=most if asked == "ROWS" else getattr(limits, asked, ""))
    return {
        name: Grid([Row(line, tuple(cells)) for line, cells in rows])
        for name, rows in answer["sheets"].items()
    }


def sheet_choice(sheets, choices, known):
    """The sheet whose headings are best known; open when two look like a plan."""
    scores = {name: known(grid) for name, grid in sheets.items()}
    if not scores:
        raise Unreadable("workbook_broken")
    guess = max(scores, key=scores.get)
    plans = [name for name, score in scores.items() if score >= 2]
    standing = Standing.OPEN if len(plans) > 1 else Standing.LIKELY
    options = [Option(name, name, str(len(grid.rows))) for name, grid in sheets.items()]
    return settle(choices, "sheet", guess, standing, options)
