"""The inbox of a rep: the leads that wait for a decision, the most pressing first."""

from types import SimpleNamespace

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.brief import policies as brief
from campaigns.leads import masking, queries, words
from campaigns.leads.actions import looking
from campaigns.leads.models import Theme
from campaigns.leads.queries import waiting
from campaigns.leads.views import shown
from campaigns.plan.addresses import address
from teams import policies as teams
from workspace.kernel import clock
from workspace.kernel.live.cursors import following

WHOSE = (
    (waiting.OURS, lambda: _("Mine and nobody's")),
    (waiting.MINE, lambda: _("Mine")),
    (waiting.ALL, lambda: _("Everybody's")),
)
DIGITS = "1234567890"
UTM = ("source", "medium", "campaign")
AT_ONCE = 2


@teams.workspace.opens("decide_on_leads")
@require_safe
def inbox(request, workspace):
    """The page, with the one lead that is open; for htmx all leads of the window.

    A screen is there sooner without the nineteen leads that come after the first one. The page asks
    for them as soon as it stands, and a key then finds the next one ready.
    """
    reader = request.member
    asked = asked_for(request)
    followed = queries.following(reader)
    office, reasons = queries.rules(workspace, followed.rules)
    leads, after = queries.window(reader, asked.whose, asked.campaign, asked.after)
    leads = with_wanted(leads, asked.lead, reader)
    current = next((lead for lead in leads if lead.pk == asked.lead), leads[0] if leads else None)
    marks = shown.Marks(reader)
    opened = missing(leads, request) if request.htmx else [current][: len(leads)]
    note_shown(leads, opened, marks.proven(request.GET.get("seen", "")), reader, asked)
    waits, over = queries.count(reader, asked.whose, asked.campaign, followed.revisions)
    context = {
        "rows": [row(lead, reader, office, marks) for lead in leads],
        "cases": cases(opened, reader, office, workspace.slug),
        "current": current,
        "waiting": waits,
        "over": over,
        "more_url": more_url(request, after),
        "news": news(queries.news_for(reader), workspace.slug),
    }
    if request.htmx:
        return render(request, "campaigns/leads/inbox.html#window", context)
    context |= frame(workspace, reader, asked, reasons) | following(followed.streams)
    context["limit"] = words.duration(office.minutes) if office.minutes else ""
    return render(request, "campaigns/leads/inbox.html", context)


def asked_for(request):
    """Whose leads, of which campaign, from where on, which one; nonsense counts as nothing."""
    whose = request.GET.get("whose", "")
    key = request.GET.get("campaign", "")[:12]
    lead = request.GET.get("lead", "")
    visible = brief.campaign.visible_to(request.member)
    return SimpleNamespace(
        whose=whose if whose in dict(WHOSE) else waiting.OURS,
        campaign=visible.filter(key__iexact=key).first() if key else None,
        after=waiting.place_of(request.GET.get("after", "")),
        lead=int(lead) if shown.is_id(lead) else None,
    )


def with_wanted(leads, wanted, reader):
    """The window, and before it the lead that was asked for, if it waits further down."""
    if wanted is None or any(lead.pk == wanted for lead in leads):
        return leads
    found = waiting.one(reader, wanted)
    return leads if found is None else [found, *leads]


def missing(leads, request):
    """Those that the page does not have yet."""
    given = request.GET.get("known", "").split(",", shown.MOST)[: shown.MOST]
    known = {int(pk) for pk in given if shown.is_id(pk)}
    return [lead for lead in leads if lead.pk not in known]


def note_shown(leads, opened, before, reader, asked):
    """Everybody on the screen has been shown, and is noted, but for those of whom it was before."""
    new = {lead.pk for lead in (*leads, *opened)} - before
    looking.viewed_many(sorted(new), by=reader, wanted={"inbox": asked.whose})


def more_url(request, after):
    if after is None:
        return ""
    query = request.GET.copy()
    for name in ("lead", "known", "seen"):
        query.pop(name, None)
    query["after"] = waiting.place_as_text(*after)
    return f"?{query.urlencode()}"


def row(lead, reader, office, marks):
    """A lead in the list of those that wait."""
    return SimpleNamespace(
        id=lead.pk,
        mark=marks.of(lead.pk),
        face=masking.face(lead, reader),
        campaign=lead.campaign,
        channel=lead.touchpoint.channel if lead.touchpoint else None,
        clock=clock_words(waiting.clock_of(lead, office)),
    )


