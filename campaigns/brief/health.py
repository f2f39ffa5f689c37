"""How a campaign stands: computed from what each chapter reads of it, with reasons.

A chapter registers what it looks at, for many campaigns at once, and how each of its reasons is
said:

    @health.reads
    def late(campaigns, today):
        return {campaign_id: [Reason("overdue", AT_RISK, {"count": 3}, "list", "?due=overdue")]}

    health.says("overdue", lambda data: …)

The worst reason is the level. A worker computes it (`actions/standing.py`) and keeps it in
`Standing`; a person's `Override` stands before it until its last day, which is not far.
"""

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils.translation import ngettext

from campaigns.brief import gate
from campaigns.brief.models import Campaign, Health, Override, Standing, Waiver
from workspace.kernel import clock
from workspace.kernel.ready import ready

AT_RISK, OFF_TRACK, STALE = Health.AT_RISK, Health.OFF_TRACK, Health.STALE
# Stale comes before all: what nobody touches is not known to stand in any way.
SEVERITY = [STALE, OFF_TRACK, AT_RISK]
TONES = {
    Health.NOT_STARTED: "plain",
    Health.ON_TRACK: "good",
    Health.AT_RISK: "warn",
    Health.OFF_TRACK: "bad",
    Health.ON_HOLD: "info",
    Health.DONE: "plain",
    Health.STALE: "warn",
}
ICONS = {
    Health.NOT_STARTED: "circle-dashed",
    Health.ON_TRACK: "circle-check",
    Health.AT_RISK: "triangle-alert",
    Health.OFF_TRACK: "octagon-x",
    Health.ON_HOLD: "pause",
    Health.DONE: "circle-check",
    Health.STALE: "hourglass",
}
# What a person can say; the others follow from phase and days alone.
SAYABLE = [Health.ON_TRACK, Health.AT_RISK, Health.OFF_TRACK, Health.ON_HOLD]
# So many days, today among them, a word of a person holds before it is to be said again.
HOLDS_FOR = 30
readers: list = []
sentences: dict = {}


@dataclass(frozen=True)
class Reason:
    """Why a campaign stands no better than `level`; `page` and `query` lead to what it is about."""

    key: str
    level: str
    data: dict = field(default_factory=dict)
    page: str = ""
    query: str = ""


def reads(reader):
    """`reader(campaigns, today)` returns {campaign id: [Reason]}; its statements do not grow."""
    readers.append(reader)
    return reader


def says(key, sentence):
    """`sentence(data)` is how the reason `key` is told in the reader's language."""
    sentences[key] = sentence


def reasons_of(campaigns, today):
    """{campaign id: [Reason], worst first} as all chapters read them."""
    found = {campaign.pk: [] for campaign in campaigns}
    for reader in readers:
        for pk, reasons in reader(campaigns, today).items():
            found[pk] += reasons
    return {pk: sorted(reasons, key=severity) for pk, reasons in found.items()}


def severity(reason):
    return SEVERITY.index(reason.level)


def level_of(campaign, reasons, today):
    """The health that phase, days and reasons come to."""
    if campaign.phase == Campaign.Phase.CLOSED:
        return Health.DONE
    if reasons:
        return Health(reasons[0].level)
    waits = campaign.starts_on is None or campaign.starts_on > today
    if campaign.phase != Campaign.Phase.LIVE and waits:
        return Health.NOT_STARTED
    return Health.ON_TRACK


def plain(reason):
    return asdict(reason)


def subject(stored):
    """What tells a stored reason from the others of its campaign: its key, and its target if any.

    While the subject stays, so does the day since which the reason was given (`since`), however its
    counts change.
    """
    return stored["key"], stored["data"].get("target")


@dataclass(frozen=True)
class Told:
    """A reason as a person reads it."""

    key: str
    level: str
    sentence: str
    url: str

    @property
    def level_label(self):
        return Health(self.level).label

    @property
    def icon(self):
        return ICONS[self.level]

    @property
    def tone(self):
        return TONES[self.level]


def told(stored, campaign, slug):
    """A stored reason with its sentence and the address of what it is about."""
    sentence = sentences.get(stored["key"])
    return Told(
        stored["key"],
        Health(stored["level"]),
        str(sentence(stored["data"])) if sentence else stored["key"],
        address_of(stored, campaign, slug),
    )


