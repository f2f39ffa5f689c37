"""Streams end when access ends, within five seconds; and with the server, at once."""

import time

import pytest

pytestmark = pytest.mark.slow
BAR = 5.0


def seconds_until_over(ear, happen):
    began = time.monotonic()
    happen()
    ear.wait_until_over(BAR + 5)
    return time.monotonic() - began


def test_a_guest_whose_grant_ends_is_cut_off(ear, tell, place):
    guest, team = ear("guest"), ear("member")

    assert seconds_until_over(guest, lambda: tell("end_grant")) < BAR
    assert guest.events() == ["gone"]
    assert ear("guest").status == 404
    assert not team.over.is_set()


def test_who_signs_out_is_cut_off(ear, tell, place):
    owner = ear("owner")

    assert seconds_until_over(owner, lambda: tell("sign_out", place["sessions"]["owner"])) < BAR
    assert ear("owner").status == 401


def test_who_is_removed_is_cut_off_at_once(ear, tell):
    member = ear("member")

    assert seconds_until_over(member, lambda: tell("remove", "member")) < BAR
    assert ear("member").status in {401, 404}


def test_a_stop_does_not_wait_for_open_streams(served, tell, place):
    tell("edit", "still there")

    assert served.stop() < 3
