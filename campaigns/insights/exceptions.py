"""What needs a manager now, over all campaigns: each exception with its owner and its age.

What is read of a campaign's health is the one truth (`brief/health.py`); here each reason gets the
person who can do something about it and the day since which it is so. Sales being late and gates
that were waived come beside it.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.brief import health
from campaigns.brief.models import Waiver
from campaigns.leads.models import Lead
from campaigns.plan.models import Assignment, Item, Kind, Status
from workspace.kernel import clock
from workspace.kernel.templatetags.look import day

# Worst first; within one kind the oldest.
ORDER = (
    "target_off",
    "deadline_missed",
    "breached",
    "untouched",
    "overdue",
    "blocked",
    "target_behind",
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


def find(campaigns, today, link, targets):
    """[Finding], worst first. `campaigns` were fetched `health.with_face` and `with_oldest`.

    `link(name, campaign, **arguments)` is the address of a page, `targets` are those of these
    campaigns by id. Four statements, however many campaigns.
    """
    facts = Facts(oldest_items(campaigns), targets)
    found = [
        of_reason(stored, campaign, facts, link)
        for campaign in campaigns
        for stored in reasons_of(campaign)
    ]
    found += late_sales(campaigns, link)
    found += waived(campaigns, today, link)
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


def with_oldest(campaigns):
    """Campaigns with the id of the item that is longest so for each reason: `oldest_<reason>`."""
    unfinished = Item.objects.kept().unfinished().filter(campaign=OuterRef("pk"))
    return campaigns.annotate(
        **{
            f"oldest_{key}": Subquery(
                unfinished.filter(**{f"{column}__isnull": False}, **only)
                .order_by(column, "pk")
                .values("pk")[:1]
            )
            for key, (column, only) in KINDS.items()
        }
    )


def oldest_items(campaigns):
    """{(reason, campaign): `Oldest`}, by two statements: what they are, and whose."""
    picked = {
        (key, campaign.pk): pk
        for campaign in campaigns
        for key in KINDS
        if (pk := getattr(campaign, f"oldest_{key}")) is not None
    }
    items = Item.objects.in_bulk(set(picked.values()))
    owners = {}
    for part in Assignment.objects.filter(item__in=items).select_related("member").order_by("-pk"):
        owners[part.item_id] = part.member
    return {
        place: Oldest(items[pk], since_of(items[pk], place[0]), owners.get(pk))
        for place, pk in picked.items()
    }


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
    )


def late_sales(campaigns, link):
    """Leads that sales has not decided on in the time that was agreed; one statement."""
    by_pk = {campaign.pk: campaign for campaign in campaigns}
    rows = (
        Lead.objects.waiting()
        .filter(campaign__in=by_pk, due_at__lt=clock.now())
        .order_by()
        .values_list("campaign")
        .annotate(first=Min("due_at"), count=Count("pk"))
    )
    for pk, first, count in rows:
        campaign = by_pk[pk]
        yield Finding(
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
            timezone.localdate(first),
        )


def waived(campaigns, today, link):
    """Gates that a manager let campaigns through; one statement."""
    by_pk = {campaign.pk: campaign for campaign in campaigns}
    rows = Waiver.objects.filter(
        campaign__in=by_pk, withdrawn_at__isnull=True, until__gte=today
    ).select_related("by")
    for waiver in rows:
        campaign = by_pk[waiver.campaign_id]
        yield Finding(
            "waived",
            campaign,
            _("%(name)s waived the gate until %(day)s: %(reason)s")
            % {"name": waiver.by_name, "day": day(waiver.until), "reason": waiver.reason},
            link("golive", campaign),
            "shield",
            "info",
            waiver.by,
            timezone.localdate(waiver.created_at),
        )
