"""Calendars from elsewhere: read, fetched from public hosts alone, laid over the plan."""

import socket
import threading
import time
from contextlib import contextmanager, suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.calendar import fetching, reading
from campaigns.calendar.actions import overlays
from campaigns.calendar.models import Overlay, OverlayDay
from campaigns.calendar.tasks import sweep
from workspace.kernel import outbox
from workspace.kernel.outbox.models import Effect
from workspace.kernel.refusals import Invalid

TODAY = date(2026, 11, 22)


def calendar(*events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", "UID:1", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


FAIR = calendar(["SUMMARY:Trade fair", "DTSTART;VALUE=DATE:20261207", "DTEND;VALUE=DATE:20261210"])


def test_an_event_lasts_until_the_day_before_its_end():
    [fair] = reading.read(FAIR, TODAY)

    assert fair == ("Trade fair", date(2026, 12, 7), date(2026, 12, 9))


def test_what_repeats_is_on_each_of_its_days_of_three_years():
    yearly = calendar(["SUMMARY:Day", "DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY"])

    assert [found.first.year for found in reading.read(yearly, TODAY)] == [2026, 2027, 2028]


def test_what_repeats_keeps_its_hour_where_it_takes_place_and_its_exceptions():
    weekly = calendar(
        [
            "SUMMARY:Call with Boston",
            "DTSTART;TZID=America/New_York:20261019T190000",
            "DURATION:PT1H",
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE;TZID=America/New_York:20261026T190000",
        ]
    )

    with timezone.override("Europe/Berlin"):
        found = reading.read(weekly, TODAY)

    # 19:00 in Boston is 1:00 of the next day in Berlin, in summer as in winter.
    assert [(each.first.isoformat(), each.last.isoformat()) for each in found] == [
        ("2026-10-20", "2026-10-20"),
        ("2026-11-03", "2026-11-03"),
        ("2026-11-10", "2026-11-10"),
    ]


def test_one_occurrence_that_was_moved_is_on_its_new_day():
    lines = ["SUMMARY:Fair call", "DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=WEEKLY;COUNT=2"]
    moved = ["SUMMARY:Fair call, later", "RECURRENCE-ID;VALUE=DATE:20261208"]

    found = reading.read(calendar(lines, [*moved, "DTSTART;VALUE=DATE:20261210"]), TODAY)

    assert [(each.title, each.first.day, each.last.day) for each in found] == [
        ("Fair call", 1, 1),
        ("Fair call, later", 10, 10),
    ]


def test_moments_are_days_in_the_readers_time_zone():
    late = calendar(["SUMMARY:Call", "DTSTART:20261207T223000Z", "DTEND:20261207T233000Z"])

    with timezone.override("Europe/Berlin"):
        [call] = reading.read(late, TODAY)

    assert (call.first, call.last) == (date(2026, 12, 7), date(2026, 12, 8))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html>", "does not begin with BEGIN:VCALENDAR"),
        (calendar(), "has no events"),
        (calendar(["SUMMARY:Lost"]), "“Lost”, line 6 has no day"),
        (calendar(["SUMMARY:X", "DTSTART:2026-99"]), "has no day"),
        (calendar(["SUMMARY:X", "DTSTART:20261207T100000Z", "RRULE:FREQ=SECONDLY"]), "too often"),
        (b"BEGIN:VCALENDAR\r\nno line at all\r\nEND:VCALENDAR\r\n", "cannot be read"),
        (b"BEGIN:VCALENDAR" + b" " * reading.LARGEST, "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_is_wrong(content, sentence):
    with pytest.raises(Invalid) as refused:
        reading.read(content, TODAY)

    assert sentence in refused.value.message


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_only_public_addresses_are_talked_to(ip, public):
    assert fetching.is_public(ip_address(ip)) is public


@pytest.mark.parametrize(
    "url",
    ["ftp://example.com/a.ics", "file:///etc/passwd", "http://", "http://u:p@example.com/", "x"],
)
def test_only_web_addresses_are_read(url):
    with pytest.raises(fetching.Unreachable):
        fetching.fetch(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_our_own_machine_is_not_read_whatever_it_is_called(host):
    with pytest.raises(fetching.Unreachable, match=r"public|no host"):
        fetching.fetch(f"http://{host}:8000/a.ics")


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.2:{self.server.server_port}/fair.ics")
            self.end_headers()
        elif self.path == "/round":
            self.send_response(302)
            self.send_header("Location", "/round")
            self.end_headers()
        elif self.path == "/nowhere":
            self.send_response(302)
            self.send_header("Location", "http://[fair/")
            self.end_headers()
        elif self.path == "/large":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * (reading.LARGEST + 1))
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            self.drip(FAIR)
        elif self.path == "/slow":
            self.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: very\r\n" * 50)
        else:
            self.send_response(200 if self.path == "/fair.ics" else 410)
            self.end_headers()
            self.wfile.write(FAIR)

    def drip(self, content):
        with suppress(OSError):
            for byte in content:
                self.wfile.write(bytes([byte]))
                time.sleep(0.05)

    def log_message(self, *_words):
        pass


@pytest.fixture
def elsewhere():
    """The address of a server that gives a calendar at /fair.ics."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def only(ip):
    return lambda found: str(found) == ip


def test_a_calendar_is_fetched_from_its_address(elsewhere):
    assert fetching.fetch(f"{elsewhere}/fair.ics", admits=only("127.0.0.1")) == FAIR


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/gone", "answers 410"),
        ("/large", "larger than 2 MB"),
        ("/round", "on and on"),
        ("/away", "127.0.0.2 is not a public address"),
        ("/nowhere", "Only addresses that begin with"),
    ],
)
def test_what_an_address_gives_instead_is_said(elsewhere, path, sentence):
    with pytest.raises(fetching.Unreachable, match=sentence):
        fetching.fetch(elsewhere + path, admits=only("127.0.0.1"))


@pytest.mark.parametrize("path", ["/drip", "/slow"])
def test_an_address_that_answers_drop_by_drop_is_left_in_time(elsewhere, path, monkeypatch):
    monkeypatch.setattr(fetching, "PATIENCE", 0.5)

    with pytest.raises(fetching.Unreachable, match="longer than ten seconds"):
        fetching.fetch(elsewhere + path, admits=only("127.0.0.1"))


def test_an_address_that_greets_drop_by_drop_is_left_in_time(monkeypatch):
    monkeypatch.setattr(fetching, "PATIENCE", 0.5)
    with greeting_slowly() as port:
        begun = time.monotonic()
        with pytest.raises(fetching.Unreachable, match="longer than ten seconds"):
            fetching.fetch(f"https://127.0.0.1:{port}/fair.ics", admits=only("127.0.0.1"))

        assert time.monotonic() - begun < 3


@contextmanager
def greeting_slowly():
    """The port of a server that begins to say who it is, and never comes to an end."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=greet_slowly, args=[server], daemon=True).start()
        yield server.getsockname()[1]


def greet_slowly(server):
    with suppress(OSError):
        line, _address = server.accept()
        for byte in b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03" + b"x" * 60:
            line.sendall(bytes([byte]))
            time.sleep(0.2)


def upload():
    return SimpleUploadedFile("fairs.ics", FAIR, "text/calendar")


def test_a_file_is_laid_over_the_plan_for_the_team_and_not_for_guests(campaign, person, signed_in):
    from tests import furniture

    furniture.grant(campaign, person("guest"))
    signed_in(person("member")).post(
        "/w/acme/calendar/others/", {"name": "Fairs", "file": upload()}
    )

    shown = [
        "Trade fair"
        in signed_in(person(role)).get("/w/acme/calendar/?on=2026-12-01").content.decode()
        for role in ("member", "sales", "guest")
    ]

    assert shown == [True, True, False]


def test_a_reader_hides_an_overlay_by_the_address(campaign, workspace, person, signed_in):
    overlay = overlays.lay(workspace.pk, by=person("member"), name="Fairs", content=FAIR)
    browser = signed_in(person("manager"))

    pages = [
        browser.get(f"/w/acme/c/SPRING/calendar/?on=2026-12-01{more}").content.decode()
        for more in ("", f"&without={overlay.pk}")
    ]

    assert ["Trade fair" in page for page in pages] == [True, False]


def test_an_address_that_cannot_be_read_says_why_and_is_tried_again(workspace, person, signed_in):
    browser = signed_in(person("member"))
    browser.post("/w/acme/calendar/others/", {"name": "Fairs", "url": "http://localhost:1/a.ics"})

    outbox.dispatch()
    page = browser.get("/w/acme/calendar/others/").content.decode()

    assert "localhost is not a public address." in page
    assert "Try again" in page
    overlay = Overlay.objects.get()
    assert browser.post(f"/w/acme/calendar/others/{overlay.pk}/refresh/").status_code == 302
    assert Effect.objects.filter(state="waiting").count() == 1


def test_what_an_address_says_anew_replaces_what_it_said(workspace, person):
    overlay = overlays.lay(workspace.pk, by=person("member"), name="Fairs", content=FAIR)
    found = [reading.Found("Launch", date(2026, 12, 1), date(2026, 12, 1))]

    overlays.take_in(overlay, found)

    assert list(OverlayDay.objects.values_list("title", flat=True)) == ["Launch"]


def test_an_address_is_read_once_a_day(workspace, person):
    overlay = overlays.lay(workspace.pk, by=person("member"), name="Fairs", url="http://x.example/")
    Effect.objects.all().delete()
    Overlay.objects.filter(pk=overlay.pk).update(created_at="2026-01-01T00:00Z")

    sweep()
    sweep()

    assert Effect.objects.filter(name=overlays.FETCH).count() == 1


def test_managers_and_who_laid_it_take_an_overlay_away(workspace, person, signed_in):
    overlay = overlays.lay(workspace.pk, by=person("member"), name="Fairs", content=FAIR)
    address = f"/w/acme/calendar/others/{overlay.pk}/remove/"

    answers = [
        signed_in(person(role, name)).post(address).status_code
        for role, name in [("guest", ""), ("sales", ""), ("member", "Other"), ("manager", "")]
    ]

    assert answers == [404, 403, 403, 302]
    assert not Overlay.objects.exists()
