"""Everything that can happen to the plan of a campaign."""

from campaigns.plan.actions.checklist import add_entry, edit_entry, remove_entry
from campaigns.plan.actions.comments import comment, edit_comment, remove_comment, settle
from campaigns.plan.actions.files import attach, detach
from campaigns.plan.actions.items import add, edit, edit_many, place, shift
from campaigns.plan.actions.links import shape, wait_for, wait_no_more
from campaigns.plan.actions.trashing import purge, restore, trash
from campaigns.plan.actions.undoing import undo, undoable
from campaigns.plan.actions.vocabulary import label_named

__all__ = [
    "add",
    "add_entry",
    "attach",
    "comment",
    "detach",
    "edit",
    "edit_comment",
    "edit_entry",
    "edit_many",
    "label_named",
    "place",
    "purge",
    "remove_comment",
    "remove_entry",
    "restore",
    "settle",
    "shape",
    "shift",
    "trash",
    "undo",
    "undoable",
    "wait_for",
    "wait_no_more",
]
