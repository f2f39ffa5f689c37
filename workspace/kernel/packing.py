"""Answers leave packed: by Brotli for browsers that take it, by gzip for all others.

A long plan repeats itself beyond gzip's window of 32 kB; Brotli sees 4 MB back and packs it a
third smaller in the same time. As in Django's own gzip, each answer is longer by a random number of
bytes: whoever sees only lengths cannot learn a secret of a page by putting guesses beside it
(BREACH).
"""

import re
import secrets
from struct import pack

import brotli
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

QUALITY = 5
FEWEST = 200
TAKEN = re.compile(r"\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


class Packing(GZipMiddleware):
    """Packs by Brotli what Django would pack by gzip, but for streams, where a browser takes it."""

    def process_response(self, request, response):
        if response.streaming or len(response.content) < FEWEST:
            return super().process_response(request, response)
        taken = TAKEN.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if not taken or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        patch_vary_headers(response, ["Accept-Encoding"])
        packed = packed_with_padding(response.content, 1 + secrets.randbelow(self.max_random_bytes))
        if len(packed) >= len(response.content):
            return response
        response.content = packed
        response.headers["Content-Length"] = str(len(packed))
        response.headers["Content-Encoding"] = "br"
        etag = response.get("ETag", "")
        if etag.startswith('"'):  # packed bytes are no more than equivalent (RFC 9110, 8.8.1)
            response.headers["ETag"] = f"W/{etag}"
        return response


def packed_with_padding(content, length):
    """`content` as a Brotli stream with `length` (1 to 256) bytes in it that say nothing.

    They are a block of metadata, which readers skip (RFC 7932, 9.2): it begins on a whole byte
    after a flush, and its head says in 16 bits that it is not the last one (0), that it is metadata
    (11, 0), that its length takes one byte (01), and how long it is, less one.
    """
    stream = brotli.Compressor(quality=QUALITY)
    head = pack("<H", 0b010110 | (length - 1) << 6)
    body = stream.process(content) + stream.flush()
    return body + head + secrets.token_bytes(length) + stream.finish()
