"""What a process remembers between requests, and how to forget it.

Rows that a test took back leave their ids and revisions to the next ones, so what was remembered
under them would be wrong. Statements that are kept ready (`kernel/ready.py`) hold no rows and stay.
"""

import gc
import sys

from workspace.kernel.remembering import Remembered


def stores():
    return [thing for thing in gc.get_objects() if issubclass(type(thing), Remembered)]


def forget():
    if forget.modules != len(sys.modules):
        forget.modules, forget.known = len(sys.modules), stores()
    for store in forget.known:
        store.clear()


forget.modules, forget.known = 0, []
