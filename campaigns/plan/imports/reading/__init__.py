"""Bringing a plan in from a file of another tool.

`inspect` says how a file is understood and what is unclear; `read` gives the drafts of the items
under the choices a person has made. Both are pure: bytes in, values out.
"""

from .drafts import DraftComment, DraftItem, DraftPlan, LeftOut, PersonRef
from .problems import Cost, Problem, Severity, Unreadable
from .reader import inspect, read, understand
from .readings import Choice, Column, Option, Reading, Standing, Word

__all__ = [
    "Choice",
    "Column",
    "Cost",
    "DraftComment",
    "DraftItem",
    "DraftPlan",
    "LeftOut",
    "Option",
    "PersonRef",
    "Problem",
    "Reading",
    "Severity",
    "Standing",
    "Unreadable",
    "Word",
    "inspect",
    "read",
    "understand",
]
