"""Which encoding a text file is in, from its bytes alone.

A byte order mark or valid UTF-8 with more than ASCII is proof. The older encodings have no proof,
only likelihood: how many of the characters they would give are ones that people really write.
"""

import codecs
import re
from typing import NamedTuple

from .problems import Unreadable, shortened
from .readings import Option, Standing, settle

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5", "cp1252")
LOSSY = "utf-8, damaged"
LABELS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "gb18030": "GB18030 (简体中文)",
    "big5": "Big5 (繁體中文)",
    "cp1252": "Windows-1252",
    LOSSY: "UTF-8 �",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS_IN_WIDE_TEXT = 20  # one byte in so many: the commas and newlines of a Chinese table
_ZEROS_IN_TEXT = 100  # strays in a text; more of them, and it is no text
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_WESTERN = set("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŠšŽž")
_TYPOGRAPHY = set("€‚„…‘’“”•–—™°§©®«»·´½¼¾£¥¿¡\xa0")
_WRITTEN_CHINESE = re.compile("[\u3000-\u303f\uff00-\uffef\u2014\u2018-\u201d\u2026\u00b7]")


class Guess(NamedTuple):
    encoding: str
    standing: Standing
    likelihood: float


def encoding_choice(data, choices):
    guesses = guess(data)
    best = guesses[0]
    options = [Option(g.encoding, LABELS[g.encoding], specimen(data, g.encoding)) for g in guesses]
    offered = {g.encoding for g in guesses}
    options += [Option(name, LABELS[name]) for name in ENCODINGS if name not in offered]
    return settle(choices, "encoding", best.encoding, best.standing, options)


def decoded(data, encoding):
    """The whole text; raises `Unreadable` naming the first line that does not fit."""
    for mark, name in _MARKS:
        if name == encoding and data.startswith(mark):
            data = data[len(mark) :]
    if encoding == LOSSY:
        return data.decode("utf-8", "replace")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("wrong_encoding", line=line, encoding=LABELS[encoding]) from None


def guess(data):
    """All encodings that fit, the likeliest first. Never empty."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return [Guess(name, Standing.CERTAIN, 1.0)]
    if wide := _wide(data):
        return [Guess(wide, Standing.LIKELY, 0.8)]
    if data.count(0) > len(data) / _ZEROS_IN_TEXT:
        raise Unreadable("not_a_plan_file")
    if _fits(data, "utf-8"):
        return [Guess("utf-8", Standing.CERTAIN, 1.0)]
    return _guess_old(data)


def _wide(data):
    """UTF-16 without a mark, or "": its zero bytes are many, and fall on one side."""
    sides = data[0:4096:2].count(0), data[1:4096:2].count(0)
    name = "utf-16-le" if sides[1] >= sides[0] else "utf-16-be"
    many = sum(sides) >= min(len(data), 4096) / _ZEROS_IN_WIDE_TEXT
    one_sided = max(sides) >= 4 * min(sides)
    return name if many and one_sided and len(data) % 2 == 0 and _fits(data, name) else ""


def _guess_old(data):
    scores = {
        "gb18030": _chinese(data, "gb18030", "gb2312", range(0xB0, 0xD8)),
        "big5": _chinese(data, "big5", "big5", range(0xA4, 0xC7)),
        "cp1252": _western(data),
        LOSSY: _mostly_utf8(data),
    }
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    (best, high), (_second, next_high) = ranked[:2]
    if high <= 0:
        raise Unreadable("not_a_plan_file")
    sure = high >= 0.7 and high - next_high >= 0.25 and best != LOSSY
    standing = Standing.LIKELY if sure else Standing.OPEN
    return [Guess(name, standing, score) for name, score in ranked if score > 0]


def _chinese(data, encoding, national, everyday_rows):
    """The share of the characters beyond ASCII that belong to the everyday part of the set."""
    if not _fits(data, encoding):
        return 0.0
    beyond = [char for char in data.decode(encoding)[:200_000] if char > "\x7f"]
    return sum(_everyday(char, national, everyday_rows) for char in beyond) / max(len(beyond), 1)


def _everyday(char, national, rows):
    if _WRITTEN_CHINESE.match(char):
        return True
    code = char.encode(national, "ignore")
    return len(code) == 2 and code[0] in rows


def _western(data):
    """The share of high bytes that are accented letters or typography, alone between ASCII."""
    if not _fits(data, "cp1252"):
        return 0.0
    runs = _HIGH_RUN.findall(data[:1_000_000])
    fine = sum(len(run) for run in runs if len(run) <= 2 and _is_western(run))
    return fine / max(sum(map(len, runs)), 1)


def _is_western(run):
    return all(char in _WESTERN or char in _TYPOGRAPHY for char in run.decode("cp1252"))


def _mostly_utf8(data):
    text = data.decode("utf-8", "replace")[:200_000]
    beyond = sum(char > "\x7f" for char in text)
    return max(0.0, 1 - 5 * text.count("\ufffd") / max(beyond, 1))


def _fits(data, encoding):
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def specimen(data, encoding):
    """The first stretch with more than ASCII, as this encoding would show it."""
    text = decoded(data, encoding)[:100_000]
    beyond = re.search(r"[^\x00-\x7f]", text)
    start = max(beyond.start() - 20, 0) if beyond else 0
    return shortened(" ".join(text[start : start + 80].split()), 60)
