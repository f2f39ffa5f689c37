"""Which build this is: pages remembered by browsers end with it."""

import hashlib
from functools import cache
from pathlib import Path

VERSION = "0.1.0"


@cache
def identity():
    """The version with a fingerprint of when templates and styles were last touched."""
    root = Path(__file__).resolve().parent.parent
    stamps = sorted(
        f"{path.relative_to(root)}:{path.stat().st_mtime_ns}"
        for folder in ("templates", "static/css", "static/js", "campaigns")
        for path in (root / folder).rglob("*.*")
        if path.suffix in {".html", ".css", ".js", ".py"}
    )
    return f"{VERSION}-{hashlib.sha256('|'.join(stamps).encode()).hexdigest()[:12]}"
