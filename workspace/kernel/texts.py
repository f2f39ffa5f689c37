"""What people type, as it is kept: without characters that nobody sees or that deceive the eye.

Each way in passes here: the forms' fields (`typed`), the API's shapes (`api/fields`), the cells of
files, and the actions that name things. See decision 23.
"""

import re

# Nobody sees them, and they make two texts differ that look alike, or turn text around: the soft
# hyphen, spaces of no width, marks of order that embed or override, joiners of lines, annotations,
# what is no character at all, and control characters. A NUL is left to whoever refuses it.
# Kept are the joiners of emoji and of Persian, and the marks that only say a direction.
_UNSEEN = (
    "\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff"
)
_FLAG = "\U0001f3f4[\U000e0030-\U000e007a]+\U000e007f"  # of Scotland, say: a flag with tags
_REMOVED = re.compile(f"({_FLAG})|[{_UNSEEN}\U000e0000-\U000e007f]")
_BREAK = re.compile("[^\\S\n]*[\t\n\v\f\r\x85\u2028\u2029]\\s*")
_LINE_END = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_ENDS = re.compile("^[\\s\u200c\u200d]+|[\\s\u200c\u200d]+$")
# Letters that are drawn as blanks, marks and joiners: with nothing else, a text shows nothing.
_SEEN = re.compile(
    "[^\\s\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c-\u200f\u2800\u3164"
    "\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def line(text):
    """`text` as one line, such as a title; empty when nothing in it can be seen.

    A break becomes one space. Doing it twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _ENDS.sub("", _BREAK.sub(" ", _without_unseen(text)))
    return text if _SEEN.search(text) else ""


def prose(text):
    """`text` of several lines, such as a description: its blanks and its breaks stay."""
    return _without_unseen(_LINE_END.sub("\n", text))


def _without_unseen(text):
    return _REMOVED.sub(lambda found: found[1] or "", text)
