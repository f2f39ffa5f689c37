"""What `manage.py doctor` looks at: each finding says what is wrong and how to mend it."""

import os
import shutil
import smtplib
import time
from dataclasses import dataclass

import redis
import requests
from django.conf import settings
from django.core import mail
from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host

from workspace import surroundings
from workspace.kernel import outside
from workspace.kernel.health import LEAST_SPACE

# Write-ahead logging shares memory between processes, which these do not do between machines.
NETWORK_SHARES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs"}
OLDEST_YEAR = 2026
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Finding:
    """`mend` is empty when all is well; `warns` when Roundtable works without the mend."""

    part: str
    says: str
    mend: str = ""
    warns: bool = False

    @property
    def mark(self):
        return "ok  " if not self.mend else "note" if self.warns else "BAD "


def examine():
    """All findings, one part after the other."""
    parts = (checks, data_folder, disk, clock, database, tables, share, redis_server, post, sign_in)
    for look in parts:
        yield from look()


def checks():
    """The system checks: unguarded routes, unsafe settings."""
    serious = [issue for issue in run_checks(databases=["default"]) if issue.is_serious()]
    for issue in serious:
        yield Finding("settings", issue.msg, issue.hint or "See docs/operators/README.md.")
    if not serious:
        yield Finding("settings", f"PUBLIC_URL is {settings.PUBLIC_URL}")
    yield from doubtful_settings()


def doubtful_settings():
    """What can be served, and is hardly what was meant."""
    host = surroundings.host_of(settings.PUBLIC_URL)
    if host in {"0.0.0.0", "[::]"}:
        mend = "Set PUBLIC_URL to what people type: mails lead there, and other hosts are refused."
        yield Finding("settings", f"Nobody can open {settings.PUBLIC_URL}.", mend, warns=True)
    elif not validate_host(host, settings.ALLOWED_HOSTS):
        mend = f"Add {host} to ALLOWED_HOSTS, or unset it."
        yield Finding("settings", f"ALLOWED_HOSTS refuses {host}, the host of PUBLIC_URL.", mend)
    if not settings.SECURE and not surroundings.is_loopback(host):
        mend = "Put a proxy with TLS before it and set PUBLIC_URL=https://… and BEHIND_PROXY=true."
        yield Finding("settings", "Passwords travel unencrypted.", mend, warns=True)
    if settings.SECURE and not settings.BEHIND_PROXY:
        says = "All people seem to have the IP address of the proxy."
        mend = "Set BEHIND_PROXY=true: what is limited per IP address would be for all together."
        yield Finding("settings", says, mend, warns=True)
    if os.environ.get("ENV_FILE") and not settings.ENV_FILE.exists():
        mend = "Name a file that is there, or unset it."
        yield Finding("settings", f"ENV_FILE {settings.ENV_FILE} is not there.", mend, warns=True)
    for name, meant in settings.STRANGE_SETTINGS:
        mend = f"Did you mean {meant}?" if meant else "See docs/operators/README.md for all."
        says = f"{name} in {settings.ENV_FILE} is no setting of Roundtable."
        yield Finding("settings", says, mend, warns=True)


def data_folder():
    folder = settings.DATA_DIR
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(
            "data", f"{folder} cannot be written.", f"chown it to the user {os.getuid()}."
        )
        return
    key = folder / "secret_key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield Finding("data", f"Others can read {key}.", f"chmod 600 {key}")
    else:
        yield Finding("data", f"{folder} is ours")


def disk():
    free = shutil.disk_usage(settings.DATA_DIR).free
    mend = "Make room: below 200 MB, writes begin to fail." if free < LEAST_SPACE else ""
    yield Finding("disk", f"{free / 1e9:.1f} GB are free", mend)


def clock():
    year = time.gmtime().tm_year
    mend = (
        "Set the machine's clock (NTP): sessions and links end by it." if year < OLDEST_YEAR else ""
    )
    yield Finding("clock", f"The year is {year}", mend)


def database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        mend = "Check DATABASE_URL: postgresql://user:password@host:5432/name"
        yield Finding("database", f"It cannot be reached: {str(error).strip()}", mend)
        return
    if connection.vendor == "postgresql":
        yield from postgresql()
    else:
        yield Finding("database", f"SQLite at {settings.DATABASES['default']['NAME']}")


def postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        passes_walls = cursor.fetchone()[0]
    version = connection.pg_version
    yield Finding(
        "database",
        f"PostgreSQL {version // 10000}",
        "" if version >= 150000 else "Use PostgreSQL 15 or newer.",
    )
    if passes_walls:
        mend = "Use a role that is no superuser and has no BYPASSRLS: CREATE ROLE roundtable LOGIN;"
        yield Finding("database", "This role passes row-level security.", mend)


def tables():
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return
    mend = "Run `python manage.py migrate`." if missing else ""
    yield Finding(
        "tables", f"{len(missing)} migrations are missing" if mend else "up to date", mend
    )


def share():
    if connection.vendor != "sqlite":
        return
    kind = file_system_of(settings.DATA_DIR)
    mend = "Put DATA_DIR on a local disk, or use PostgreSQL." if kind in NETWORK_SHARES else ""
    yield Finding("data", f"The file system is {kind or 'unknown'}", mend)


def file_system_of(folder):
    """The type of the file system that holds `folder`, as the kernel names it; "" elsewhere."""
    try:
        with open("/proc/mounts") as mounts:
            found = [line.split()[1:3] for line in mounts]
    except OSError:
        return ""
    holding = [(at, kind) for at, kind in found if (f"{folder}/").startswith(f"{at.rstrip('/')}/")]
    return max(holding, default=("", ""))[1]


def redis_server():
    if not settings.REDIS_URL:
        if connection.vendor == "postgresql":
            mend = "Set REDIS_URL; without it changes by other machines are seen a moment later."
            yield Finding("redis", "There is none", mend, warns=True)
        return
    try:
        outside.client().ping()
        yield Finding("redis", "It answers")
    except (redis.RedisError, OSError) as error:
        mend = "Check REDIS_URL. Until it answers, updates and mail come a few seconds later."
        yield Finding("redis", f"It does not answer: {error}", mend, warns=True)


def post():
    if not settings.EMAIL_URL:
        where = getattr(settings, "EMAIL_FILE_PATH", "memory")
        mend = "Set EMAIL_URL=smtp+tls://user:password@host:587 and FROM_EMAIL."
        yield Finding("mail", f"Mail is only written to {where}.", mend, warns=True)
        return
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        mend = "Set FROM_EMAIL=Roundtable <roundtable@example.com>; others refuse @localhost."
        yield Finding("mail", f"Mail is from {settings.DEFAULT_FROM_EMAIL}.", mend, warns=True)
    try:
        mail.get_connection().open()
        yield Finding("mail", f"{settings.EMAIL_HOST} takes our mail")
    except smtplib.SMTPAuthenticationError:
        mend = "Check user and password in EMAIL_URL; %-encode what is no letter or digit in them."
        yield Finding("mail", f"{settings.EMAIL_HOST} does not know this user and password.", mend)
    except OSError as error:
        mend = "Check host, port, user and password in EMAIL_URL."
        yield Finding("mail", f"{settings.EMAIL_HOST} refuses: {error}", mend)


def sign_in():
    """Whether the OpenID Connect provider tells of itself where the settings look."""
    for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", ()):
        server = app["settings"]["server_url"]
        address = server if "/.well-known/" in server else f"{server}{WELL_KNOWN}"
        mend = f"Check OIDC_SERVER_URL: {address} must answer with the provider's description."
        try:
            answer = requests.get(address, timeout=5)
            answer.raise_for_status()
            missing = {"authorization_endpoint", "token_endpoint"} - answer.json().keys()
        except (requests.RequestException, AttributeError) as error:
            yield Finding("sign-in", f"{app['name']} does not answer: {error}", mend)
            continue
        if missing:
            yield Finding("sign-in", f"{app['name']} does not name {', '.join(missing)}.", mend)
        else:
            back = f"{settings.PUBLIC_URL}/accounts/oidc/{app['provider_id']}/login/callback/"
            yield Finding("sign-in", f"{app['name']} answers; it must allow {back}")
