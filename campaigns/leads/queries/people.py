"""What is told of a person: of a lead, and of those that were merged into it."""

from collections import defaultdict

from django.db.models.functions import Coalesce

from campaigns.leads.models import Lead

# So many merges, one after the other, are followed from the lead that stands to the first of them.
MERGES = 3


def told_of(rows, pks):
    """Those of `rows`, touches or notes, that are of these leads or of those merged into them."""
    leads, parts = pks, []
    for _level in range(MERGES + 1):
        parts.append(rows.model.objects.filter(lead__in=leads).values("pk"))
        leads = Lead.objects.filter(merged_into__in=leads).values("pk")
    own, *others = parts
    return rows.filter(pk__in=own.union(*others, all=True))


def by_lead(rows):
    """{the lead that stands: what is told of it}."""
    found = defaultdict(list)
    above = [f"lead{'__merged_into' * level}_id" for level in range(MERGES, 0, -1)]
    for row in rows.annotate(stands=Coalesce(*above, "lead_id")):
        found[row.stands].append(row)
    return found
