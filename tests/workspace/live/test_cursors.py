import pytest

from workspace.kernel.live import cursors


def test_a_cursor_reads_as_it_was_written():
    assert cursors.parse(cursors.written({17: 8, 12: 345})) == {12: 345, 17: 8}
    assert cursors.written({17: 8, 12: 345}) == "12:345,17:8"
    assert cursors.parse("") == {}


@pytest.mark.parametrize("text", ["12", "a:b", "1:2:3", "-1:2", "1:٣", f"1:{10**19}", "1: 2"])
def test_what_is_no_cursor_is_refused(text):
    with pytest.raises(ValueError, match=r"cursor|number"):
        cursors.parse(text)


TOO_MANY = [(pk, 7) for pk in range(1, cursors.MOST_STREAMS + 2)]


@pytest.mark.parametrize("text", ["", ",", ",".join(str(pk) for pk, _ in TOO_MANY), "1,x"])
def test_a_page_follows_one_stream_or_more_but_not_all_there_are(text):
    with pytest.raises(ValueError, match=r"streams|number"):
        cursors.parse_streams(text)


def test_of_too_many_streams_a_page_follows_the_first():
    told = cursors.following(TOO_MANY)

    followed = cursors.parse_streams(told["follow"])
    assert followed == {pk for pk, _revision in TOO_MANY[:-1]}
    assert cursors.parse(told["cursor"]) == dict.fromkeys(followed, 7)
    assert len(told["follow"]) + len(told["cursor"]) < 4_000
