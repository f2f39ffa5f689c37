"""How far a running import is, for the page that waits for it.

It is told in a small file beside the imported one, because rows cannot tell it: what the one big
transaction of an import writes is not seen before its end, and on SQLite nothing else can write
meanwhile.
"""

import json
import os
import time
from pathlib import Path

from django.conf import settings

from campaigns.plan.imports.store import path_of
from workspace.kernel.health import worker_is_alive

READING, MATCHING, WRITING = "reading", "matching", "writing"
# Which stretch of the way a step is, in per cent; measured with 25,000 rows.
STRETCHES = {READING: (0, 25), MATCHING: (25, 35), WRITING: (35, 99)}
PAUSE = 0.25


class Progress:
    """Told by the one who works; writes at most four times a second."""

    def __init__(self, imp):
        self.path = place_of(imp)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.told_at = 0.0
        self.done = 0

    def step(self, step, total=0):
        """Begin a step of `total` parts."""
        self.name, self.total, self.done = step, total, 0
        self.tell()

    def advance(self, parts):
        self.done += parts
        if time.monotonic() - self.told_at >= PAUSE:
            self.tell()

    def tell(self):
        first, last = STRETCHES[self.name]
        share = min(self.done / self.total, 1) if self.total else 0
        told = {"step": self.name, "percent": int(first + share * (last - first))}
        draft = self.path.with_suffix(".new")
        draft.write_text(json.dumps(told))
        os.replace(draft, self.path)
        self.told_at = time.monotonic()

    def end(self):
        self.path.unlink(missing_ok=True)


def place_of(imp):
    return Path(settings.MEDIA_ROOT) / f"{path_of(imp.file)}.progress"


def progress_of(imp):
    """{"step", "percent", "rests"} of a running import; the beginning when nothing was told yet.

    It `rests` when no worker has been heard of for a while: somebody waits for nothing then.
    """
    return told_of(imp) | {"rests": not worker_is_alive()}


def told_of(imp):
    try:
        return json.loads(place_of(imp).read_text())
    except (FileNotFoundError, ValueError):
        return {"step": "" if imp.state == imp.State.WAITING else READING, "percent": 0}
