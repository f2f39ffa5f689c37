"""Canaries: strings that exist once, each in one class of field, and who may ever find them."""

import io
import re
import zipfile
from dataclasses import dataclass

SONG = re.compile(rb"kanari\d{4}x")


@dataclass(frozen=True)
class Canary:
    """`song` is what is planted, `label` the class of field, `seen_by` the names of readers."""

    song: str
    label: str
    seen_by: frozenset


class Aviary:
    """All canaries of a world."""

    def __init__(self):
        self.canaries = {}

    def plant(self, label, seen_by):
        """A new canary's song, to be put into a field of the class `label`."""
        song = f"kanari{len(self.canaries):04d}x"
        self.canaries[song] = Canary(song, label, frozenset(seen_by))
        return song

    def heard(self, content):
        """The canaries in some bytes, or in the texts inside them when they are a zip."""
        songs = set(SONG.findall(content))
        if content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                for name in parts.namelist():
                    songs |= set(SONG.findall(parts.read(name)))
        return {self.canaries[song.decode()] for song in songs}


def leaked(canaries, reader):
    """Those of the canaries that `reader` must not find."""
    return {canary for canary in canaries if reader not in canary.seen_by}
