"""Bring the third-party files of the interface from npm, and say exactly what they are.

    python static/vendor/refresh.py             fetch what vendor.json names, write vendor.lock.json
    python static/vendor/refresh.py --from DIR  the same from packages packed earlier
    python static/vendor/refresh.py --check     compare the files with the lock: no Node, no network

Only maintainers fetch; running Roundtable needs none of this.
"""

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MANIFEST = HERE / "vendor.json"
LOCK = HERE / "vendor.lock.json"
SPRITE = "static/icons.svg"
STRIP = "static/strip.svg"
MARKS = "static/css/marks.css"
OURS = {"vendor.json", "vendor.lock.json", "refresh.py"}


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare the files with the lock")
    parser.add_argument("--from", dest="folder", type=Path, help="a folder of packed packages")
    options = parser.parse_args(arguments)
    if options.check:
        return complain(differences())
    with tempfile.TemporaryDirectory() as scratch:
        refresh(options.folder or Path(scratch), fetched=options.folder is not None)
    return 0


def complain(lines):
    for line in lines:
        print(line, file=sys.stderr)
    return 1 if lines else 0


# Fetching


def refresh(folder, *, fetched):
    manifest = json.loads(MANIFEST.read_text())
    lock = {"packages": [], "built": {}}
    for package in manifest["packages"]:
        archive = packed(package, folder) if fetched else pack(package, folder)
        lock["packages"].append(unpack(package, archive))
        if package["name"] == "lucide-static":
            lock["built"] = build_icons(manifest["icons"], archive)
    LOCK.write_text(json.dumps(lock, indent=2) + "\n")


def packed(package, folder):
    return folder / archive_name(package)


def pack(package, folder):
    """The package's archive, brought by the npm client with whatever registry it is set to."""
    wanted = f"{package['name']}@{package['version']}"
    subprocess.run(["npm", "pack", "--silent", wanted], cwd=folder, check=True)
    return packed(package, folder)


def archive_name(package):
    return f"{package['name'].lstrip('@').replace('/', '-')}-{package['version']}.tgz"


def unpack(package, archive):
    """Put the wanted files in their places; return the package's entry in the lock."""
    entry = {key: package[key] for key in ("name", "version", "licence")}
    entry["integrity"] = integrity(archive.read_bytes())
    entry["files"] = {}
    with tarfile.open(archive) as files:
        for source, target in sorted(package["files"].items(), key=lambda pair: pair[1]):
            content = without_source_map(files.extractfile(f"package/{source}").read(), target)
            entry["files"][target] = write(target, content)
    return entry


def without_source_map(content, target):
    """Maps are not vendored, so a script must not send the browser to look for one."""
    if not target.endswith(".js"):
        return content
    return re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", content)


def write(target, content):
    path = ROOT / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return sha256(content)


def integrity(content):
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


# Icons


def build_icons(names, archive):
    """A sprite for `<use href="icons.svg#name">`, and a strip that CSS masks cut from.

    A browser lays each file out as a document of its own before it paints a page, so neither holds
    what only the other needs.
    """
    with tarfile.open(archive) as files:
        shapes = {name: shape(files, name) for name in names}
    return {
        SPRITE: write(SPRITE, sprite(shapes).encode()),
        STRIP: write(STRIP, strip(shapes.values()).encode()),
        MARKS: write(MARKS, marks(names).encode()),
    }


def shape(files, name):
    """The drawing of an icon without its frame, on one line."""
    source = files.extractfile(f"package/icons/{name}.svg").read().decode()
    inside = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL).group(1)
    return re.sub(r"\s*\n\s*", "", inside).replace(" />", "/>")


def sprite(shapes):
    symbols = "\n".join(
        f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>'
        for name, drawing in shapes.items()
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def strip(drawings):
    """All in a row, a width apart so that none bleeds into the next."""
    row = "\n".join(
        f'<g transform="translate({48 * place})">{drawing}</g>'
        for place, drawing in enumerate(drawings)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{48 * len(drawings)}" height="24"'
        ' fill="none" stroke="#000" stroke-width="2" stroke-linecap="round"'
        ' stroke-linejoin="round">\n'
        f"{row}\n</svg>\n"
    )


def marks(names):
    """Where each icon lies in the strip, for `.mark.i-name` (see base.css)."""
    places = "\n".join(f".i-{name} {{ --mark: {place}; }}" for place, name in enumerate(names))
    return f"/* Built by static/vendor/refresh.py. */\n@layer base {{\n{places}\n}}\n"


# Checking


def differences():
    """What does not agree between manifest, lock and files, one sentence each."""
    manifest, lock = json.loads(MANIFEST.read_text()), json.loads(LOCK.read_text())
    listed = dict(lock["built"])
    for entry in lock["packages"]:
        listed |= entry["files"]
    return [*outdated(manifest, lock), *altered(listed), *unlisted(listed)]


def outdated(manifest, lock):
    locked = {entry["name"]: entry for entry in lock["packages"]}
    for package in manifest["packages"]:
        entry = locked.pop(package["name"], None)
        if entry is None:
            yield f"{package['name']} is wanted and not locked: run refresh.py"
        elif (entry["version"], sorted(entry["files"])) != (
            package["version"],
            sorted(package["files"].values()),
        ):
            yield f"{package['name']} differs between vendor.json and the lock: run refresh.py"
    for name in locked:
        yield f"{name} is locked and no longer wanted: run refresh.py"
    drawn = re.findall(r'<symbol id="([^"]+)"', (ROOT / SPRITE).read_text())
    if drawn != manifest["icons"]:
        yield "the sprite does not hold the icons of vendor.json: run refresh.py"


def altered(listed):
    for target, digest in listed.items():
        path = ROOT / target
        if not path.exists():
            yield f"{target} is missing"
        elif sha256(path.read_bytes()) != digest:
            yield f"{target} is not what the lock says"


def unlisted(listed):
    found = (path for path in sorted(HERE.rglob("*")) if path.is_file())
    for path in found:
        target = path.relative_to(ROOT).as_posix()
        ours = path.name in OURS or "__pycache__" in path.parts
        if not ours and target not in listed:
            yield f"{target} is in no package of the lock"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
