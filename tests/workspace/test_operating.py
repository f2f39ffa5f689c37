"""The commands of whoever runs Roundtable, on an installation of their own."""

import pytest

from tests.serving import Served, make_tables
from tests.story import telling
from tests.tables import drop_postgresql

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


def test_the_doctor_names_what_is_wrong_and_its_mend(installation):
    assert "BAD" not in installation.manage("doctor")

    installation.env["SECRET_KEY"] = "short"
    with pytest.raises(AssertionError) as found:
        installation.manage("doctor")

    assert "SECRET_KEY is shorter than 32 characters" in str(found.value)
    assert "→ Unset it" in str(found.value)
