"""Addresses and forms with a letter that PostgreSQL keeps in no row: U+0000, which nobody types."""

from django.http import Http404, QueryDict

UNFIT, WRITTEN = "\x00", "%00"


class UnfitLetters:
    """Nothing stands where an address has such a letter; in a question and in what a form posts it
    is as if it were not there. Files stay as they are. The API refuses it by itself, as it does
    whatever else cannot be meant."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if UNFIT in request.path_info:
            raise Http404
        asked = request.META.get("QUERY_STRING", "")
        if WRITTEN in asked and not request.path_info.startswith("/api/"):
            request.META["QUERY_STRING"] = asked.replace(WRITTEN, "")
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        # Who takes what no page of ours sends reads the body by themselves, and bounds it first.
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            posted = request.POST
            if any(UNFIT in text for name in posted for text in (name, *posted.getlist(name))):
                request.POST = without_unfit(posted)


def without_unfit(posted):
    fit = QueryDict(mutable=True, encoding=posted.encoding)
    for name, texts in posted.lists():
        for text in texts:
            fit.appendlist(name.replace(UNFIT, ""), text.replace(UNFIT, ""))
    fit._mutable = False
    return fit
