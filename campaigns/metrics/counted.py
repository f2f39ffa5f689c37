"""Metrics that are counted from rows of the product itself, such as leads, not brought in.

    @counted.provides("leads", "won", kept_in=campaigns_with_leads)
    def tallies(campaign_ids, since, until, by):
        return {key_tuple: {("leads", ""): 12_000_000, …}}

The chapter that knows the rows registers; `queries.figures` asks. `campaign_ids`, `since`, `until`
and `by` are those of `figures`; the keys are tuples of ids (and days) in the order of `by`, the
amounts millionths. `kept_in(campaign_ids)` says in which campaigns such rows are kept at all: there
what is counted stands, and numbers of these metrics that were brought in as well do not add to it.
"""

from dataclasses import dataclass

providers = []


@dataclass(frozen=True)
class Provider:
    keys: frozenset
    tell: object
    kept_in: object


def provides(*keys, kept_in):
    """Register a function that counts the metrics `keys`; see the module."""

    def register(tell):
        providers.append(Provider(frozenset(keys), tell, kept_in))
        return tell

    return register


def counted_keys():
    """The keys of all metrics that are counted somewhere."""
    return frozenset().union(*(provider.keys for provider in providers))


def kept(campaign_ids, keys=None):
    """[(provider, the campaigns whose rows it counts)], those of `keys` where they are given."""
    asked = (
        (provider, set(provider.kept_in(campaign_ids)))
        for provider in providers
        if keys is None or provider.keys & keys
    )
    return [(provider, pks) for provider, pks in asked if pks]
