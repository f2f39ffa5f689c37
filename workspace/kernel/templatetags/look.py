"""Template tags of the design system: icons, people, days, channels.

They build strings and remember them, because a page of a thousand rows calls them thousands of
times. `docs/design-system.md` shows each in use.
"""

from functools import lru_cache

from babel.dates import format_skeleton
from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext

register = template.Library()

LOCALES = {"en": "en_GB", "zh-hans": "zh_Hans", "zh-hant": "zh_Hant"}
# With its year a day in Chinese words is too wide for a column; its figures are as common.
WITH_YEAR = {"en_GB": "yMMMd", "zh_Hans": "yMd", "zh_Hant": "yMd"}
BEFORE_TIME = {"en": ", "}
STATUS_ICONS = {
    "todo": "circle-dashed",
    "doing": "circle-dot",
    "review": "eye",
    "blocked": "octagon-x",
    "done": "circle-check",
    "dropped": "circle-x",
}


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name):
    """An icon of the sprite, beside words that say the same."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons.svg"), name
    )


@register.simple_tag
def status_icon(status):
    """The icon of an item's status; nothing for a column that groups by something else."""
    return icon(STATUS_ICONS[status]) if status in STATUS_ICONS else ""


@register.filter
def status_mark(status):
    """The class that puts the icon of an item's status before its label."""
    return f"i-{STATUS_ICONS[status]}"


@register.simple_tag
def avatar(person, size=""):
    """A person's initials on their colour; the title says the name."""
    return portrait(str(person.name), person.initials, person.hue, size)


@lru_cache(maxsize=4096)
def portrait(name, initials, hue, size):
    return format_html(
        '<abbr class="avatar hue-{}{}" title="{}">{}</abbr>',
        hue,
        f" {size}" if size else "",
        name,
        initials,
    )


@register.simple_tag
def chip(channel):
    """A channel (or nothing) as its coloured chip."""
    return tag(str(channel.name), channel.hue, channel.icon) if channel else ""


@register.simple_tag
def label(named):
    """A label, team or stage as a chip with a dot of its colour."""
    return tag(str(named.name), named.hue, "")


@lru_cache(maxsize=4096)
def tag(name, hue, icon_name):
    mark = f" i-{icon_name}" if icon_name else ""
    return format_html('<span class="chip hue-{}{}" title="{}">{}</span>', hue, mark, name, name)


@register.simple_tag
def day(value):
    """A day as its reader writes it: "4 Dec", "12月4日"; of another year "4 Dec 2025"."""
    if not value:
        return ""
    return short_day(value, LOCALES.get(get_language(), "en_GB"), timezone.localdate().year)


register.filter("day", day)


def from_to(first, last):
    """From one day to another; when one of them is of another year, both name theirs."""
    if first == last:
        return day(first)
    locale, this_year = LOCALES.get(get_language(), "en_GB"), timezone.localdate().year
    with_year = not first.year == last.year == this_year
    return " – ".join(short_day(end, locale, this_year, with_year) for end in (first, last))


@register.filter
def listed(names):
    """Names one after the other, as the reader's language parts them: "a, b", "甲、乙"."""
    return pgettext("between names", ", ").join(map(str, names))


@lru_cache(maxsize=8192)
def short_day(value, locale, this_year, with_year=False):
    skeleton = WITH_YEAR[locale] if with_year or value.year != this_year else "MMMd"
    return format_skeleton(skeleton, value, locale=locale)


@register.simple_tag
def moment(value):
    """A moment in the reader's time zone: its day and its time."""
    local = timezone.localtime(value)
    shown = f"{day(local.date())}{BEFORE_TIME.get(get_language(), ' ')}{local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown)


@register.filter
def control(field):
    """A bound field's control as the design system draws it; Django ties help and errors to it.

    No browser cuts what is too long (see `typed.Line`).
    """
    return field.as_widget(attrs={"class": "input", "maxlength": False})
