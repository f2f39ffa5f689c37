"""Answers to htmx: a fragment of the page that shows it, a word about what happened, or both."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

CAME_FROM = "came_from"


def fragment(request, template, context, *, said="", undo="", status=200, **events):
    """A partial such as `campaigns/plan/item.html#detail`, with a toast when `said`."""
    response = render(request, template, context, status=status)
    return announce(response, said=said, undo=undo, **events)


def done(request, *, said="", undo="", back="/", **events):
    """What follows a change: a toast beside the page for htmx, a page with a message else.

    Both offer `undo`, the address that takes it back; `events` are dispatched in the page by name.
    """
    if request.htmx:
        return announce(HttpResponse(status=204), said=said, undo=undo, **events)
    if said:
        messages.success(request, said, extra_tags=undo)
    return redirect(where_from(request, back))


def announce(response, *, said="", undo="", **events):
    if said:
        events["toast"] = {"message": str(said), "undo": undo}
    if events:
        response["HX-Trigger"] = json.dumps(events)
    return response


def where_from(request, otherwise):
    """The page of ours that the request came from; a form that asked on the way names it."""
    named = request.POST.get(CAME_FROM, ""), request.headers.get("Referer", "")
    return next((page for page in named if is_ours(request, page)), otherwise)


def is_ours(request, address):
    """Whether an address is one of ours: an absolute path, or with our own host before it."""
    return address.startswith(("/", "http://", "https://")) and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
