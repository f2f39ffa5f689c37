"""Moving dates on the screens: the list of what is hit first, then the move; and answering it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from campaigns.brief import policies as brief
from campaigns.plan import actions as plan_actions
from campaigns.plan import answers, policies, windows
from campaigns.plan.addresses import address
from campaigns.plan.fields import DATES
from campaigns.plan.moving import actions, strain, whole
from campaigns.plan.moving.forms import AnswerForm, HowForm, LayForm, MoveForm, ShiftForm, filled
from campaigns.plan.moving.showing import context_of
from campaigns.plan.views import items
from workspace.kernel import fragments
from workspace.kernel.live.cursors import following
from workspace.kernel.refusals import Conflict

WEIGH = "weigh"


@policies.item.opens("edit", **items.ITEM)
@require_POST
def move(request, item):
    """Give an item other dates; answers with the list when somebody or something else is hit."""
    form = filled(MoveForm(request.POST))
    wish = actions.wish_for(item, back=form.cleaned_data["back"], **form.dates())
    version = form.cleaned_data["version"] or item.version
    weigh = {WEIGH: "1"} if request.POST.get(WEIGH) else {}
    strains = strain.of_changes([item], wish.dates, {}, request.member, moved=bool(weigh))
    how = form.asked() | {"versions": {item.pk: version}, "strains": strains}
    try:
        _made, steps = actions.move(wish, by=request.member, **how)
    except actions.Unseen as unseen:
        return ask(request, item.campaign, unseen, wanted_by(form, version=version, **weigh))
    except Conflict as refusal:
        if "both" not in refusal.data or not request.htmx:
            raise
        both = items.both(refusal, item)
        return items.answer(request, item, conflict=both, status=409)
    item.refresh_from_db(fields=["version"])
    moved = {"item": item.pk, "version": item.version}
    return items.after(request, item.campaign, said_of(steps, item.title), **moved)


@brief.campaign.opens("view", key__iexact="campaign")
@require_POST
def shift(request, campaign):
    """Put several items of a plan so many days later or earlier, as one move."""
    policies.item.demand(request.member, "edit")
    form = filled(ShiftForm(request.POST))
    pks, days = form.cleaned_data["item"], form.cleaned_data["days"]
    wish = actions.wish_to_shift(campaign, pks, days, back=form.cleaned_data["back"])
    try:
        _made, steps = actions.move(wish, by=request.member, **form.asked())
    except actions.Unseen as unseen:
        return ask(request, campaign, unseen, wanted_by(form, item=pks, days=days))
    return items.after(request, campaign, said_of(steps))


@brief.campaign.opens("view", key__iexact="campaign")
@require_POST
def lay(request, campaign):
    """Lay the whole plan out anew, forward from its start or back from its launch, as one move."""
    policies.item.demand(request.member, "edit")
    form = filled(LayForm(request.POST))
    way, day = form.cleaned_data["way"], form.cleaned_data["day"]
    wish = whole.wish_to_lay(campaign, way, day)
    try:
        _made, steps = actions.move(wish, by=request.member, **form.asked())
    except actions.Unseen as unseen:
        return ask(request, campaign, unseen, wanted_by(form, way=way, day=day.isoformat()))
    if not steps:
        return fragments.done(
            request,
            said=_("Nothing moves: the plan lies like this already."),
            back=address("timeline", campaign, request.workspace.slug),
        )
    return items.after(request, campaign, said_of(steps))


@policies.item.opens("edit", **items.ITEM)
@require_POST
def how(request, item):
    """Shape one dependency: its kind, and its lag in working days."""
    wanted = filled(HowForm(request.POST)).cleaned_data
    shape = {"kind": wanted["kind"], "lag": wanted["lag"]}
    version = items.version_of(request, item)
    try:
        item = plan_actions.shape(
            item, wanted["waits_for"], by=request.member, version=version, **shape
        )
    except Conflict as refusal:
        return items.asked(request, refusal, to=request.path, sent=list(wanted.items()))
    return items.answer(request, item, said=items.told(["waits_how"]))


def wanted_by(form, **values):
    """The fields that the list sends again, as [(name, value)]."""
    fields = [(name, value) for name, value in values.items() if not isinstance(value, list)]
    fields += [
        (name, each) for name, some in values.items() if isinstance(some, list) for each in some
    ]
    fields += [(name, form.data[name]) for name in DATES if name in form.data]
    return fields


def said_of(steps, title=""):
    if len(steps) == 1 and title:
        return _("Moved “%(title)s”") % {"title": title}
    count = len(steps)
    return ngettext("Moved %(count)d item", "Moved %(count)d items", count) % {"count": count}


def ask(request, campaign, unseen, fields):
    """The list of what would move and break, with what can be done about it."""
    back = bool(request.POST.get("back"))
    page = fragments.where_from(request, address("board", campaign, request.workspace.slug))
    context = context_of(unseen.preview, request.workspace.slug, request.member) | {
        "campaign": campaign,
        "address": request.path,
        "fields": [*fields, (fragments.CAME_FROM, page), *([("back", "1")] if back else [])],
        "back": back,
        "anew": unseen.anew,
        "why": request.POST.get("why", "")[:500],
        "plan_url": page,
    }
    return question(request, "campaigns/plan/moving/impact.html", context)


def question(request, template, context):
    """A dialog to answer before anything is saved; `js/moving.js` tells it by its header."""
    answer = render(request, f"{template}#list" if request.htmx else template, context)
    answer["Plan-Asks"] = "first"
    return answer


@brief.campaign.opens("view", key__iexact="campaign")
@require_safe
def moves(request, campaign):
    """Whose answer to moved dates the plan waits for, and who objects."""
    stream, revision = windows.revision_of(campaign)
    context = {
        "campaign": campaign,
        "moves": answers.of_plan(campaign, request.member, request.workspace.slug),
        **following([(stream, revision)]),
        "plan_url": address("board", campaign, request.workspace.slug),
    }
    template = "campaigns/plan/moving/moves.html"
    return render(request, f"{template}#dialog" if request.htmx else template, context)


@policies.notice.opens("answer", pk="notice")
@require_POST
def answer(request, notice):
    """OK, or an objection with a word."""
    form = filled(AnswerForm(request.POST))
    actions.answer(notice, by=request.member, **form.cleaned_data)
    return answered(request, _("Answered"))


@policies.move.opens("remind", pk="move")
@require_POST
def remind(request, move):
    """Ask those again who have not answered."""
    count = actions.remind(move, by=request.member)
    said = ngettext("Reminded %(count)d person", "Reminded %(count)d people", count)
    return answered(request, said % {"count": count})


@policies.move.opens("settle", pk="move")
@require_POST
def settle(request, move):
    """Have done with the answers to a move."""
    actions.settle(move, by=request.member)
    return answered(request, _("Settled; the plan no longer shows it"))


def answered(request, said):
    back = reverse("my_work", kwargs={"workspace": request.workspace.slug})
    return fragments.done(request, said=said, back=back, **{"plan:moved": {}})
