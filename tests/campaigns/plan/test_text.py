"""Markdown of people: what it becomes, and that it can do no harm."""

from html.parser import HTMLParser

import pytest

from campaigns.plan import text

REL = 'rel="noopener noreferrer nofollow"'
HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt&colon;alert(1))",
    "[a](java\nscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](vbscript:x)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "![a](javascript:alert(1))",
    "![a](data:image/png;base64,AAAA)",
    '![a"onmouseover="x](https://a.example/x.png "t\\" onload=\\"x")',
    '![<img src=x onerror=alert(1)>](https://a.example/"onerror=x)',
    "[![a](https://a.example/x.png)](javascript:alert(1))",
    'https://a.example/"onmouseover="alert(1)',
    "https://a.example/'><script>alert(1)</script>",
    "https://a.example/&quot;onclick=x",
    "javascript://a.example/%0aalert(1)",
    "www.a.example/<svg/onload=alert(1)>",
    "https://user:pass@a.example@b.example/",
    "- [x] <input type=image src=x onerror=alert(1)>",
    "- [ ] [a](javascript:alert(1)) https://b.example/</label><script>",
    "- [x] </label><form action=//x><input type=submit>",
    '<input type="text" name="password" autofocus onfocus=alert(1)>',
    "<label for=x onclick=alert(1)>a",
    "```html\" onload=\"x\nhttps://a.example\n```",
    "| a |\n|---|\n| <td style=x> https://a.example |",
    '[x]: javascript:alert(1) "t"\n\n[x]',
    "<a href='https://a.example' style='position:fixed' hx-get='/x' data-x>",
    "> " * 30 + "[x](https://a.example)",
]  # fmt: skip


class Reader(HTMLParser):
    """Gathers the tags and attributes of a text."""

    def __init__(self, html):
        super().__init__()
        self.seen = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


@pytest.mark.parametrize("typed", HARMFUL)
def test_what_means_harm_is_shown_and_does_nothing(typed):
    html = text.with_names(text.html_of(typed), ["x", "a.example"])

    for tag, attributes in Reader(html).seen:
        allowed = {"a": {"href", "title", "rel"}, "input": {"type", "checked", "disabled"}}
        assert tag in text.TAGS
        assert attributes.keys() <= allowed.get(tag, {"start"})
        assert tag != "input" or (attributes["type"], "disabled" in attributes) == (
            "checkbox",
            True,
        )
        assert attributes.get("href", "https://").startswith(("http://", "https://"))
        assert tag != "a" or attributes["rel"] == "noopener noreferrer nofollow"


@pytest.mark.parametrize(
    ("typed", "address", "around"),
    [
        ("see https://a.example/x?y=1&z=2.", "https://a.example/x?y=1&amp;z=2", ("see ", ".")),
        ("(https://a.example/x_(y)_z)", "https://a.example/x_(y)_z", ("(", ")")),
        ("见https://a.example/x，好", "https://a.example/x", ("见", "，好")),
        ("看 https://a.example/x吧", "https://a.example/x", ("看 ", "吧")),
        ("HTTPS://A.example!", "HTTPS://A.example", ("", "!")),
        ("<https://a.example/x>", "https://a.example/x", ("", "")),
    ],
)
def test_an_address_is_a_link(typed, address, around):
    before, after = around

    link = f'<a href="{address}" {REL}>{address}</a>'
    assert text.html_of(typed) == f"<p>{before}{link}{after}</p>\n"


def test_an_address_without_its_scheme_is_a_link_too():
    assert f'<a href="https://www.a.example" {REL}>www.a.example</a>,' in text.html_of(
        "At www.a.example, too; not www. or http://"
    )


def test_code_and_links_stay_what_they_are():
    typed = "`https://a.example` and [https://b.example](https://c.example)"

    assert text.html_of(typed) == (
        "<p><code>https://a.example</code> and "
        f'<a href="https://c.example" {REL}>https://b.example</a></p>\n'
    )


def test_entries_with_boxes_are_a_task_list_that_is_read():
    html = text.html_of("- [ ] book the *room*\n- [x] ask\n- [y] no\n- [ ]\n\n[ ] no list")

    assert html == (
        '<ul>\n<li><label><input type="checkbox" disabled=""> book the <em>room</em></label></li>\n'
        '<li><label><input type="checkbox" disabled="" checked=""> ask</label></li>\n'
        "<li>[y] no</li>\n<li>[ ]</li>\n</ul>\n<p>[ ] no list</p>\n"
    )


def test_a_picture_is_a_link_with_its_words_and_is_not_loaded():
    typed = "![the poster](https://a.example/p.png) ![](https://a.example/q.png)"

    html = text.html_of(typed)

    assert "<img" not in html
    assert html == (
        f'<p><a href="https://a.example/p.png" {REL}>the poster</a> '
        f'<a href="https://a.example/q.png" {REL}>https://a.example/q.png</a></p>\n'
    )
    assert f'<a href="https://b.example" {REL}>the poster</a>' in text.html_of(
        "[![the poster](https://a.example/p.png)](https://b.example)"
    )


def test_a_name_is_set_off_in_the_text_and_not_in_an_address():
    html = text.with_names(text.html_of("@Ada see https://a.example/@Ada"), ["Ada"])

    assert html.startswith('<p><strong>@Ada</strong> see <a href="https://a.example/@Ada"')
