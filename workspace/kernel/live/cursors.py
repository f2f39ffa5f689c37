"""Cursors: the revision reached in each stream, written `12:345,17:8`."""

MOST_STREAMS = 300  # so that their ids and revisions fit the address of a request


def parse(text):
    """{stream id: revision}; raises ValueError for anything that is not a cursor."""
    pairs = [pair.split(":") for pair in text.split(",") if pair]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("A cursor reads like 12:345,17:8")
    return {natural(stream): natural(revision) for stream, revision in pairs}


def parse_streams(text):
    """The stream ids of `12,17`; raises ValueError when there is none, or too many."""
    streams = frozenset(natural(name) for name in text.split(",") if name)
    if not 0 < len(streams) <= MOST_STREAMS:
        raise ValueError(f"Follow between 1 and {MOST_STREAMS} streams")
    return streams


def natural(text):
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueError("A whole number was expected")
    return int(text)


def following(streams):
    """What a page is given that follows those (stream id, revision before the page was read).

    Of more streams than a page can follow, those that come first.
    """
    streams = list(streams)[:MOST_STREAMS]
    return {
        "follow": ",".join(str(pk) for pk, _revision in streams),
        "cursor": ",".join(f"{pk}:{revision}" for pk, revision in streams),
    }


def written(cursor):
    return ",".join(f"{stream}:{revision}" for stream, revision in sorted(cursor.items()))
