"""One file that holds everything: the database as it was at one moment, and all uploaded files.

backup.tar
  about.json               what made it, of which version
  database.sqlite3 | .dump SQLite's own copy (VACUUM INTO), or pg_dump's custom format
  media/…                  uploaded files
"""

import gzip
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from workspace.build import VERSION

NO_BACKUP = "This file is not a backup of Roundtable."
# Also of an archive that somebody packed with gzip.
BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile)
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def write(path):
    """Make the archive at `path`; a server may be running. It appears whole or not at all."""
    path = Path(path)
    with tempfile.TemporaryDirectory(dir=path.resolve().parent) as folder:
        copy = Path(folder) / NAMES[connection.vendor]
        COPY[connection.vendor](copy)
        about = Path(folder) / "about.json"
        about.write_text(json.dumps(described()))
        unfinished = Path(folder) / "archive.tar"
        with tarfile.open(unfinished, "w") as archive:
            archive.add(about, "about.json")
            archive.add(copy, copy.name)
            for kept, name in ((settings.MEDIA_ROOT, "media"), (secret_key(), "secret_key")):
                if kept.exists():
                    archive.add(kept, name)
        unfinished.chmod(0o600)
        unfinished.replace(path)


def described():
    return {
        "product": "Roundtable",
        "version": VERSION,
        "database": connection.vendor,
        "made_at": timezone.now().isoformat(),
    }


def read(path):
    """Put what `path` holds in the place of what is there; refuses another kind of database."""
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        unpack(path, folder)
        about = about_of(Path(folder))
        if about["database"] != connection.vendor:
            made_of, named = about["database"], connection.vendor
            raise CommandError(f"This is a backup of {made_of}, and the settings name {named}.")
        connection.close()
        PUT_BACK[connection.vendor](Path(folder) / NAMES[connection.vendor])
        put_back_files(Path(folder) / "media")
        if (Path(folder) / "secret_key").exists():
            (Path(folder) / "secret_key").replace(secret_key())
    return about


def unpack(path, folder):
    with ExitStack() as opened:
        with told(f"{path} cannot be read"):
            archive = opened.enter_context(tarfile.open(path))
        with told(f"{path} cannot be unpacked in {settings.DATA_DIR}"):
            archive.extractall(folder, filter="data")
            archive.fileobj.read()  # gzip tells at its very end whether all before was right


@contextmanager
def told(says):
    """What goes wrong with an archive, said to whoever runs the command."""
    try:
        yield
    except BROKEN as error:
        raise CommandError(f"{NO_BACKUP} Or it is cut off: nothing was changed.") from error
    except OSError as error:
        reason = error.strerror or error
        raise CommandError(f"{says}: {reason}. Nothing was changed.") from error


def secret_key():
    return settings.DATA_DIR / "secret_key"


def about_of(folder):
    try:
        about = json.loads((folder / "about.json").read_text())
    except (OSError, ValueError):
        raise CommandError(NO_BACKUP) from None
    if about.get("product") != "Roundtable" or not has_database(folder, about):
        raise CommandError(NO_BACKUP)
    return about


def has_database(folder, about):
    name = NAMES.get(about.get("database"))
    return name is not None and (folder / name).exists()


def copy_sqlite(target):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])


def put_back_sqlite(copy):
    name = Path(settings.DATABASES["default"]["NAME"])
    for rest in (f"{name}-wal", f"{name}-shm"):
        Path(rest).unlink(missing_ok=True)
    copy.replace(name)


def copy_postgresql(target):
    run_postgresql("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def put_back_postgresql(copy):
    flags = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    run_postgresql("pg_restore", *flags, f"--dbname={settings.DATABASES['default']['NAME']}", copy)


def run_postgresql(program, *arguments):
    """Run one of PostgreSQL's own programs; row-level security must not hide rows from it."""
    database = settings.DATABASES["default"]
    env = {
        **os.environ,
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"] or "5432",
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
        "PGOPTIONS": "-c roundtable.scope=*",
    }
    try:
        flags = ["--enable-row-security"] if program == "pg_dump" else []
        subprocess.run([program, *flags, *map(str, arguments)], env=env, check=True)
    except FileNotFoundError:
        raise CommandError(f"{program} is not installed (Debian: postgresql-client).") from None
    except subprocess.CalledProcessError:
        raise CommandError(f"{program} failed; nothing was changed.") from None


def put_back_files(media):
    """Replace all uploaded files; the old ones are kept until the new ones are in place."""
    old = settings.MEDIA_ROOT.with_name("media.before")
    shutil.rmtree(old, ignore_errors=True)
    if settings.MEDIA_ROOT.exists():
        settings.MEDIA_ROOT.replace(old)
    if media.exists():
        shutil.move(media, settings.MEDIA_ROOT)
    shutil.rmtree(old, ignore_errors=True)


COPY = {"sqlite": copy_sqlite, "postgresql": copy_postgresql}
PUT_BACK = {"sqlite": put_back_sqlite, "postgresql": put_back_postgresql}
