"""The commands of whoever runs Roundtable, on an installation of their own."""

import os
import resource
import tarfile

import pytest
from django.core.management import CommandError, call_command

from tests.serving import Served, make_tables
from tests.story import telling
from tests.tables import drop_postgresql
from workspace.kernel import archives

pytestmark = pytest.mark.slow


@pytest.fixture
def installation(tmp_path):
    served = Served(tmp_path / "data")
    served.data.mkdir()
    make_tables(served)
    yield served
    drop_postgresql(served.env.get("DATABASE_URL", ""))


def test_a_backup_brings_everything_back(installation, tmp_path):
    archive = tmp_path / "backup.tar"
    file = installation.data / "media" / "a" / "picture"
    file.parent.mkdir(parents=True)
    file.write_text("as uploaded")
    with telling(installation) as tell:
        tell("begin")
        installation.manage("backup", archive)
        tell("edit", "Changed after the backup")
    file.write_text("changed")

    installation.manage("restore", "--yes", archive)

    with telling(installation) as tell:
        assert tell("titles") == ["Watched"]
    assert file.read_text() == "as uploaded"
    assert archive.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"my-host\n", "This file is not a backup of Roundtable."),
        (b"", "This file is not a backup of Roundtable."),
    ],
)
def test_what_is_no_backup_changes_nothing_and_is_told(tmp_path, settings, content, says):
    settings.DATA_DIR = tmp_path
    file = tmp_path / "backup.tar"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError) as told:
        archives.read(file)

    assert says in str(told.value)


@pytest.fixture
def packed(tmp_path, settings):
    """`packed("gz")` is an archive of 40,000 bytes, in a data folder of its own."""
    settings.DATA_DIR = tmp_path

    def pack(how=""):
        file = tmp_path / "backup.tar"
        (tmp_path / "about.json").write_text('{"product": "Roundtable", "database": "sqlite"}')
        (tmp_path / "database.sqlite3").write_bytes(os.urandom(40_000))
        with tarfile.open(file, f"w:{how}") as archive:
            for name in ("about.json", "database.sqlite3"):
                archive.add(tmp_path / name, name)
        return file

    return pack


@pytest.mark.parametrize("how", ["", "gz"])
@pytest.mark.parametrize("kept", [1_000, 20_000])
def test_a_backup_that_is_cut_off_is_told(packed, how, kept):
    file = packed(how)
    file.write_bytes(file.read_bytes()[:kept])

    with pytest.raises(CommandError, match="cut off: nothing was changed"):
        archives.read(file)


def test_a_packed_backup_that_was_changed_on_the_way_is_told(packed):
    file = packed("gz")
    whole = file.read_bytes()
    file.write_bytes(whole[:20_000] + b"0" * 100 + whole[20_100:])

    with pytest.raises(CommandError, match="cut off: nothing was changed"):
        archives.read(file)


def test_a_backup_that_finds_no_room_is_not_blamed_for_it(packed, tmp_path):
    file, before = packed(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(CommandError) as told:
            archives.read(file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    says = f"{file} cannot be unpacked in {tmp_path}: File too large. Nothing was changed."
    assert str(told.value) == says


def test_a_backup_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        call_command("backup", str(tmp_path / "nowhere" / "backup.tar"))


def test_the_doctor_names_what_is_wrong_and_its_mend(installation):
    assert "BAD" not in installation.manage("doctor")

    installation.env["SECRET_KEY"] = "short"
    with pytest.raises(AssertionError) as found:
        installation.manage("doctor")

    assert "SECRET_KEY is shorter than 32 characters" in str(found.value)
    assert "→ Unset it" in str(found.value)


@pytest.mark.parametrize(("host", "bound"), [("127.0.0.1", "127.0.0.1"), ("[::1]", "::1")])
def test_it_is_served_where_the_settings_say(db, tmp_path, settings, monkeypatch, host, bound):
    """A setting left empty is not set: it does not mean every address of the machine."""
    for name in ("HOST", "PORT"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(settings.BASE_DIR)
    settings.DATA_DIR, settings.HOST, settings.PORT = tmp_path, host, 8123
    become = []
    monkeypatch.setattr(os, "execv", lambda _program, arguments: become.extend(arguments))

    call_command("serve")

    assert become[3:] == ["--host", bound, "--port", "8123"]
