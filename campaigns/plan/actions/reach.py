"""How far an undo reaches: what is undone, and done again, is so in all the plans of a move."""

from django.db.models import Max

from campaigns.plan.moves import Leg
from workspace.kernel.streams.models import Event


def of(campaign_id, revision):
    """(move, {campaign: the revision to turn back}, whether the move is undone by that).

    The move is the one that the revision carried out, undid, or did once more by undoing its undo;
    without one it is None, and the revision stands alone.
    """
    steps = back_from(campaign_id, revision)
    legs = Leg.objects.filter(campaign=campaign_id, revision=steps[-1])
    move = legs.values_list("move", flat=True).first()
    if move is None:
        return None, {campaign_id: revision}, False
    legs = Leg.objects.filter(move=move).values_list("campaign", "revision")
    parts = {pk: forth_from(pk, done, len(steps) - 1) for pk, done in legs}
    return move, parts, len(steps) % 2 == 1


def back_from(campaign_id, revision):
    """A revision, the one that it undoes, the one that this undoes, … down to the first change."""
    steps = [revision]
    while undone := undone_by(campaign_id, steps[-1]):
        steps.append(undone)
    return steps


def undone_by(campaign_id, revision):
    events = Event.objects.filter(stream__kind="campaign", stream__of=campaign_id)
    here = events.filter(revision=revision).order_by("position")
    return here.values_list("undoes", flat=True).first()


def forth_from(campaign_id, revision, times):
    """The revision that undid the one that undid … `revision`, so many times over."""
    events = Event.objects.filter(stream__kind="campaign", stream__of=campaign_id)
    for _time in range(times):
        revision = events.filter(undoes=revision).aggregate(last=Max("revision"))["last"]
    return revision
