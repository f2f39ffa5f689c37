"""Addresses with a letter that PostgreSQL keeps in no row: U+0000, which nobody types."""

from django.http import Http404

UNFIT, WRITTEN = "\x00", "%00"


class UnfitLetters:
    """Nothing stands where an address has such a letter; in a question it is as if it were not
    there. The API refuses it by itself, as it does whatever else cannot be meant."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if UNFIT in request.path_info:
            raise Http404
        asked = request.META.get("QUERY_STRING", "")
        if WRITTEN in asked and not request.path_info.startswith("/api/"):
            request.META["QUERY_STRING"] = asked.replace(WRITTEN, "")
        return self.get_response(request)
