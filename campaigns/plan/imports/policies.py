"""Who may bring plans in from files, and take them back."""

from campaigns.plan.imports.models import Import
from workspace.kernel.access import CONTRIBUTORS, MANAGERS, Policy, when


def started(member, row):
    """They chose the file."""
    return row.by_id == member.pk


import_ = Policy(
    "import",
    visible_to=lambda reader: Import.objects.visible_to(reader),
    abilities={
        "view": CONTRIBUTORS,
        "add": CONTRIBUTORS,
        "choose": when(started, CONTRIBUTORS),
        "run": when(started, CONTRIBUTORS),
        "undo": MANAGERS | when(started, CONTRIBUTORS),
    },
)
