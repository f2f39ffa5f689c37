"""Readings of the environment that need more than one line: servers, keys, folders."""

import os
import secrets
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from workspace.environment import Wrong

SQLITE_OPTIONS = {
    # DEFERRED gives "database is locked" under concurrent writers; IMMEDIATE queues them.
    "transaction_mode": "IMMEDIATE",
    # As long as the largest file takes to come in on a slow machine, with room to spare.
    "timeout": 60,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
    ),
}


OIDC = (
    "Write OIDC_SERVER_URL=https://…, OIDC_CLIENT_ID and OIDC_SECRET as your provider shows them."
)


ENCODED = "In a password, %-encode what is no letter or digit: / is %2F."


def server(url, schemes, mend):
    """The parts of an address that begins with one of `schemes`.

    Signs in a password may end what is taken for the host; no part of it is quoted.
    """
    try:
        parts = urlsplit(url)
        _checked = parts.port
    except ValueError:
        raise Wrong("its host or its port cannot be read", f"{mend} {ENCODED}") from None
    if parts.scheme not in schemes:
        raise Wrong(f"it begins with {parts.scheme!r}" if parts.scheme else "no address", mend)
    if parts.netloc and "@" in f"{parts.path}{parts.query}{parts.fragment}":
        raise Wrong("its host cannot be told from a password", f"{mend} {ENCODED}")
    return parts


def url_of(host, port):
    host = host.strip("[]")
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def host_of(url):
    """As it stands in `ALLOWED_HOSTS`."""
    host = urlsplit(url).hostname
    return f"[{host}]" if ":" in host else host


def is_loopback(host):
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def folder(path):
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret_key(data_dir):
    """The key kept in the data folder, made at the first start, readable by its owner only."""
    path = data_dir / "secret_key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def from_url(url, data_dir):
    """`DATABASES["default"]` for `url`; SQLite in the data folder when it is empty."""
    if not url:
        return sqlite(data_dir / "roundtable.sqlite3")
    mend = "Write DATABASE_URL=postgresql://user:password@host:5432/name."
    parts = server(url, {"postgres", "postgresql", "sqlite"}, mend)
    name = unquote(parts.path).removeprefix("/")
    if not name:
        raise Wrong("no name of a database", mend)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    return {
        "ENGINE": "workspace.kernel.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path):
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": dict(SQLITE_OPTIONS),
        "CONN_MAX_AGE": 600,
        "TEST": {"NAME": None},
    }


def redis_url(url):
    if url:
        mend = "Write REDIS_URL=redis://host:6379/0 (or rediss://)."
        server(url, {"redis", "rediss", "unix"}, mend)
    return url


def cache(redis_url):
    """Redis holds nothing that cannot be lost, and never keeps anyone waiting for a second."""
    if not redis_url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "workspace.kernel.caches.ForgivingRedis",
        "LOCATION": redis_url,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }


def email(url, data_dir):
    """Mail settings of `smtp://user:password@host:port` (`smtps://` for TLS from the start).

    Without one, each mail becomes a file in the data folder, so that nothing is lost.
    """
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder(data_dir / "mail"),
        }
    mend = "Write EMAIL_URL=smtp+tls://user:password@host:587 (or smtp://, smtps://)."
    parts = server(url, {"smtp", "smtp+tls", "smtps"}, mend)
    if not parts.hostname:
        raise Wrong("no host", mend)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


def sender(value):
    """A mail address, with or without a name."""
    if "@" not in parseaddr(value)[1]:
        raise Wrong("no mail address", "Write FROM_EMAIL=Roundtable <roundtable@example.com>.")
    return value


def language(value, known):
    if value not in known:
        raise Wrong("not spoken here", f"Write one of {', '.join(known)}.")
    return value


def provider_url(url):
    """The address of a provider: what it tells says who somebody is, so nobody may listen."""
    if url:
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            host = ""
        scheme = "http" if is_loopback(host) else "https"
        if not host or parts.scheme not in {"https", scheme}:
            raise Wrong("no address that begins with https://", OIDC)
    return url


def openid_connect(env):
    """One OpenID Connect provider from OIDC_SERVER_URL, OIDC_CLIENT_ID, OIDC_SECRET, OIDC_NAME."""
    names = ("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_SECRET")
    given = {name: env.text(name) for name in names}
    label = env.text("OIDC_NAME", "OpenID Connect")
    if not any(given.values()):
        return {}
    for name in names:
        if not given[name]:
            env.note(f"{name} is missing: the other OIDC settings are of no use without it.", OIDC)
    url = env.read("OIDC_SERVER_URL", "", provider_url)
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "company",
                    "name": label,
                    "client_id": given["OIDC_CLIENT_ID"],
                    "secret": given["OIDC_SECRET"],
                    "settings": {"server_url": url},
                }
            ],
        }
    }
