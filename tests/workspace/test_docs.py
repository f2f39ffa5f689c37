"""The documents say what is so."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

pytestmark = pytest.mark.alike

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / name for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md")),
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text())

    missing = [
        link for link in links if "://" not in link and not (document.parent / link).exists()
    ]

    assert missing == []


def test_every_setting_is_in_the_operators_table():
    source = "".join(
        (ROOT / "workspace" / name).read_text() for name in ("settings.py", "surroundings.py")
    )
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    table = (ROOT / "docs/operators/README.md").read_text()

    assert {name for name in read if f"`{name}`" not in table} == set()


def test_every_command_that_the_documents_name_exists():
    named = set()
    for document in DOCUMENTS:
        named |= set(re.findall(r"manage\.py ([a-z_]+)", document.read_text()))

    assert named - set(get_commands()) == set()


def test_every_make_target_that_the_documents_name_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set()
    for document in DOCUMENTS:
        named |= set(
            re.findall(r"\bmake (run|test|check|bench|lock|clean)\b", document.read_text())
        )

    assert named - targets == set()
