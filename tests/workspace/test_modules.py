"""The page asks for all modules at once: the list of preloads is the list of imports."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.alike

STATIC = settings.BASE_DIR / "static"
LIST = settings.BASE_DIR / "templates" / "components" / "modules.html"
IMPORT = re.compile(r'(?:from|import)\s*\(?"(\.[^"]+)"')


def imports(module, known):
    """The modules that `module` needs, those of its imports included."""
    if module not in known:
        known.add(module)
        for name in IMPORT.findall(module.read_text()):
            imports((module.parent / name).resolve(), known)
    return known


def test_every_module_is_preloaded_and_no_other():
    entry = STATIC / "js" / "roundtable.js"
    needed = {str(path.relative_to(STATIC)) for path in imports(entry, set())}

    preloaded = re.findall(r"static '([^']+\.js)'", LIST.read_text())

    assert sorted(preloaded) == sorted(needed)
