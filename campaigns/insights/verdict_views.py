"""What sales says of a campaign: channel by channel, touchpoint by touchpoint."""

from types import SimpleNamespace
from urllib.parse import urlencode

from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.insights import verdict as insights
from campaigns.journey.models import Touchpoint
from campaigns.leads import policies, words
from campaigns.leads.models import Answer, Quote
from campaigns.leads.queries import Verdict
from campaigns.leads.views.inbox import answer_row
from campaigns.plan import vocabulary, windows
from campaigns.plan.addresses import address
from campaigns.plan.models import Item
from workspace.kernel import clock
from workspace.kernel.live.cursors import following

QUOTES = 60
ANSWERS = 40
ITEMS = 200


@policies.verdict.opens("view", key__iexact="campaign")
@require_safe
def verdict(request, campaign):
    """The page; `?answer=` opens the form for a reason at a touchpoint, or for a quote."""
    stream, revision = windows.revision_of(campaign)
    slug = request.workspace.slug
    today = clock.workspace_today()
    found = insights.verdicts([campaign.pk], by=("channel", "touchpoint"), today=today)
    places = places_of(campaign, found, slug)
    may_answer = policies.verdict.allows(request.member, "answer")
    context = {
        "campaign": campaign,
        "whole": shown(insights.gathered(found, lambda _key: ()).get((), Verdict())),
        "channels": channels(found, request.workspace),
        "places": places,
        "answers": answers(campaign, slug),
        "may_answer": may_answer,
        "answering": answering(request, campaign, places) if may_answer else None,
        "answer_url": address("answer", campaign, slug),
        **following([(stream, revision)]),
    }
    return render(request, "campaigns/leads/verdict_page.html", context)


def shown(verdict):
    """A verdict as templates show it."""
    tally = verdict.tally
    return SimpleNamespace(
        tally=tally,
        acceptance=tally.acceptance,
        few=verdict.few,
        reasons=verdict.reasons,
        top=verdict.reasons[:2],
        cost=words.together(verdict.costs),
        why_no_cost=verdict.why_no_cost,
        spend=words.together(sorted(verdict.spend.items())),
        quotes=verdict.quotes,
        unanswered=verdict.unanswered,
    )


def places_of(campaign, found, slug):
    """The touchpoints that sales or the spend says something of, by channel and stage."""
    rows = Touchpoint.objects.filter(campaign=campaign).select_related("channel", "stage", "owner")
    known = {row.pk: row for row in rows}
    quotes = quotes_of(campaign)
    places = []
    for (_channel, pk), verdict in found.items():
        touchpoint = known.get(pk)
        if touchpoint is None and not verdict.tally.leads and not verdict.quotes:
            continue
        places.append(
            SimpleNamespace(
                id=pk or 0,
                touchpoint=touchpoint,
                verdict=shown(verdict),
                quotes=quotes.get(pk, []),
                leads_url=leads_url(campaign, slug, touchpoint=pk or "none"),
            )
        )
    return sorted(places, key=order)


def leads_url(campaign, slug, **filters):
    return f"{address('leads', campaign, slug)}?{urlencode(filters)}"


def order(place):
    if place.touchpoint is None:
        return (1, 0, 0, 0)
    channel, stage = place.touchpoint.channel, place.touchpoint.stage
    return (0, channel.position, channel.pk, stage.position)


def quotes_of(campaign):
    """{touchpoint: its newest quotes}, those without an answer first."""
    rows = Quote.objects.filter(campaign=campaign).order_by("answer__isnull", "-pk")
    found = {}
    for quote in rows.order_by("-pk")[:QUOTES]:
        found.setdefault(quote.touchpoint_id, []).append(quote)
    for quotes in found.values():
        quotes.sort(key=lambda quote: quote.answer_id is not None)
    return found


def channels(found, workspace):
    """[(channel, its verdict)] of those that leads came from or money was spent on."""
    sums = insights.gathered(found, lambda key: key[0])
    return [
        SimpleNamespace(channel=channel, verdict=shown(sums[channel.pk]))
        for channel in vocabulary.of(workspace).channels
        if channel.pk in sums
    ]


def answers(campaign, slug):
    rows = Answer.objects.filter(campaign=campaign).select_related(
        "campaign", "item", "reason", "touchpoint__channel", "touchpoint__stage"
    )
    return [answer_row(answer, slug) for answer in rows.order_by("-pk")[:ANSWERS]]


def answering(request, campaign, places):
    """What `?answer=r7.3` (reason 7 at touchpoint 3) or `q12` (quote 12) asks to answer."""
    asked = request.GET.get("answer", "")
    kind, numbers = asked[:1], asked[1:].split(".")
    if not all(number.isdecimal() and len(number) < 16 for number in numbers):
        return None
    if kind == "q" and len(numbers) == 1:
        quote = Quote.objects.filter(campaign=campaign, pk=numbers[0]).first()
        return quote and SimpleNamespace(quote=quote, items=items(campaign), reason=None, count=1)
    if kind == "r" and len(numbers) == 2:
        return answering_reason(campaign, places, *map(int, numbers))
    return None


def answering_reason(campaign, places, reason, touchpoint):
    for place in places:
        if place.id == touchpoint:
            for given in place.verdict.reasons:
                if given.reason.pk == reason:
                    return SimpleNamespace(
                        reason=given.reason,
                        count=given.count,
                        place=place,
                        items=items(campaign),
                        quote=None,
                    )
    return None


def items(campaign):
    """The items that an answer can name."""
    rows = Item.objects.kept().filter(campaign=campaign).unfinished()
    return list(rows.order_by("-pk").values_list("pk", "number", "title")[:ITEMS])
