"""People's Markdown as HTML that cannot do harm.

Beside what CommonMark knows: tables, struck words, task lists that are only read, and addresses as
links. A picture is a link with its words, as a page loads nothing from elsewhere.
"""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST = 20_000
TAGS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code",
    "strong", "em", "s", "a", "table", "thead", "tbody", "tr", "th", "td", "label", "input",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "input": {"checked", "disabled"}}
ONLY = {"input": {"type": {"checkbox"}}}
SCHEMES = {"http", "https", "mailto"}
# An address ends at a blank, a quotation mark, and where Chinese begins: it has no blank before it.
ADDRESS = re.compile(
    "(?<![A-Za-z0-9_])(?:https?://|www\\.(?=[^\\s.]))"
    '[^\\s<>"`\u2018-\u201f\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+',
    re.IGNORECASE,
)
TASK = re.compile(r"\[([ xX])\]\s+(?=\S)")
TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')


@lru_cache(maxsize=2_000)
def html_of(text):
    """Safe HTML of a Markdown text; longer than 20,000 characters it is shown as it was typed."""
    if len(text) > LONGEST:
        return mark_safe(f"<pre>{nh3.clean_text(text)}</pre>")
    clean = nh3.clean(
        reader.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        tag_attribute_values=ONLY,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)


def with_names(html, names):
    """Set off each @name in the text of rendered HTML; `names` are of the people mentioned."""
    for name in sorted(names, key=len, reverse=True):
        marked = re.escape(nh3.clean_text(f"@{name}"))
        parts = TAG.split(html)
        parts[::2] = [re.sub(marked, r"<strong>\g<0></strong>", part) for part in parts[::2]]
        html = "".join(parts)
    return mark_safe(html)


def enrich(state):
    """What CommonMark does not know: a last step over what was read."""
    before = [None, None]
    for token in state.tokens:
        if token.type == "inline":
            token.children = list(linked(token.children))
            if [each and each.type for each in before] == ["list_item_open", "paragraph_open"]:
                tick(token)
        before = [before[1], token]


def linked(tokens):
    """The tokens of a paragraph with links for pictures and for addresses outside of links."""
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "image":
            address = token.attrs["src"]
            yield from (
                link(address, token.content or address) if not depth else [word(token.content)]
            )
        elif token.type == "text" and not depth:
            yield from with_links(token.content)
        else:
            yield token


def with_links(text):
    """The text as tokens, each address in it as a link."""
    done = 0
    for found in ADDRESS.finditer(text):
        address = without_tail(found[0])
        goal = reader.normalizeLink(address if "://" in address else f"https://{address}")
        if not reader.validateLink(goal):
            continue
        yield word(text[done : found.start()])
        yield from link(goal, address)
        done = found.start() + len(address)
    yield word(text[done:])


def without_tail(address):
    """Without the marks that end a sentence or close the bracket around the address."""
    while True:
        shorter = address.rstrip(".,;:!?*_~'")
        for opening, closing in ("()", "[]", "{}"):
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def link(address, words):
    return [
        Token("link_open", "a", 1, attrs={"href": address}),
        word(words),
        Token("link_close", "a", -1),
    ]


def word(text):
    return Token("text", "", 0, content=text)


def tick(token):
    """Make an entry of a list that begins with [ ] or [x] one of a task list."""
    first = token.children[0]
    if first.type == "text" and (found := TASK.match(first.content)):
        ticked = " checked" if found[1] != " " else ""
        box = f'<label><input type="checkbox" disabled{ticked}> '
        first.content = first.content[found.end() :]
        token.children = [
            Token("html_inline", "", 0, content=box),
            *token.children,
            Token("html_inline", "", 0, content="</label>"),
        ]


reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 20, "breaks": True}).enable(
    ["table", "strikethrough"]
)
reader.core.ruler.push("enrich", enrich)
