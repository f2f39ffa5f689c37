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


@pytest.mark.parametrize("text", ["", ",", ",".join(map(str, range(61))), "1,x"])
def test_a_page_follows_between_one_and_sixty_streams(text):
    with pytest.raises(ValueError, match=r"streams|number"):
        cursors.parse_streams(text)
