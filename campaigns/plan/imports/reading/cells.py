"""The text of one cell, made fit to be stored and shown. A cell is text and is never evaluated."""

import re

from workspace.kernel import texts

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_OUTER_BLANKS = " \t\r\n\f\v\u00a0\u3000"
DAMAGED = "\ufffd"


def clean(text):
    """`text` with plain newlines and without blanks at its ends or characters no one can see."""
    return texts.prose(_UNFIT.sub(_replacement, text)).strip(_OUTER_BLANKS)


def unfit(text):
    return bool(_UNFIT.search(text))


def _replacement(match):
    return DAMAGED if "\ud800" <= match[0] <= "\udfff" else ""


def listed(text, separators=",;，；、\n"):
    """The parts of a cell that holds a list, without blanks and repetitions, in order."""
    parts = re.split(f"[{re.escape(separators)}]", text)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
