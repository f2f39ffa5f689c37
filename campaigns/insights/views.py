"""The home page, the campaigns page, and search over everything a reader sees."""

from types import SimpleNamespace

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.brief import health, policies
from campaigns.brief.models import Campaign
from campaigns.insights import queries, work
from campaigns.leads import queries as leads
from campaigns.leads.views import inbox
from campaigns.plan import cards
from campaigns.plan.addresses import address
from campaigns.plan.moving import notices
from campaigns.plan.views.frame import in_days
from teams.policies import workspace as workspace_policy
from workspace.kernel.live.cursors import following
from workspace.kernel.streams.models import Stream
from workspace.kernel.templatetags.look import day, from_to

TONES = {"draft": "plain", "planned": "info", "live": "good", "closed": "plain"}


@workspace_policy.opens("view")
@require_safe
def my_work(request, workspace):
    """What I owe, over all campaigns: what others wait for first. The home page."""
    follow = following(open_streams(request.member))
    sections, overdue = work.sections(request.member, timezone.localdate())
    drawn = cards.draw(
        [pair for pairs in sections.values() for pair in pairs[: work.SHOWN]],
        request.member,
        "work",
    )
    whole = request.GET.get("section")
    mentions = [asked(mention, workspace.slug) for mention in queries.open_mentions(request.member)]
    told = notices.to_answer(request.member, workspace.slug)
    context = {
        "sections": [
            section(name, pairs, drawn, request.member, whole == name)
            for name, pairs in sections.items()
        ],
        "mentions": mentions,
        "notices": told,
        "count": sum(map(len, sections.values())),
        "overdue": overdue,
        "sales": sales(request.member, workspace.slug),
        "links": {"campaigns": reverse("campaigns", kwargs={"workspace": workspace.slug})},
        **follow,
    }
    return render(request, "campaigns/insights/my_work.html", context)


def sales(member, slug):
    """What waits for a rep, and what came of what they said; None for everybody else."""
    if member.role != "sales":
        return None
    waits, over = leads.count(member)
    return SimpleNamespace(
        waits=waits,
        over=over,
        url=reverse("inbox", kwargs={"workspace": slug}),
        news=inbox.news(leads.news_for(member), slug),
    )


def section(name, pairs, drawn, member, whole):
    """The rows of one section; all of them when it was asked for by name."""
    if whole:
        drawn = cards.draw(pairs, member, "work")
    shown = [drawn[pk] for pk, _face in pairs if pk in drawn]
    label, hint = work.words(name)
    return {
        "key": name,
        "label": label,
        "hint": hint,
        "count": len(pairs),
        "rows": shown,
        "body": mark_safe("".join(shown)),
        "more_url": f"?section={name}" if len(pairs) > len(shown) else "",
    }


def asked(mention, slug):
    comment, item = mention.comment, mention.comment.item
    return SimpleNamespace(
        id=mention.pk,
        author=comment.author,
        author_name=comment.author_name,
        at=comment.created_at,
        excerpt=comment.body[:160],
        title=item.title,
        key=f"{item.campaign.key}-{item.number}",
        url=address("item", item.campaign, slug, number=item.number),
        settle_url=reverse("settle", kwargs={"workspace": slug, "mention": mention.pk}),
    )


def open_streams(member):
    campaigns = Campaign.objects.visible_to(member).open().values("pk")
    rows = Stream.objects.filter(kind="campaign", of__in=campaigns)
    return rows.order_by("-pk").values_list("pk", "revision")


@workspace_policy.opens("view")
@require_safe
def campaigns(request, workspace):
    """Every campaign a reader sees, and how each stands."""
    today = timezone.localdate()
    found = queries.portfolio(request.member, today)
    context = {
        "rows": [row(campaign, workspace.slug, today) for campaign in found],
        "permissions": {"add": policies.campaign.allows(request.member, "add")},
        "links": {"new": reverse("new_campaign", kwargs={"workspace": workspace.slug})},
        **following((campaign.stream, campaign.revision) for campaign in found),
    }
    return render(request, "campaigns/insights/campaigns.html", context)


def row(campaign, slug, today):
    stands = campaign.stands
    soon = stands["next_on"] and (stands["next_on"] - today).days <= 7
    return SimpleNamespace(
        id=campaign.pk,
        key=campaign.key,
        name=campaign.name,
        url=address("board", campaign, slug),
        since_url=address("compare", campaign, slug),
        dates=dates(campaign),
        phase_label=campaign.get_phase_display(),
        phase_tone=TONES[campaign.phase],
        stands=health.shown(campaign, today),
        health_url=address("health", campaign, slug),
        waived_until=campaign.waived_until if campaign.phase != "closed" else None,
        deadline=stands["deadline"],
        deadline_when=in_days(stands["next_on"], today),
        deadline_state="soon" if soon else "",
        done=stands["done"],
        total=stands["total"],
        blocked=stands["blocked"],
        blocked_url=address("list", campaign, slug) + "?blocked=1",
        overdue=stands["overdue"],
        overdue_url=address("list", campaign, slug) + "?due=overdue",
        people=campaign.people[:4],
        more_people=len(campaign.people[4:]),
    )


def dates(campaign):
    if campaign.starts_on and campaign.ends_on:
        return from_to(campaign.starts_on, campaign.ends_on)
    return day(campaign.starts_on or campaign.ends_on) or _("no dates yet")


@workspace_policy.opens("view")
@require_safe
def search(request, workspace):
    """Where the palette jumps: campaigns and items that fit what was typed."""
    text = request.GET.get("q", "").replace("\x00", "")[:100]
    campaigns, items = queries.found(request.member, text)
    slug = workspace.slug
    hits = [
        {
            "label": campaign.name,
            "hint": campaign.key,
            "icon": "rocket",
            "url": address("board", campaign, slug),
        }
        for campaign in campaigns
    ] + [
        {
            "label": item.title,
            "hint": f"{item.campaign.key}-{item.number} · {item.campaign.name}",
            "icon": "circle-check" if item.ended else "circle-dot",
            "url": address("item", item.campaign, slug, number=item.number),
        }
        for item in items
    ]
    template = "campaigns/insights/search.html"
    return render(
        request, f"{template}#hits" if request.htmx else template, {"hits": hits, "text": text}
    )
