"""The permission page of the documentation is the policy table."""

from pathlib import Path

from workspace.kernel.management.commands import permissions


def test_the_permission_page_is_current():
    written = Path("docs/permissions.md").read_text()

    assert written == permissions.page(), "run: python manage.py permissions > docs/permissions.md"
