"""Third-party files are exactly what the lock says, and every icon asked for is in the sprite."""

import importlib.util
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.alike

ROOT = Path(__file__).resolve().parents[2]


def load_refresh():
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "static/vendor/refresh.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_vendored_files_are_what_the_lock_says():
    refresh = load_refresh()

    assert refresh.differences() == []


def test_a_changed_vendored_file_is_noticed(tmp_path, monkeypatch):
    refresh = load_refresh()
    (tmp_path / "script.js").write_text("changed")
    monkeypatch.setattr(refresh, "ROOT", tmp_path)

    assert list(refresh.altered({"script.js": refresh.sha256(b"original"), "gone.js": ""})) == [
        "script.js is not what the lock says",
        "gone.js is missing",
    ]


def test_no_source_maps_are_kept():
    assert list((ROOT / "static").rglob("*.map")) == []


def test_every_icon_named_in_a_template_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons.svg").read_text()))
    named = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""{% icon ["']([\w-]+)["']""", template.read_text())
        + re.findall(r"""\bi-([a-z][\w-]*)(?=[\s"])""", template.read_text())
    }

    assert named - drawn == set()
