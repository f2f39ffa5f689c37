"""What kind of file the bytes are: text table, workbook or JSON. The name is only a hint."""

import re
import struct
import zipfile
from io import BytesIO

from . import limits
from .problems import Unreadable

TABLE, WORKBOOK, BOARD = "table", "workbook", "board"

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


def container(data):
    """TABLE, WORKBOOK or BOARD; raises `Unreadable` for what is none of them."""
    if len(data) > limits.FILE_BYTES:
        raise Unreadable("too_big", size=len(data) // 2**20 + 1, limit=limits.FILE_BYTES // 2**20)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("empty")
    if data.startswith(_OLE):
        raise Unreadable("old_workbook")
    if data.startswith(_NOT_TEXT):
        raise Unreadable("not_a_plan_file")
    if data.startswith(_ZIP):
        check_zip(data)
        return WORKBOOK
    return BOARD if _opens_like_json(data) else TABLE


def _opens_like_json(data):
    head = data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").replace(b"\x00", b"")
    return bool(re.match(rb'\{\s*("|\}|$)|\[\s*[\[{\]"]', head))


def check_zip(data):
    """Refuse a zip whose own directory promises too much, before any of it is unpacked."""
    try:
        entries = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, struct.error):
        raise Unreadable("workbook_broken") from None
    if len(entries) > limits.ZIP_ENTRIES or any(_swells(entry) for entry in entries):
        raise Unreadable("workbook_too_big")
    if sum(entry.file_size for entry in entries) > limits.ZIP_UNPACKED_BYTES:
        raise Unreadable("workbook_too_big")
    if not any(entry.filename.startswith("xl/workbook") for entry in entries):
        raise Unreadable("not_a_workbook")


def _swells(entry):
    ratio = entry.file_size / max(entry.compress_size, 1)
    return entry.file_size > limits.ZIP_RATIO_MATTERS_FROM and ratio > limits.ZIP_RATIO
