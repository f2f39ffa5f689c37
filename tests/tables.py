"""Tables that are migrated once, and copied for every test process and every server of a test."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
MADE_FROM = (
    *sorted(ROOT.glob("*/**/migrations/*.py")),
    ROOT / "workspace/kernel/tenancy.py",
    ROOT / "requirements.lock",
)


def fingerprint():
    return hashlib.sha256(b"".join(path.read_bytes() for path in MADE_FROM)).hexdigest()[:12]


def shared_folder(name):
    folder = Path(tempfile.gettempdir()) / f"roundtable-{name}"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def alone_in(folder):
    """Nobody else who asks for the same is here meanwhile."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(folder, **env):
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=ROOT,
        env=os.environ | {"DATA_DIR": str(folder), "ENV_FILE": str(folder / "env")} | env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


# On SQLite


def sqlite_file():
    """The file that holds the empty tables."""
    folder = shared_folder(f"tables-{fingerprint()}")
    with alone_in(folder):
        if not (folder / "done").exists():
            migrate(folder)
            (folder / "done").touch()
    return folder / "roundtable.sqlite3"


def copy_sqlite(folder):
    shutil.copy(sqlite_file(), folder)


def pour_sqlite(name):
    """Fill the database in memory that is called `name`; it lasts as long as what is returned."""
    memory = sqlite3.connect(name, uri=True)
    with closing(sqlite3.connect(sqlite_file())) as source:
        source.backup(memory)
    return memory


# On PostgreSQL


def postgresql_template(url):
    """The name of the database, on the server of `url`, that holds the empty tables."""
    template = f"tables_{fingerprint()}"
    with alone_in(shared_folder(template)), psycopg.connect(url, autocommit=True) as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if not known.fetchone():
            half = f"{template}_in_the_making"
            server.execute(f"DROP DATABASE IF EXISTS {half}")
            server.execute(f"CREATE DATABASE {half}")
            with tempfile.TemporaryDirectory() as folder:
                migrate(Path(folder), DATABASE_URL=named(url, half))
            server.execute(f"ALTER DATABASE {half} RENAME TO {template}")
    return template


def copy_postgresql(url):
    """The address of a new database on the server of `url`."""
    name = f"served_{uuid.uuid4().hex[:12]}"
    template = postgresql_template(url)
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return named(url, name)


def drop_postgresql(url):
    name = urlsplit(url).path.lstrip("/")
    if name.startswith("served_"):
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def named(url, name):
    return urlsplit(url)._replace(path=f"/{name}").geturl()
