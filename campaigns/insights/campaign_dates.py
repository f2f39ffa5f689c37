"""A campaign begins or ends on other days, alone or with its items; shown first, undone at once."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.brief import actions as brief
from campaigns.brief import policies
from campaigns.brief.forms import day_field
from campaigns.insights.portfolio_timeline import worded
from campaigns.plan import policies as plan
from campaigns.plan.models import Item
from campaigns.plan.moving import actions, impact
from campaigns.plan.moving.forms import Confirming, filled
from campaigns.plan.moving.views import ask, question
from campaigns.plan.views.items import undo_address
from workspace.kernel import fragments, merging

DATES_ONLY, ITEMS_TOO = "dates", "items"


class DatesForm(Confirming):
    """The first and the last day of a campaign, and whether its items go along."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    starts_on = day_field("", required=False)
    ends_on = day_field("", required=False)
    along = forms.ChoiceField(
        choices=[(DATES_ONLY, DATES_ONLY), (ITEMS_TOO, ITEMS_TOO)], required=False
    )

    def days(self):
        return {name: self.cleaned_data[name] for name in ("starts_on", "ends_on")}


@policies.campaign.opens("edit", key__iexact="campaign")
@require_POST
def dates(request, campaign):
    """Another first or last day; asks whether the items go along where the whole moves."""
    form = filled(DatesForm(request.POST))
    days, version = form.days(), form.cleaned_data["version"]
    by = days_between(campaign, days)
    pks = movable(campaign) if by and plan.item.allows(request.member, "edit") else []
    along = form.cleaned_data["along"] or (DATES_ONLY if not pks else "")
    if not along:
        return choose(request, campaign, form, len(pks))
    if along == ITEMS_TOO and pks:
        refused = with_items(request, campaign, form, pks, by)
        if refused:
            return refused
    else:
        brief.edit(campaign, by=request.member, version=version, **days)
    names = {"campaign": campaign.name, "dates": worded(*days.values())}
    return fragments.done(
        request,
        said=_("%(campaign)s: %(dates)s") % names,
        undo=undo_address(request, campaign),
        back=reverse("portfolio_timeline", kwargs={"workspace": request.workspace.slug}),
        **{"plan:moved": {}},
    )


def days_between(campaign, days):
    """By how many days the whole campaign moves; 0 when only one end of it does."""
    if not (campaign.starts_on and campaign.ends_on and all(days.values())):
        return 0
    first, last = ((days[name] - getattr(campaign, name)).days for name in days)
    return first if first == last else 0


def movable(campaign):
    """What would go along: unfinished items with a date that nobody has pinned."""
    rows = Item.objects.kept().unfinished().filter(campaign=campaign, pinned=False)
    return list(rows.exclude(start_on=None, due_on=None).values_list("pk", flat=True))


def choose(request, campaign, form, count):
    """Its days alone, or its items too?"""
    timeline = reverse("portfolio_timeline", kwargs={"workspace": request.workspace.slug})
    page = fragments.where_from(request, timeline)
    context = {
        "campaign": campaign,
        "count": count,
        "address": request.path,
        "fields": [*sent(form), (fragments.CAME_FROM, page)],
        "before": worded(campaign.starts_on, campaign.ends_on),
        "after": worded(*form.days().values()),
        "back_url": page,
    }
    return question(request, "campaigns/insights/campaign_moves.html", context)


def with_items(request, campaign, form, pks, by):
    """Move campaign and items as one; the list while it was not confirmed, else None."""
    wish = actions.wish_to_shift(campaign, pks, by)
    wish = impact.Wish(wish.dates, asks=True)
    version = form.cleaned_data["version"]

    def also(records):
        days = merging.merged(campaign, "campaign", version, form.days())
        brief.change(records["campaign", campaign.pk], campaign, **days)

    try:
        actions.move(wish, by=request.member, also=also, **form.asked())
    except actions.Unseen as unseen:
        return ask(request, campaign, unseen, [*sent(form), ("along", ITEMS_TOO)])
    return None


def sent(form):
    """The fields that a dialog sends again."""
    return [(name, form.data.get(name, "")) for name in ("version", "starts_on", "ends_on")]
