"""The campaigns of other tools, and what has been said of them before.

A tool's campaign is told by the tool and its own id. Whatever somebody once said of it holds for
every number of it that comes later, of any metric.
"""

import hashlib
from typing import NamedTuple

from campaigns.metrics.actions.entries import chunks
from campaigns.metrics.models import Series

LONGEST, BETWEEN = 120, " · "


class Said(NamedTuple):
    """What was said of a campaign of another tool: where it belongs, or that it does not."""

    external_id: str
    name: str
    campaign_id: int | None
    channel_id: int | None
    touchpoint_id: int | None
    stage_id: int | None
    ignored: bool


def id_of(*parts):
    """One word for what a tool says of a place; equal parts always give an equal word."""
    while parts and not parts[-1]:
        parts = parts[:-1]
    whole = BETWEEN.join(parts)
    if len(whole) <= LONGEST:
        return whole
    return f"{whole[: LONGEST - 11]} #{hashlib.sha256(whole.encode()).hexdigest()[:9]}"


def said(source, ids):
    """{external id: `Said`} of those that have numbers already; those attached say most."""
    found = {}
    for some in chunks(sorted(set(ids) - {""})):
        for row in rows(source).filter(external_id__in=some):
            known = found.get(row.external_id)
            if known is None or (known.campaign_id is None and row.campaign_id):
                found[row.external_id] = told(row)
    return found


def said_by_name(source, names):
    """The same by name, of names that only one campaign of the tool has."""
    found = {}
    for some in chunks(sorted(set(names) - {""})):
        for row in rows(source).filter(external_name__in=some):
            found.setdefault(row.external_name, {})[row.external_id] = told(row)
    return {name: next(iter(same.values())) for name, same in found.items() if len(same) == 1}


def rows(source):
    return Series.objects.filter(source=source).select_related("touchpoint").order_by("pk")


def told(row):
    return Said(
        row.external_id,
        row.external_name,
        row.campaign_id,
        row.channel_id,
        row.touchpoint_id,
        row.touchpoint.stage_id if row.touchpoint else None,
        row.ignored,
    )
