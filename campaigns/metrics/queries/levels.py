"""What the numbers come to: at every level, by a fixed count of statements."""

from collections import defaultdict
from typing import NamedTuple

from campaigns.metrics import counted, meanings
from campaigns.metrics.figures import Figures
from campaigns.metrics.models import Unit
from campaigns.metrics.queries.dictionary import defined
from campaigns.metrics.queries.sums import observed

DIMENSIONS = ("campaign", "channel", "touchpoint", "day")


def figures(campaign_ids, *, by=("campaign",), **asked):
    """What the numbers of some campaigns come to: {ids and days in the order of `by`: `Figures`}.

    `by` is made of "campaign", "channel", "touchpoint" and "day"; a number of the whole campaign
    has None for channel and touchpoint. ("campaign", "part") is by the `parts` of a span. All else
    is as in `levels`.
    """
    [found] = levels(campaign_ids, by, **asked)
    return found


def levels(
    campaign_ids,
    *bys,
    since=None,
    until=None,
    parts=None,
    metrics=None,
    keys=None,
    kept=None,
):
    """The `figures` at several levels, one for each `by`, in the fewest statements.

    `since` and `until` are days, both included. `metrics` is what `defined` returns and `kept`
    what `counted.kept` does, where the caller has them; `keys` are the metrics that are wanted,
    else all. One statement for each level, one for what is kept and one for what is counted,
    however many numbers there are; more only where metrics were redefined, or say a last value.
    """
    campaign_ids = list(campaign_ids)
    metrics = defined() if metrics is None else metrics
    keys = list(metrics if keys is None else keys)
    wanted = meanings.inputs_within(keys, metrics, since, until)
    if not campaign_ids or not wanted:
        return [{} for _by in bys]
    kept = counted.kept(campaign_ids, wanted) if kept is None else kept
    kept = [(provider, here) for provider, here in kept if provider.keys & wanted]
    told = meanings.stretches(metrics, keys, since, until)
    asked = Asked(campaign_ids, since, until, parts, wanted, metrics, kept, told)
    told = counts(asked, bys)
    return [level(asked, by, counts_here) for by, counts_here in zip(bys, told, strict=True)]


class Asked(NamedTuple):
    """What all levels of one question have in common."""

    campaign_ids: list
    since: object
    until: object
    parts: object
    wanted: set
    metrics: dict
    kept: list
    stretches: list


def level(asked, by, told):
    metrics, found = asked.metrics, {}
    for each in observed(asked, by):
        here = found.setdefault(each.place, Figures(metrics)).at(each.stretch)
        if each.unit == metrics[each.key].unit:
            here.add(each.key, each.currency, each.amount, each.day, each.series)
        else:
            here.apart.add(each.key)
    newest = asked.stretches[-1][0]
    none = ((newest, place, amounts) for place, amounts in nothing_yet(asked, by))
    for number, place, amounts in (*none, *told):
        here = found.setdefault(place, Figures(metrics)).at(number)
        for (key, currency), amount in amounts.items():
            if key in asked.wanted:
                here.add(key, currency, amount)
    return {place: here for place, here in found.items() if here}


def nothing_yet(asked, by):
    """Where rows are kept and none was counted, a campaign has none: nought, not nothing."""
    if by not in {(), ("campaign",)}:
        return
    for _provider, here in asked.kept:
        for pks, keys in here.groups():
            plain = {
                (key, ""): 0
                for key in keys
                if key in asked.wanted and asked.metrics[key].unit != Unit.MONEY
            }
            for pk in pks:
                yield (pk,) if by else (), plain


def counts(asked, bys):
    """[[(stretch, place, {(key, currency): amount})]] of what is counted, for each of the levels.

    It is counted once by all that any level is by, and then added up to each.
    """
    dimensions = {"day" if name == "part" else name for by in bys for name in by}
    finest = tuple(name for name in DIMENSIONS if name in dimensions)
    found = [[] for _by in bys]
    for number, since, until in asked.stretches:
        told = [
            (provider.keys, provider.tell(here, since, until, finest, asked.wanted))
            for provider, here in asked.kept
        ]
        for by, rows in zip(bys, found, strict=True):
            places = merged((keys, gathered(all_, finest, by, asked.parts)) for keys, all_ in told)
            rows.extend((number, place, amounts) for place, amounts in places.items())
    return found


def gathered(places, finest, by, parts):
    """What was counted by `finest`, added up by `by`."""
    found = defaultdict(lambda: defaultdict(int))
    for place, amounts in places.items():
        where = dict(zip(finest, place, strict=True))
        if "part" in by:
            where["part"] = parts.of(where["campaign"], where["day"])
            if where["part"] is None:
                continue
        here = found[tuple(where[name] for name in by)]
        for name, amount in amounts.items():
            here[name] += amount
    return found


def merged(told):
    found = defaultdict(dict)
    for keys, places in told:
        for place, amounts in places.items():
            found[place] |= {name: amount for name, amount in amounts.items() if name[0] in keys}
    return found
