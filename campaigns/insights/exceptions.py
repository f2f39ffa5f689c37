"""What needs a manager now, over all campaigns: each exception with its owner and its age.

What is read of a campaign's health is the one truth (`brief/health.py`); here each reason gets the
person who can do something about it and the day since which it is so. Sales being late and gates
that were waived come beside it.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, FilteredRelation, Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.brief import health
from campaigns.leads.models import Lead
from campaigns.plan.models import Item, Kind, Status
from workspace.kernel import clock
from workspace.kernel.templatetags.look import day

# Worst first; within one kind the oldest.
ORDER = (
    "target_off",
    "target_far_above",
    "deadline_missed",
    "breached",
    "untouched",
    "overdue",
    "blocked",
    "target_behind",
    "target_above",
    "target_unmeasured",
    "target_unit",
    "target_currency",
    "waiver_over",
    "start_passed",
    "end_passed",
    "waived",
)


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be: since when, whose it is, where it is mended."""

    key: str
    campaign: object
    sentence: str
    url: str
    icon: str
    tone: str
    owner: object = None
    since: date | None = None
    about: str = ""
    about_url: str = ""
    of: int | None = None

    @property
    def mark(self):
        """What tells it from the others of its kind: its campaign, and its target or waiver."""
        return "-".join(str(each) for each in (self.key, self.campaign.pk, self.of) if each)

    def age(self, today):
        """Whole days since it is so; None where nothing says since when."""
        return None if self.since is None else max(0, (today - self.since).days)


@dataclass(frozen=True)
class Oldest:
    """The item that is longest so, and who answers for it."""

    item: object
    since: date
    owner: object


@dataclass(frozen=True)
class Facts:
    """What owners and ages are told from."""

    oldest: dict
    targets: dict


def find(campaigns, link, targets, today):
    """[Finding], worst first. `campaigns` are those of `with_facts`.

    `link(name, campaign, **arguments)` is the address of a page, `targets` are those of these
    campaigns and of their channels by id. One statement, however many campaigns.
    """
    facts = Facts(oldest_items(campaigns), targets)
    found = [
        of_reason(stored, campaign, facts, link)
        for campaign in campaigns
        for stored in reasons_of(campaign)
    ]
    found += [late_sales(each, link) for each in campaigns if each.sales_late]
    found += [waived(waiver, each, link) for each in campaigns for waiver in each.running_waivers]
    return sorted(found, key=lambda each: weight(each, today))


def reasons_of(campaign):
    standing = health.standing_of(campaign)
    return standing.reasons if standing else []


def weight(finding, today):
    rank = ORDER.index(finding.key) if finding.key in ORDER else len(ORDER)
    return rank, -(finding.age(today) or 0), finding.campaign.pk


KINDS = {
    "overdue": ("due_on", {}),
    "deadline_missed": ("due_on", {"kind": Kind.MILESTONE}),
    "blocked": ("status_at", {"status": Status.BLOCKED}),
}


def with_facts(campaigns, today):
    """These campaigns as a list, with what their exceptions are told from, by one statement.

    `oldest_<reason>` is the id of the item that is longest so, `sales_late` and `sales_late_since`
    are the leads that sales has not decided on in time, `running_waivers` the waivers that hold.
    """
    unfinished = Item.objects.kept().unfinished().filter(campaign=OuterRef("pk"))
    late = Lead.objects.waiting().filter(campaign=OuterRef("pk"), due_at__lt=clock.now()).order_by()
    late = late.values("campaign")
    running = Q(waivers__withdrawn_at__isnull=True, waivers__until__gte=today)
    rows = campaigns.annotate(
        **{
            f"oldest_{key}": Subquery(
                unfinished.filter(**{f"{column}__isnull": False}, **only)
                .order_by(column, "pk")
                .values("pk")[:1]
            )
            for key, (column, only) in KINDS.items()
        },
        sales_late=Subquery(late.annotate(count=Count("pk")).values("count")),
        sales_late_since=Subquery(late.annotate(first=Min("due_at")).values("first")),
        running_waiver=FilteredRelation("waivers", condition=running),
    ).select_related("running_waiver__by")
    found = {}
    for row in rows:
        # A campaign comes once for each of its waivers.
        campaign = found.setdefault(row.pk, row)
        waiver = getattr(row, "running_waiver", None)
        campaign.running_waivers = [
            *getattr(campaign, "running_waivers", ()),
            *([waiver] if waiver else ()),
        ]
    return list(found.values())


def oldest_items(campaigns):
    """{(reason, campaign): `Oldest`}, by one statement."""
    picked = {
        (key, campaign.pk): pk
        for campaign in campaigns
        for key in KINDS
        if (pk := getattr(campaign, f"oldest_{key}")) is not None
    }
    rows = Item.objects.filter(pk__in=set(picked.values()))
    rows = rows.annotate(held=FilteredRelation("assignments")).select_related("held__member")
    # An item comes once for each who has it; the first of them answers for it.
    items = {row.pk: row for row in rows.order_by("-held__pk")} if picked else {}
    return {
        place: Oldest(items[pk], since_of(items[pk], place[0]), holder(items[pk]))
        for place, pk in picked.items()
    }


def holder(item):
    held = getattr(item, "held", None)
    return held.member if held else None


def since_of(item, key):
    value = getattr(item, KINDS[key][0])
    return timezone.localdate(value) if key == "blocked" else value


def of_reason(stored, campaign, facts, link):
    """A stored reason of a campaign's health as a finding."""
    told = health.told(stored, campaign, campaign.workspace.slug)
    oldest = facts.oldest.get((stored["key"], campaign.pk))
    aim = facts.targets.get(stored["data"].get("target"))
    since = oldest.since if oldest else health.date_of(stored["data"].get("day", stored["since"]))
    owner = oldest.owner if oldest else aim.owner if aim else None
    return Finding(
        told.key,
        campaign,
        told.sentence,
        told.url,
        told.icon,
        told.tone,
        owner or campaign.owner,
        since,
        oldest.item.title if oldest else "",
        link("item", campaign, number=oldest.item.number) if oldest else "",
        stored["data"].get("target"),
    )


def late_sales(campaign, link):
    """Leads that sales has not decided on in the time that was agreed."""
    count = campaign.sales_late
    return Finding(
        "breached",
        campaign,
        ngettext(
            "%(count)d lead waits longer for sales than agreed",
            "%(count)d leads wait longer for sales than agreed",
            count,
        )
        % {"count": count},
        f"{link('leads', campaign)}?standing=overdue",
        "alarm-clock",
        "bad",
        campaign.owner,
        timezone.localdate(campaign.sales_late_since),
    )


def waived(waiver, campaign, link):
    """A gate that a manager let a campaign through."""
    return Finding(
        "waived",
        campaign,
        _("%(name)s waived the gate until %(day)s: %(reason)s")
        % {"name": waiver.by_name, "day": day(waiver.until), "reason": waiver.reason},
        link("golive", campaign),
        "shield",
        "info",
        waiver.by,
        timezone.localdate(waiver.created_at),
        of=waiver.pk,
    )
