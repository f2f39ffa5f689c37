"""The gate: what a campaign needs before it is planned, and before it goes live.

Each chapter says what it asks for, in its own `gate.py`:

    @gate.asks(place=30)
    def owners(campaigns):
        return {campaign_id: [Need("touchpoint_owner:3:4", …)]}

A plan is agreed on words and days (`PLANNED`: objective, start, end); going live also needs what
tells success from failure afterwards, and somebody who answers at each place where the campaign
meets people (`LIVE`). Nothing of this is asked of a campaign that goes back, closes, or opens
again.
"""

from dataclasses import dataclass, field
from operator import itemgetter

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.brief.models import Campaign, Waiver
from workspace.kernel import clock
from workspace.kernel.refusals import Refusal
from workspace.kernel.templatetags.look import day

PLANNED, LIVE = Campaign.Phase.PLANNED, Campaign.Phase.LIVE
ASKED = {
    (Campaign.Phase.DRAFT, PLANNED): {PLANNED},
    (PLANNED, LIVE): {PLANNED, LIVE},
}
BACK = "back=golive"
askers: list = []


@dataclass(frozen=True)
class Need:
    """Something that the gate asks for: `there` says what of it there is, empty when it is missing.

    `sentence` says what is missing; `page` is the name of the page where that is mended, `route`
    what else its address names, `place` the field on it, `mend` the words of the link.
    """

    key: str
    label: str
    there: str
    sentence: str
    page: str
    mend: str
    place: str = ""
    phase: str = LIVE
    route: dict = field(default_factory=dict)

    @property
    def is_missing(self):
        return not self.there

    def url(self, campaign, slug):
        """The very field that mends it; the page there offers the way back."""
        try:
            names = {"workspace": slug, "campaign": campaign.key, **self.route}
            path = reverse(self.page, kwargs=names)
        except NoReverseMatch:
            return ""
        return f"{path}?{BACK}{self.place}"


def asks(*, place):
    """`asker(campaigns)` returns {campaign id: [Need]}; its statements do not grow.

    `place` is its place in the list, in the order in which people think of things.
    """

    def register(asker):
        askers.append((place, asker))
        return asker

    return register


def needs_of(campaigns):
    """{campaign id: [Need]}: everything the gate asks for, there or not."""
    found = {campaign.pk: [] for campaign in campaigns}
    for _place, asker in sorted(askers, key=itemgetter(0)):
        for pk, needs in asker(campaigns).items():
            found[pk] += needs
    return found


def needs(campaign):
    return needs_of([campaign])[campaign.pk]


def running(campaign, today=None):
    """The waivers that hold today, newest first."""
    return list(waivers_of(campaign).filter(until__gte=today or clock.workspace_today()))


def waivers_of(campaign):
    """Those that nobody withdrew, newest first; their last day may be over."""
    return Waiver.objects.filter(campaign=campaign, withdrawn_at__isnull=True).order_by("-pk")


def missing(campaign, phase, today=None):
    """What keeps `campaign` from moving on to `phase`: needs that are missing and not waived."""
    asked = ASKED.get((campaign.phase, phase), set())
    if not asked:
        return []
    waived = {key for waiver in running(campaign, today) for key in waiver.waives}
    return [
        need
        for need in needs(campaign)
        if need.is_missing and need.phase in asked and need.key not in waived
    ]


class NotReady(Refusal):
    """A campaign cannot move on yet; `missing` are the needs that keep it."""

    code = "not_ready"

    def __init__(self, campaign, phase, missing):
        count = len(missing)
        super().__init__(
            ngettext(
                "“%(campaign)s” cannot be %(phase)s yet: %(count)d thing is missing.",
                "“%(campaign)s” cannot be %(phase)s yet: %(count)d things are missing.",
                count,
            )
            % {"campaign": campaign.name, "phase": Campaign.Phase(phase).label, "count": count},
            mend=_("Add what is missing, or let a manager waive it with a reason and an end date."),
        )
        self.missing = missing
        slug = campaign.workspace.slug
        self.details = {"missing": [told(need, campaign, slug) for need in missing]}


def way_back(request, campaign):
    """Where to go once something is mended: the gate, for whoever came from there; else nothing."""
    if BACK not in request.GET.urlencode().split("&"):
        return ""
    names = {"workspace": request.workspace.slug, "campaign": campaign.key}
    # A place of its own, as browsers keep the place of the page before.
    return reverse("golive", kwargs=names) + "#region"


def told(need, campaign, slug):
    """A need as the API tells it."""
    return {
        "key": need.key,
        "label": str(need.label),
        "detail": str(need.sentence),
        "mend": need.url(campaign, slug),
    }


def check(campaign, phase):
    """Refuse to move `campaign` on to `phase` while something is missing and not waived."""
    if found := missing(campaign, phase):
        raise NotReady(campaign, phase, found)


@asks(place=10)
def words_and_days(campaigns):
    """What a plan is agreed on."""
    return {campaign.pk: list(of_brief(campaign)) for campaign in campaigns}


def of_brief(campaign):
    start, end = campaign.starts_on, campaign.ends_on
    settings = {"page": "campaign_settings", "phase": PLANNED}
    yield Need(
        "objective",
        _("Objective"),
        campaign.objective,
        _("Nobody has said what will be different when this has worked."),
        mend=_("Write the objective"),
        place="#id_objective",
        **settings,
    )
    yield Need(
        "start",
        _("Start"),
        day(start) if start else "",
        _("The campaign has no first day."),
        mend=_("Choose the start"),
        place="#id_starts_on",
        **settings,
    )
    yield Need(
        "end",
        _("End"),
        day(end) if end else "",
        _("The campaign has no last day."),
        mend=_("Choose the end"),
        place="#id_ends_on",
        **settings,
    )
