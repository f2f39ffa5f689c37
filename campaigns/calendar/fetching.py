"""Fetching a calendar from an address that somebody typed.

The address may lead anywhere, so this talks only to public hosts: every name is resolved once, all
of its addresses are looked at, and the connection goes to the very address that was looked at. The
same holds for each redirect.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from contextlib import closing, contextmanager, suppress
from threading import Timer
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from campaigns.calendar.reading import LARGEST
from workspace.kernel.refusals import Refusal

PATIENCE = 10.0
REDIRECTS = 3
MOVED = {301, 302, 303, 307, 308}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
HEADERS = {"Accept": "text/calendar, */*;q=0.5", "User-Agent": "Roundtable calendar"}


class Unreachable(Refusal):
    """The address gave no calendar; the message says why."""


def fetch(url, *, admits=None):
    """The bytes at `url`, 2 MB at most, within ten seconds; raises `Unreachable` with a reason.

    `admits(ip)` says to which addresses it may talk: the public ones.
    """
    until = time.monotonic() + PATIENCE
    for _hop in range(REDIRECTS + 1):
        parts = checked(url)
        connection = opened(parts, admits or is_public, until)
        with closing(connection), ended_at(until, connection.sock):
            response = answer_of(connection, parts, until)
            if response.status not in MOVED or not response.headers.get("Location"):
                return content_of(response, until)
            url = following(url, response.headers["Location"])
    raise Unreachable(_("The address leads on and on."))


def following(url, location):
    """Where an address leads on to."""
    try:
        return urljoin(url, location)
    except ValueError:
        return location  # which is no address either, and `checked` says so


def checked(url):
    """The parts of an address that may be asked at all."""
    try:
        parts = urlsplit(url)
        sound = parts.hostname and (parts.port or True)
    except ValueError:
        sound = False
    if not sound or parts.scheme not in {"http", "https"} or parts.username is not None:
        raise Unreachable(_("Only addresses that begin with http:// or https:// can be read."))
    return parts


def opened(parts, admits, until):
    """A connection to the host, at an address that it may be talked to."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    ip = resolved(parts.hostname, port, admits)
    left = max(until - time.monotonic(), 0.1)
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=left)
    try:
        connection.sock = socket.create_connection((ip, port), timeout=left)
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=parts.hostname)
    except (OSError, ValueError) as error:
        connection.close()
        raise too_slow(until) or unreached(parts, error) from None
    return connection


@contextmanager
def ended_at(until, sock):
    """Break the connection off at a moment: who sends a byte now and then would never time out."""
    timer = Timer(max(until - time.monotonic(), 0.1), break_off, [sock])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def break_off(sock):
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def answer_of(connection, parts, until):
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", path, headers=HEADERS | {"Host": host_of(parts)})
        return connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise too_slow(until) or unreached(parts, error) from None


def unreached(parts, error):
    words = {"host": parts.hostname, "why": error}
    return Unreachable(_("%(host)s cannot be reached: %(why)s") % words)


def too_slow(until):
    """What to say once the time is over; None before."""
    if time.monotonic() > until:
        return Unreachable(_("The address takes longer than ten seconds."))
    return None


def host_of(parts):
    """What the Host header says: the name as it was typed, with its port."""
    return parts.netloc.rpartition("@")[2]


def resolved(host, port, admits):
    """The address to talk to; refused when any address of the name is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(_("There is no host called %(host)s.") % {"host": host}) from None
    ips = [ipaddress.ip_address(address[0].partition("%")[0]) for *_kind, address in found]
    if not ips or not all(admits(ip) for ip in ips):
        raise Unreachable(_("%(host)s is not a public address.") % {"host": host})
    return str(ips[0])


def is_public(ip):
    """Whether anybody may reach it: not our own machine, network, or their disguises in IPv6."""
    if ip.version == 6:
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in NAT64:
            inside = ipaddress.ip_address(int(ip) & 0xFFFFFFFF)
        if inside:
            return is_public(inside)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_loopback)


def content_of(response, until):
    if response.status != 200:
        raise Unreachable(_("The address answers %(status)d.") % vars(response))
    try:
        content = response.read(LARGEST + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        broken = Unreachable(_("The address broke off: %(why)s") % {"why": error})
        raise too_slow(until) or broken from None
    if late := too_slow(until):
        raise late
    if len(content) > LARGEST:
        raise Unreachable(_("The calendar is larger than 2 MB."))
    return content
