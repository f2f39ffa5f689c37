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
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from campaigns.calendar.reading import LARGEST
from workspace.kernel.refusals import Refusal

PATIENCE = 10.0
REDIRECTS = 3
MOVED = {301, 302, 303, 307, 308}
CHUNK = 64 * 1024
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
        response, connection = ask(parts, admits or is_public, until)
        try:
            if response.status in MOVED and response.headers.get("Location"):
                url = urljoin(url, response.headers["Location"])
                continue
            if response.status != 200:
                raise Unreachable(_("The address answers %(status)d.") % vars(response))
            return content_of(response, until)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(_("The address broke off: %(why)s") % {"why": error}) from None
        finally:
            connection.close()
    raise Unreachable(_("The address leads on and on."))


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


def ask(parts, admits, until):
    port = parts.port or (443 if parts.scheme == "https" else 80)
    ip = resolved(parts.hostname, port, admits)
    left = max(until - time.monotonic(), 0.1)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=left)
    try:
        connection.sock = socket.create_connection((ip, port), timeout=left)
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=parts.hostname)
        connection.request("GET", path, headers=HEADERS | {"Host": host_of(parts)})
        return connection.getresponse(), connection
    except (OSError, http.client.HTTPException, ValueError) as error:
        connection.close()
        raise Unreachable(
            _("%(host)s cannot be reached: %(why)s") % {"host": parts.hostname, "why": error}
        ) from None


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
    content = b""
    while chunk := response.read(CHUNK):
        content += chunk
        if len(content) > LARGEST:
            raise Unreachable(_("The calendar is larger than 2 MB."))
        if time.monotonic() > until:
            raise Unreachable(_("The address takes longer than ten seconds."))
    return content
