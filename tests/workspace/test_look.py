"""The template tags of the design system."""

from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import translation

from workspace.kernel.templatetags import look

pytestmark = pytest.mark.alike


@pytest.mark.parametrize(
    ("language", "this_year", "another"),
    [
        ("en", "4 Dec", "4 Dec 2025"),
        ("zh-hans", "12月4日", "2025/12/4"),
        ("zh-hant", "12月4日", "2025/12/4"),
    ],
)
def test_a_day_is_short_and_names_the_year_only_when_it_is_another(language, this_year, another):
    with translation.override(language), time_machine.travel("2026-06-01 12:00Z"):
        shown = [look.day(date(2026, 12, 4)), look.day(date(2025, 12, 4)), look.day(None)]

    assert shown == [this_year, another, ""]


@pytest.mark.parametrize(
    ("language", "within", "over"),
    [
        ("en", "4 Dec – 9 Dec", "29 Dec 2025 – 9 Jan 2026"),
        ("zh-hans", "12月4日 – 12月9日", "2025/12/29 – 2026/1/9"),
        ("zh-hant", "12月4日 – 12月9日", "2025/12/29 – 2026/1/9"),
    ],
)
def test_both_ends_of_a_stretch_are_written_alike(language, within, over):
    with translation.override(language), time_machine.travel("2026-06-01 12:00Z"):
        shown = [
            look.from_to(date(2026, 12, 4), date(2026, 12, 9)),
            look.from_to(date(2025, 12, 29), date(2026, 1, 9)),
            look.from_to(date(2026, 12, 4), date(2026, 12, 4)),
        ]
        one_day = look.day(date(2026, 12, 4))

    assert shown == [within, over, one_day]


def test_names_of_people_and_channels_are_escaped():
    person = SimpleNamespace(name='<b>"Ada"', initials="<A", hue=3)
    channel = SimpleNamespace(name="<i>Web", icon="globe", hue=5)

    assert look.avatar(person) == (
        '<abbr class="avatar hue-3" title="&lt;b&gt;&quot;Ada&quot;">&lt;A</abbr>'
    )
    assert look.chip(channel) == (
        '<span class="chip hue-5 i-globe" title="&lt;i&gt;Web">&lt;i&gt;Web</span>'
    )


def test_what_has_no_channel_shows_no_chip():
    assert look.chip(None) == ""


def test_every_status_has_its_icon_in_the_sprite():
    for status in look.STATUS_ICONS:
        assert f"#{look.STATUS_ICONS[status]}" in look.status_icon(status)
    assert look.status_icon("a-team") == ""
