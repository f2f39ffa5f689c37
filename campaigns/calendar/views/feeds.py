"""Feeds for other calendars: one's own, and the address that a calendar program reads."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.brief import policies as brief
from campaigns.calendar import feeds, policies
from campaigns.calendar.actions import feeds as actions
from campaigns.calendar.forms import MakeFeed
from workspace.kernel import clock, scope
from workspace.kernel.access import public
from workspace.kernel.typed import attempt, status_of


@policies.feed.opens("view")
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request, workspace):
    """One's own feeds; the address of a new one is on this answer and nowhere else."""
    form = MakeFeed(request.POST or None, reader=request.member, initial=asked(request))
    made = []
    if request.method == "POST" and attempt(
        form, lambda typed: made.append(actions.make(by=request.member, **typed))
    ):
        form = MakeFeed(reader=request.member)
    context = {"form": form, "feeds": shown(request.member), "made": made and links_of(made[0][1])}
    response = render(request, "campaigns/calendar/feeds.html", context, status=status_of(form))
    response["Cache-Control"] = "no-store"
    return response


def asked(request):
    """What a link from a plan asks for: `?campaign=SPRING`."""
    key = request.GET.get("campaign", "")[:12]
    campaign = brief.campaign.visible_to(request.member).filter(key__iexact=key).first()
    return {"of": f"campaign-{campaign.pk}"} if campaign else {}


def shown(reader):
    return list(policies.feed.visible_to(reader).select_related("campaign", "team").order_by("-pk"))


def links_of(secret):
    """A feed's address, and the same for programs that know to subscribe to it."""
    url = settings.PUBLIC_URL + reverse("feed", kwargs={"token": secret})
    return {"url": url, "subscribe_url": f"webcal://{url.partition('://')[2]}"}


@policies.feed.opens("revoke", pk="pk")
@require_POST
def revoke(request, feed):
    actions.revoke(feed, by=request.member)
    messages.success(request, _("Revoked: calendars that read it get nothing any more."))
    return redirect("feeds", workspace=request.workspace.slug)


@public(because="a calendar program has no session; the address is the key, and is revocable")
@require_safe
def feed(request, token):
    """What the feed's member may see now, as iCalendar; 304 while nothing of it has changed."""
    found = feeds.working(token)
    if found is None:
        raise Http404
    member = found.member
    language = member.user.language or settings.LANGUAGE_CODE
    zone = member.user.time_zone or member.workspace.time_zone
    with (
        scope.of(found.workspace_id),
        translation.override(language),
        timezone.override(zone),
    ):
        clock.keep_time_of(member.workspace)
        if not feeds.still_granted(found):
            raise Http404
        feeds.note_reading(found)
        return answer(request, found)


def answer(request, found):
    tag = feeds.face_of(found, settings.PUBLIC_URL)
    if tag in request.headers.get("If-None-Match", "").replace("W/", "").split(", "):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(feeds.text_of(found), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="roundtable.ics"'
    response["ETag"] = tag
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_cache=True)
    return response