def address_of(stored, campaign, slug):
    try:
        path = reverse(stored["page"], kwargs={"workspace": slug, "campaign": campaign.key})
    except NoReverseMatch:
        return ""
    return path + stored["query"]


@dataclass(frozen=True)
class Shown:
    """How a campaign stands, as everybody is shown it: icon, word and tone.

    `level` is what counts, `computed` what was reckoned; `override` is the person's word that
    stands before it, while there is one. That nobody touches a campaign is shown beside it
    (`is_stale`): nobody's word makes that otherwise.
    """

    level: str
    computed: str
    override: object = None
    since: object = None

    @property
    def is_stale(self):
        return self.computed == STALE != self.level

    @property
    def label(self):
        return Health(self.level).label

    @property
    def computed_label(self):
        return Health(self.computed).label

    @property
    def icon(self):
        return ICONS[self.level]

    @property
    def tone(self):
        return TONES[self.level]


def last_day(today):
    """The last day until which a person's word of today may hold."""
    return today + timedelta(days=HOLDS_FOR - 1)


def with_face(rows):
    """Campaigns with all that `shown` and `waived_until` need, by the same statement."""
    waivers = Waiver.objects.filter(
        campaign=OuterRef("pk"), withdrawn_at__isnull=True, until__gte=clock.workspace_today()
    )
    one_override = FilteredRelation("overrides", condition=Q(overrides__ended_at__isnull=True))
    return rows.annotate(
        open_override=one_override,
        waived_until=Subquery(waivers.order_by("-until").values("until")[:1]),
    ).select_related("standing", "open_override")


def shown(campaign, today=None):
    """How `campaign` stands; no statement when it was fetched `with_face`."""
    today = today or clock.workspace_today()
    standing, override = standing_of(campaign), override_of(campaign)
    computed = standing.health if standing else level_of(campaign, [], today)
    if override is None or override.until < today:
        override = None
    level = override.health if override else computed
    return Shown(level, computed, override, standing.since if standing else None)


def is_behind(campaign, revision):
    """Whether the worker has yet to compute how a campaign stands at this revision of its plan."""
    kept = standing_of(campaign)
    return kept is None or kept.revision < revision


def standing_of(campaign):
    one = Campaign.standing.related
    if not one.is_cached(campaign):
        found = list(standings(campaign=campaign.pk))
        one.set_cached_value(campaign, found[0] if found else None)
    try:
        return campaign.standing
    except Standing.DoesNotExist:
        return None


def override_of(campaign):
    """The word of a person that nobody has taken back yet; its last day may be over."""
    if hasattr(campaign, "waived_until"):
        return getattr(campaign, "open_override", None)
    return next(iter(open_overrides(campaign=campaign.pk)), None)


@ready
def standings(*, campaign):
    return Standing.objects.filter(campaign=campaign)


@ready
def open_overrides(*, campaign):
    return Override.objects.filter(campaign=campaign, ended_at__isnull=True)


def stored_reasons(campaign, slug):
    standing = standing_of(campaign)
    return [told(each, campaign, slug) for each in standing.reasons] if standing else []


def date_of(text):
    return date.fromisoformat(text)


@reads
def waivers_over(campaigns, today):
    """A waiver whose last day is over while what it waived is still missing."""
    rows = Waiver.objects.filter(
        campaign__in=[each.pk for each in campaigns], withdrawn_at__isnull=True
    )
    kept, over = defaultdict(set), defaultdict(set)
    for pk, keys, until in rows.values_list("campaign", "waives", "until"):
        (kept if until >= today else over)[pk] |= set(keys)
    ended = [each for each in campaigns if over[each.pk] and each.phase != Campaign.Phase.CLOSED]
    needs = gate.needs_of(ended) if ended else {}
    found = {}
    for pk, each in needs.items():
        missing = {need.key for need in each if need.is_missing}
        if count := len(missing & over[pk] - kept[pk]):
            found[pk] = [Reason("waiver_over", AT_RISK, {"count": count}, "golive")]
    return found


def still_missing(data):
    return (
        ngettext(
            "A waiver is over and %(count)d thing is still missing",
            "A waiver is over and %(count)d things are still missing",
            data["count"],
        )
        % data
    )


says("waiver_over", still_missing)
