"""Long answers leave packed, as their reader takes them, and never tell their exact length."""

import gzip
import zlib

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from hypothesis import given
from hypothesis import strategies as some

from workspace.kernel.packing import FEWEST, Packing, packed_with_padding

LONG = b"<tr><td>Webinar for cold stores</td></tr>" * 200


def answered(rf, accepted, response):
    request = rf.get("/", headers={"accept-encoding": accepted})
    return Packing(lambda _request: response)(request)


@given(some.binary(max_size=2_000), some.integers(1, 256))
def test_padding_says_nothing(content, length):
    assert brotli.decompress(packed_with_padding(content, length)) == content


@given(some.integers(1, 255))
def test_padding_is_as_long_as_it_is_said_to_be(length):
    shorter, longer = (len(packed_with_padding(LONG, each)) for each in (length, length + 1))
    assert longer == shorter + 1


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0,gzip", "gzip"),
        ("gzip", "gzip"),
        ("brie, gzip", "gzip"),
        ("", None),
    ],
)
def test_what_the_reader_takes(rf, accepted, encoding):
    answer = answered(rf, accepted, HttpResponse(LONG))
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.get("Content-Encoding") == encoding
    assert unpack(answer.content) == LONG
    assert answer["Vary"] == "Accept-Encoding"
    assert encoding != "br" or answer["Content-Length"] == str(len(answer.content))


def test_short_and_packed_answers_stay_as_they_are(rf):
    assert "Content-Encoding" not in answered(rf, "br", HttpResponse(b"a" * (FEWEST - 1)))
    packed = HttpResponse(LONG, headers={"Content-Encoding": "zstd"})
    assert answered(rf, "br", packed).content == LONG


def test_a_stream_is_packed_as_it_comes(rf):
    answer = answered(rf, "gzip, br", StreamingHttpResponse([LONG, LONG]))
    assert answer["Content-Encoding"] == "gzip"
    assert zlib.decompressobj(31).decompress(b"".join(answer.streaming_content)).startswith(LONG)


def test_the_same_answer_has_many_lengths(rf):
    lengths = {len(answered(rf, "br", HttpResponse(LONG)).content) for _time in range(50)}
    assert len(lengths) > 10


def test_the_tag_of_a_packed_answer_is_weak(rf):
    answer = answered(rf, "br", HttpResponse(LONG, headers={"ETag": '"7"'}))
    assert answer["ETag"] == 'W/"7"'
