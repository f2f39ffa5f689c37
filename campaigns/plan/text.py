"""People's Markdown as HTML that cannot do harm."""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

LONGEST = 20_000
TAGS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code",
    "strong", "em", "s", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 20, "breaks": True}).enable(
    ["table", "strikethrough"]
)


@lru_cache(maxsize=2_000)
def html_of(text):
    """Safe HTML of a Markdown text; longer than 20,000 characters it is shown as it was typed."""
    if len(text) > LONGEST:
        return mark_safe(f"<pre>{nh3.clean_text(text)}</pre>")
    clean = nh3.clean(
        reader.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)


def with_names(html, names):
    """Set off each @name in rendered HTML; `names` are those of the people mentioned."""
    for name in sorted(names, key=len, reverse=True):
        marked = re.escape(nh3.clean_text(f"@{name}"))
        html = re.sub(marked, lambda found: f"<strong>{found.group(0)}</strong>", html)
    return mark_safe(html)
