"""JSON without the values that break later readers."""

import json

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.parsers import JSONParser, MultiPartParser

from workspace.kernel.api.sizes import TooLarge, limited
from workspace.kernel.refusals import Invalid

DEEPEST = 20
ENVELOPE = 100_000
MOST_DIGITS = 100


class StrictJSONParser(JSONParser):
    """JSON without the values that break later readers; see `read`."""

    def parse(self, stream, media_type=None, parser_context=None):
        return read(limited(stream, settings.DATA_UPLOAD_MAX_MEMORY_SIZE))


class UploadParser(MultiPartParser):
    """A file with its fields, no larger than an attachment may be."""

    def parse(self, stream, media_type=None, parser_context=None):
        request = parser_context["request"]
        length = request.headers.get("Content-Length", "")
        if length.isdigit() and int(length) > settings.ATTACHMENT_MAX_BYTES + ENVELOPE:
            raise TooLarge()
        form = super().parse(stream, media_type, parser_context)
        if not all(storable(values) for _name, values in form.data.lists()):
            raise exceptions.ParseError(_("A text holds a NUL or half a surrogate pair."))
        return form


def read(body):
    """The value of a JSON body; refuses what is not UTF-8, too deep, or not a finite number."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise exceptions.ParseError(_("The body is not UTF-8.")) from None
    if depth(text) > DEEPEST:
        raise exceptions.ParseError(
            _("The body is nested more than %(levels)d levels deep.") % {"levels": DEEPEST}
        )
    try:
        value = json.loads(
            text,
            parse_constant=refuse_constant,
            parse_float=finite,
            parse_int=whole,
            object_pairs_hook=keyed,
        )
    except (ValueError, RecursionError) as error:
        raise exceptions.ParseError(
            _("The body is not JSON: %(reason)s") % {"reason": error}
        ) from None
    if not storable(value):
        raise exceptions.ParseError(_("A text holds a NUL or half a surrogate pair."))
    if twice := dict(doubled(value)):
        raise Invalid(_("A key stands twice in one object."), fields=twice)
    return value


def depth(text):
    """How deep brackets nest, counted without parsing and outside strings."""
    deepest = level = 0
    quoted = escaped = False
    for character in text:
        if quoted:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                quoted = False
        elif character == '"':
            quoted = True
        elif character in "[{":
            level += 1
            deepest = max(deepest, level)
            if deepest > DEEPEST:
                break
        elif character in "]}":
            level -= 1
    return deepest


class Doubled(dict):
    """An object with a key that stands in it more than once."""

    key = ""


def keyed(pairs):
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found = Doubled(found)
    names = [name for name, _value in pairs]
    found.key = next(name for name in names if names.count(name) > 1)
    return found


def doubled(value, place=()):
    """(where, sentences) of each key that stands twice, such as ("leads.3.name", […])."""
    if isinstance(value, Doubled):
        where = ".".join((*place, value.key))
        yield where[:200], [_("The key “%(name)s” stands twice.") % {"name": value.key[:100]}]
    inner = enumerate(value) if isinstance(value, list) else ()
    for name, each in value.items() if isinstance(value, dict) else inner:
        yield from doubled(each, (*place, str(name)))


def whole(text):
    if len(text) > MOST_DIGITS:
        raise exceptions.ParseError(
            _("A number has more than %(digits)d digits.") % {"digits": MOST_DIGITS}
        )
    return int(text)


def refuse_constant(name):
    raise ValueError(f"{name} is not a number")


def finite(text):
    number = float(text)
    if number in {float("inf"), float("-inf")}:
        raise ValueError(f"{text[:20]} is too large")
    return number


def storable(value):
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dict):
        return all(storable(key) and storable(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(storable(inner) for inner in value)
    return True
