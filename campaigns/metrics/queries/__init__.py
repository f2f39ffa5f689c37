"""Questions about numbers: what is defined, what they come to, which belong to no campaign yet."""

from campaigns.metrics.queries.dictionary import (
    defined,
    defined_in,
    made_of,
    made_of_it,
    redefined_within,
    target_counts,
)
from campaigns.metrics.queries.levels import figures, levels
from campaigns.metrics.queries.parts import Parts
from campaigns.metrics.queries.unmatched import waiting, waiting_count

__all__ = [
    "Parts",
    "defined",
    "defined_in",
    "figures",
    "levels",
    "made_of",
    "made_of_it",
    "redefined_within",
    "target_counts",
    "waiting",
    "waiting_count",
]
