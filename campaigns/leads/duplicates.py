"""Leads that may be one person: they have the same mail, or the same phone."""

from collections import defaultdict

from django.db.models import Count, OuterRef, Q, Subquery

from campaigns.leads.models import Lead, Merge

FIRST = 50
MOST = 10_000
MOST_AROUND = 200
SHOWN = ("campaign", "owner", "touchpoint__channel", "touchpoint__stage", "reason")


def of(lead):
    """Standing leads with the mail or the phone of this one."""
    rows = Lead.objects.standing().filter(twin_condition(lead)).exclude(pk=lead.pk)
    return rows.select_related(*SHOWN).order_by("pk")[:FIRST]


def twin_condition(lead):
    condition = Q(pk__in=[])
    if lead.email_key:
        condition |= Q(email_key=lead.email_key)
    if lead.phone_key:
        condition |= Q(phone_key=lead.phone_key)
    return condition


def around(lead, *, seeing):
    """(its twins, the leads that were merged into it) of a lead, by one statement.

    The merged ones, newest merge first, have `merge` and `merged_at`. Twins are told only to who
    sees leads (`seeing`).
    """
    merges = Merge.objects.filter(kept=lead, undone_at__isnull=True)
    of_it = merges.filter(gone=OuterRef("pk"))
    alike = twin_condition(lead) if seeing else Q(pk__in=[])
    standing = Q(merged_into__isnull=True, erased_at__isnull=True) & ~Q(pk=lead.pk)
    rows = Lead.objects.filter((standing & alike) | Q(pk__in=merges.values("gone")))
    rows = rows.annotate(
        merge=Subquery(of_it.values("pk")[:1]), merged_at=Subquery(of_it.values("at")[:1])
    )
    found = list(rows.select_related(*SHOWN).order_by("pk")[:MOST_AROUND])
    merged = [each for each in found if each.merge]
    merged.sort(key=lambda each: -each.merge)
    return [each for each in found if not each.merge][:FIRST], merged


def groups(rows, after=0, size=FIRST):
    """The first groups among `rows` that share a mail or a phone: ([key's kind, leads], …), more?

    Two statements to find them, one to read them.
    """
    found = [
        (kind, key)
        for kind in ("email_key", "phone_key")
        for key in rows.standing()
        .exclude(**{kind: ""})
        .values_list(kind, flat=True)
        .order_by(kind)
        .annotate(count=Count("pk"))
        .filter(count__gt=1)[: after + size + 1]
    ]
    shown = found[after : after + size]
    mails = [key for kind, key in shown if kind == "email_key"]
    phones = [key for kind, key in shown if kind == "phone_key"]
    leads = defaultdict(list)
    alike = rows.standing().filter(Q(email_key__in=mails) | Q(phone_key__in=phones))
    for lead in alike.select_related(*SHOWN).order_by("pk"):
        leads["email_key", lead.email_key].append(lead)
        leads["phone_key", lead.phone_key].append(lead)
    told = [(kind, leads[kind, key]) for kind, key in shown]
    return without_repeats(told), len(found) > after + size


def without_repeats(groups):
    """A pair that shares both a mail and a phone is shown once."""
    seen, kept = set(), []
    for kind, leads in groups:
        mark = frozenset(lead.pk for lead in leads)
        if len(mark) > 1 and mark not in seen:
            seen.add(mark)
            kept.append((kind, leads))
    return kept


def merged_into(lead):
    """The running merges by which other leads became this one, newest first."""
    rows = Merge.objects.filter(kept=lead, undone_at__isnull=True)
    return rows.select_related("gone", "gone__campaign").order_by("-pk")