def cases(leads, reader, office, slug):
    """Leads with all that a decision needs."""
    if leads:
        queries.furnish(leads)
    return [case(lead, reader, office, slug) for lead in leads]


def case(lead, reader, office, slug):
    touchpoint = lead.touchpoint
    return SimpleNamespace(
        id=lead.pk,
        face=masking.face(lead, reader),
        url=reverse("lead", kwargs={"workspace": slug, "lead": lead.pk}),
        campaign=lead.campaign,
        campaign_url=address("board", lead.campaign, slug),
        channel=touchpoint.channel if touchpoint else None,
        stage=touchpoint.stage if touchpoint else None,
        promise=touchpoint.promise if touchpoint else "",
        owner=lead.owner,
        clock=clock_words(waiting.clock_of(lead, office)),
        utm=[(name, lead.utm[name]) for name in UTM if name in lead.utm],
        touches=lead.touches.all(),
        notes=lead.notes.all(),
    )


def clock_words(found):
    """The clock as a sentence and a tone; the tone never speaks alone."""
    time = words.duration(found.minutes)
    sentence, tone = {
        "over": (_("%(time)s over"), "bad"),
        "soon": (_("%(time)s left"), "warn"),
        "fine": (_("%(time)s left"), "plain"),
        "waits": (_("waits for %(time)s"), "plain"),
    }[found.state]
    return SimpleNamespace(
        text=sentence % {"time": time},
        due_at=found.due_at,
        tone=tone,
        icon="alarm-clock" if found.over else "clock",
    )


def frame(workspace, reader, asked, reasons):
    """What stands around the leads: filters, reasons with their digits, what came of it."""
    place = {"workspace": workspace.slug}
    today = clock.workspace_today()
    return {
        "whose": [
            {
                "label": label(),
                "url": inbox_url(workspace.slug, name, asked.campaign),
                "current": name == asked.whose,
            }
            for name, label in WHOSE
        ],
        "asked": asked,
        "reasons": [
            SimpleNamespace(id=reason.pk, name=str(reason), digit=DIGITS[n : n + 1])
            for n, reason in enumerate(reasons)
        ],
        "themes": Theme.choices,
        "later": words.later(today),
        "tomorrow": today + timezone.timedelta(days=1),
        "rules_url": reverse("sales_rules", kwargs=place),
        "all_url": inbox_url(workspace.slug, asked.whose, None),
        "word_of": {name: action_url(name, workspace.slug) for name in ACTIONS},
    }


ACTIONS = {
    "accept": "accept_lead",
    "reject": "reject_lead",
    "recycle": "recycle_lead",
    "note": "note_lead",
    "quote": "quote_lead",
}


def action_url(name, slug, lead=0):
    return reverse(ACTIONS[name], kwargs={"workspace": slug, "lead": lead})


def inbox_url(slug, whose, campaign):
    query = [f"whose={whose}"] if whose != waiting.OURS else []
    query += [f"campaign={campaign.key}"] if campaign else []
    address = reverse("inbox", kwargs={"workspace": slug})
    return f"{address}?{'&'.join(query)}" if query else address


def news(found, slug):
    """What marketing made of it, as a sentence with its links; None without any."""
    if found is None:
        return None
    answers = [answer_row(answer, slug) for answer in found.answers]
    return SimpleNamespace(
        sentence=words.changed(found.rejections, found.quotes, len(found.answers)),
        answers=answers,
        mark=f"{answers[0].id}.{len(answers)}",
        more=answers[AT_ONCE:],
        see_url=reverse("see_answers", kwargs={"workspace": slug}),
    )


def answer_row(answer, slug):
    item = answer.item
    return SimpleNamespace(
        id=answer.pk,
        decision=answer.decision,
        by=answer.by_name,
        at=answer.at,
        reason=answer.reason,
        touchpoint=answer.touchpoint,
        campaign=answer.campaign,
        item=item.title if item else answer.title,
        url=address("item", answer.campaign, slug, number=item.number)
        if item
        else address("verdict", answer.campaign, slug) + f"#answer-{answer.pk}",
    )
