"""Metrics that are counted from rows of the product itself, such as leads, not brought in.

    @counted.provides("leads", "won", kept_in=campaigns_with_leads)
    def tallies(kept, since, until, by, keys):
        return {key_tuple: {("leads", ""): 12_000_000, …}}

The chapter that knows the rows registers; `queries.figures` asks. `kept_in(campaign_ids)` says in
which campaigns such rows are kept at all, as `Kept`: there what is counted stands, and numbers of
these metrics that were brought in as well do not add to it. The function counts in those; `since`,
`until` and `by` are those of `figures`, the keys are tuples of ids (and days) in the order of `by`,
the amounts millionths. Of `keys` it counts what it provides. `behind(campaign, slug, key, since,
until, place)` is the address of the rows that are counted; `place` is {"channel" or "touchpoint":
an id as text, or "none"}.
"""

from dataclasses import dataclass, field

providers = []


@dataclass(frozen=True)
class Kept:
    """{key of a metric: the campaigns in which it is counted}, and what the counting needs."""

    campaigns: dict = field(default_factory=dict)
    about: object = None

    def __bool__(self):
        return any(self.campaigns.values())

    @property
    def all(self):
        """All campaigns in which anything of it is counted."""
        return sorted(set().union(*self.campaigns.values()))

    def everywhere(self, campaign_ids):
        """The keys that are counted in each of these campaigns."""
        return {key for key, pks in self.campaigns.items() if pks >= set(campaign_ids)}

    def groups(self):
        """[(campaigns, the keys that are counted in them)]."""
        found = {}
        for key, pks in self.campaigns.items():
            found.setdefault(frozenset(pks), []).append(key)
        return [(pks, keys) for pks, keys in found.items() if pks]


@dataclass(frozen=True)
class Provider:
    keys: frozenset
    tell: object
    kept_in: object
    behind: object = None


def provides(*keys, kept_in, behind=None):
    """Register a function that counts the metrics `keys`; see the module."""

    def register(tell):
        providers.append(Provider(frozenset(keys), tell, kept_in, behind))
        return tell

    return register


def counted_keys():
    """The keys of all metrics that are counted somewhere."""
    return frozenset().union(*(provider.keys for provider in providers))


def kept(campaign_ids, keys=None):
    """[(provider, its `Kept`)] where something is kept, of `keys` alone where they are given."""
    asked = (
        (provider, provider.kept_in(campaign_ids))
        for provider in providers
        if keys is None or provider.keys & keys
    )
    return [(provider, found) for provider, found in asked if found]


def keys_in(campaign_ids):
    """The keys of the metrics that any of these campaigns counts; what is brought in adds nothing
    to those."""
    found = kept(list(campaign_ids)) if campaign_ids else []
    return {key for _provider, here in found for key, pks in here.campaigns.items() if pks}
