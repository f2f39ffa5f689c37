"""Numbers in from a file, a vendor's export, or cells that were pasted.

`understand` says how a file is understood, what is unclear, and which numbers it holds under the
choices that a person has made. It is pure: bytes in, values out.
"""

from campaigns.plan.imports.reading.problems import Unreadable
from campaigns.plan.imports.reading.readings import Standing

from . import problems, tables
from .drafts import DraftNumbers, Place, Run
from .headings import Dictionary, Known
from .rows import numbers_of


def understand(data, filename="", choices=None, metrics=()):
    """(reading, numbers) of the bytes of a file; `metrics` are the `Known` of a workspace.

    `choices` is a dictionary like `Reading.in_force`, with as many or as few keys as a person has
    decided. Raises `Unreadable` when no numbers can be read at all.
    """
    try:
        table = tables.understood(data, filename, choices or {}, Dictionary(metrics))
    except Unreadable as refused:
        if refused.kind == "not_a_plan_file":
            raise Unreadable("not_a_table") from refused
        raise
    return table.reading, numbers_of(table)


__all__ = [
    "Dictionary",
    "DraftNumbers",
    "Known",
    "Place",
    "Run",
    "Standing",
    "Unreadable",
    "problems",
    "understand",
]
