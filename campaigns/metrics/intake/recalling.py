"""What was said before of the campaigns that a file names."""

from campaigns.metrics.intake import externals
from campaigns.metrics.intake.reading.vendors import GENERIC


def key_of(place):
    """What a place of a file is told by; empty where it names no campaign."""
    return place.campaign_id or place.campaign


def known(source, names, ids, places):
    """{key of the file: `Said`}; a report with ids and one without tell the same campaign.

    `ids` are what its campaigns are told by; they may be said by their own words from before.
    """
    own = {key: externals.id_of(key) for key in names}
    said = externals.said(source, [*ids.values(), *own.values()])
    first = {key: said.get(ids[key]) or said.get(own[key]) for key in names}
    found = {key: here for key, here in first.items() if here is not None}
    unknown = {key: name for key, name in names.items() if key not in found}
    by_id = externals.said(source, [externals.id_of(name) for name in unknown.values()])
    by_name = externals.said_by_name(source, unknown.values())
    for key, name in unknown.items():
        # The name stands for the id only where one of the two reports has no ids at all.
        same = by_id.get(externals.id_of(name)) or (by_name.get(name) if key == name else None)
        if same is not None:
            found[key] = whole(same, ids[key], name) if source == GENERIC else same
    return found | (of_parts(ids, places, found) if source == GENERIC else {})


def whole(said, own, name):
    """What was said of a part of a campaign, such as its channel, tells of the campaign alone.

    A campaign's `name` may itself look like one and a part of it.
    """
    if said.external_id == externals.id_of(name):
        return said
    if said.external_id.startswith(name + externals.BETWEEN):
        return alone(said, own)
    external, is_part, _word = said.external_id.partition(externals.BETWEEN)
    return alone(said, external) if is_part else said


def alone(said, external):
    return said._replace(external_id=external, channel_id=None, touchpoint_id=None, stage_id=None)


def of_parts(ids, places, known):
    """{key of the file: `Said`} of campaigns of which only parts, by channel or stage, came in."""
    parts = {
        externals.id_of(ids[key], place.channel, place.stage): key
        for place in places
        if (key := key_of(place)) and key not in known and (place.channel or place.stage)
    }
    found = {}
    for external, said in externals.said(GENERIC, parts).items():
        key = parts[external]
        if key not in found or not found[key].campaign_id:
            found[key] = alone(said, ids[key])
    return found
