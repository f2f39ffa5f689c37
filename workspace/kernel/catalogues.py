"""The words of the interface in other languages: found, kept in catalogues, compiled.

gettext's own programs are not on a bare machine; Babel reads and writes the same files. A catalogue
(`workspace/locale/<locale>/LC_MESSAGES/django.po`) is under version control, what is compiled from
it (`django.mo`) is made again whenever it is older.
"""

import os
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

import allauth
import django.conf
from babel.messages import Catalog, extract, mofile, pofile
from django.conf import settings
from django.utils.translation.template import templatize

LOCALES = ("zh_Hans", "zh_Hant")
SOURCES = ("campaigns", "teams", "workspace", "templates")
LENT = "of a package; ours wins over its own"
CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# The date would change with every run; the plural form is Django's, so that the two are one.
HEAD = """\
msgid ""
msgstr ""
"Project-Id-Version: Roundtable\\n"
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def path_of(locale):
    return settings.BASE_DIR / "workspace" / "locale" / locale / "LC_MESSAGES" / "django.po"


def read(locale):
    """The catalogue of `locale`; an empty one when there is none yet."""
    path = path_of(locale)
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=locale)


# Finding words -----------------------------------------------------------------------------


def found(locale=None):
    """Everything that code and templates hand to gettext, with the files that do."""
    catalog = Catalog(locale=locale)
    for path in sources():
        place = (path.relative_to(settings.BASE_DIR).as_posix(), 0)
        for _line, words, comments, context in words_in(path):
            catalog.add(words, context=context, locations=[place], auto_comments=comments)
    return catalog


def sources():
    for folder in SOURCES:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path


def words_in(path):
    """(line, words, translators' comments, context) of each call of gettext in one file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of a template is calls among nonsense: its indentation means nothing.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    return extract.extract(
        "python",
        BytesIO(source.encode()),
        CALLS,
        comment_tags=["Translators:"],
        strip_comment_tags=True,
    )


# Keeping translations ----------------------------------------------------------------------


def renew(locale):
    """Write the catalogue of `locale` with the words of today; return it.

    What was translated stays so; what nobody says any more is left out.
    """
    known, catalog = read(locale), found(locale)
    for message in spoken(catalog):
        if old := known.get(message.id, message.context):
            message.string, message.flags = old.string, message.flags | old.flags
    lent = lendable(locale)
    for old in spoken(known):
        taken = LENT in old.auto_comments and lent.get(old.id, old.context)
        if taken and catalog.get(old.id, old.context) is None:
            catalog.add(old.id, old.string, context=old.context, auto_comments=[LENT])
    write(catalog, locale)
    return catalog


def lendable(locale):
    """The words of the packages whose pages we show: a catalogue of ours wins over theirs."""
    catalog = Catalog(locale=locale)
    for package in (allauth, django.conf):
        path = Path(package.__file__).parent / "locale" / locale / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            for message in spoken(pofile.read_po(file, locale=locale)):
                catalog.add(message.id, context=message.context)
    return catalog


def spoken(catalog):
    """The messages of a catalogue without its head, which gettext keeps as the empty one."""
    return [message for message in catalog if message.id]


def sayings(message):
    """The translations of a message: one for each plural form; falsy where there is none."""
    return tuple(message.string) if message.pluralizable else (message.string,)


def write(catalog, locale):
    body = BytesIO()
    pofile.write_po(
        body,
        catalog,
        width=100,
        omit_header=True,
        include_lineno=False,
        sort_by_file=True,
        ignore_obsolete=True,
    )
    path = path_of(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, HEAD.format(locale=locale).encode() + body.getvalue())


# Compiling ---------------------------------------------------------------------------------


def compile_stale():
    """Compile the catalogues that changed since they were compiled; return their locales."""
    stale = [locale for locale in LOCALES if is_stale(path_of(locale))]
    for locale in stale:
        compiled = BytesIO()
        mofile.write_mo(compiled, read(locale))
        replace(path_of(locale).with_suffix(".mo"), compiled.getvalue())
    return stale


def is_stale(path):
    compiled = path.with_suffix(".mo")
    if not path.exists():
        return False
    return not compiled.exists() or compiled.stat().st_mtime <= path.stat().st_mtime


def replace(path, content):
    """Write a file at once, so that whoever reads it meanwhile finds it whole."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)
