"""Finds what people would read without a translation. Each finding is "file: words"."""

import ast
import re
from html.parser import HTMLParser

from django.conf import settings
from django.template.base import Lexer, TokenType

CODE = ("campaigns", "teams", "workspace")
DEVELOPERS_ONLY = ("templates/ui/", "workspace/kernel/gallery/")
SPEAKING_CALLS = {"Refusal", "Invalid", "Conflict", "Stale", "Forbidden", "ValidationError"}
SPEAKING_WORDS = {"said", "mend", "label", "help_text", "empty_label"}
READ_ALOUD = {"aria-label", "aria-description", "alt", "placeholder", "title", "label"}
NO_TEXT = {"width", "content_class", "body_attributes"}  # blocks inside a tag
SILENT = {"code", "kbd", "script", "style", "svg"}
NAMES = re.compile(
    r"\b(Roundtable|Markdown|CSV|XLSX|Asana|Trello|Jira|EN|HubSpot|UTM|Python|curl)\b"
)
WORD = re.compile(r"[A-Za-z]{2,}")
SENTENCE = re.compile(r"\b[A-Z][a-z]+(?: [a-z]+)+|\b[a-z]+(?: [a-z]+){2,}[.!?]?$")
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
LITERAL = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`")


def files(folders, suffix):
    for folder in folders:
        for path in sorted((settings.BASE_DIR / folder).rglob(f"*{suffix}")):
            name = path.relative_to(settings.BASE_DIR).as_posix()
            if "/migrations/" not in name and not name.startswith(DEVELOPERS_ONLY):
                yield name, path.read_text(encoding="utf-8")


# Code --------------------------------------------------------------------------------------


def said_too_early():
    """Calls of a gettext that answers at once, in the body of a module or class."""
    return [
        f"{name}: line {call.lineno}"
        for name, source in files(CODE, ".py")
        for call in early_calls(ast.parse(source))
    ]


def early_calls(tree):
    at_once = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in {"gettext", "ngettext", "pgettext", "npgettext"}
    }
    later = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    waiting = [tree]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.Call) and called(node) in at_once:
                yield node
            if not isinstance(node, later):
                waiting.append(node)


def untranslated_in_code():
    """Sentences that code hands to people as they stand. Help of the API is for developers."""
    return [
        f"{name}: {words}"
        for name, source in files(CODE, ".py")
        if "api" not in name.replace(".", "/").replace("_", "/").split("/")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        for words in bare(node)
        if WORD.search(NAMES.sub("", words))
    ]


def bare(call):
    told = [word.value for word in call.keywords if word.arg in SPEAKING_WORDS]
    if ast.unparse(call.func).startswith("models."):
        told = []  # help of a model is for those who read the code
    if called(call) in SPEAKING_CALLS:
        told += call.args[:1]
    for value in told:
        if isinstance(value, ast.JoinedStr):
            yield ast.unparse(value)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def called(call):
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


# Templates ---------------------------------------------------------------------------------


def untranslated_in_templates():
    found = []
    for name, source in files(("templates",), ".html"):
        reader = Reader()
        reader.feed(without_tags(source))
        found += [f"{name}: {words}" for words in reader.words]
    return found


def without_tags(source):
    """The HTML of a template without what Django puts in, and without what it translates."""
    kept, skipping = [], ""
    for token in Lexer(source).tokenize():
        tag = token.split_contents()[0] if token.token_type == TokenType.BLOCK else ""
        if skipping:
            skipping = "" if tag == skipping else skipping
        elif tag in {"blocktranslate", "comment"} or holds_no_text(tag, token):
            skipping = f"end{tag}"
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
    return "".join(kept)


def holds_no_text(tag, token):
    return tag == "block" and token.split_contents()[1] in NO_TEXT


class Reader(HTMLParser):
    """Collects the texts and the attributes of a page that are shown or read aloud."""

    def __init__(self):
        super().__init__()
        self.words, self.silence = [], 0

    def handle_starttag(self, tag, attrs):
        self.silence += tag in SILENT
        for name, value in attrs:
            if name in READ_ALOUD:
                self.hear(value or "")

    def handle_endtag(self, tag):
        self.silence -= tag in SILENT

    def handle_data(self, data):
        if not self.silence:
            self.hear(data)

    def hear(self, text):
        if WORD.search(NAMES.sub("", text)):
            self.words.append(" ".join(text.split()))


# Scripts -----------------------------------------------------------------------------------


def sentences_in_scripts():
    """Literals that read like language; scripts take their words from the page."""
    return [
        f"{name}: {literal}"
        for name, source in files(("static/js",), ".js")
        for found in LITERAL.finditer(COMMENT.sub("", source))
        for literal in [next(part for part in (*found.groups(), "") if part is not None)]
        if SENTENCE.search(literal)
    ]
