"""The days that a file gives to items of the plan: a move like any other, seen before it is made.

A file moves what it names and nothing along with it; what no longer fits then is listed, and
everybody whom it concerns is told. See docs/decisions/0027.
"""

from django.utils.translation import gettext as _

from campaigns.plan.actions import undoing
from campaigns.plan.imports import comparing
from campaigns.plan.imports.said import spoken_by
from campaigns.plan.models import Dependency
from campaigns.plan.moves import Leg, Move
from campaigns.plan.moving import impact, telling
from workspace.kernel import clock
from workspace.kernel.refusals import Conflict, Invalid
from workspace.kernel.streams.models import Event


class Unseen(Conflict):
    """The days that a file moves concern others; `preview` was not seen, or not as it is now."""

    code = "unconfirmed"

    def __init__(self, preview):
        super().__init__(
            _("The file moves dates that concern others, and not as you have seen it."),
            mend=_("Look at the list of what it moves, and bring the file in then."),
        )
        self.preview = preview


def moves_of(found, reading):
    """The `impact.Preview` of the days that a file changes, from its `Comparison` with the plan."""
    days = comparing.days_wanted(found, spoken_by(reading))
    return impact.preview(impact.Wish(days)).alone() if days else impact.Preview()


def moves_or_circle(found, reading):
    """`moves_of` for those who only look, with the `impact.Circle` because of which it is empty."""
    try:
        return moves_of(found, reading), None
    except impact.Circle as circle:
        return impact.Preview(), circle


def refuse_unsaid(moves, by, *, seen, why):
    """Raise `Unseen` or `Invalid` unless this list was seen, and a reason given for deadlines."""
    if moves.hits(by) and seen != moves.seal:
        raise Unseen(moves)
    if moves.deadlines and not why.strip():
        raise Invalid.at("why", _("A shared deadline moves: say why."))


def is_linked_abroad(campaign_id):
    """Whether anything of a campaign waits for another one, or is waited for there."""
    leading = Dependency.objects.filter(waits_for__campaign=campaign_id)
    coming = Dependency.objects.filter(item__campaign=campaign_id)
    return (
        leading.exclude(item__campaign=campaign_id).exists()
        or coming.exclude(waits_for__campaign=campaign_id).exists()
    )


def remember(records, moves, *, by, why):
    """Remember the move, once the file's days were written, and tell whom it concerns."""
    if moves.steps:
        telling.remember(records, moves, by=by, why=why)


def reached_by_undo(imp):
    """{campaign: the revision to turn back} of an import and of all that its move reached."""
    move = Leg.objects.filter(campaign=imp.campaign_id, revision=imp.revision).values("move")
    legs = Leg.objects.filter(move__in=move).values_list("campaign", "revision")
    return {imp.campaign_id: imp.revision, **dict(legs)}


def take_back(records, imp, reached):
    """The move of an import that is undone: nobody is asked to answer it any more."""
    Move.objects.filter(legs__campaign=imp.campaign_id, legs__revision=imp.revision).update(
        undone_at=clock.now()
    )
    for pk, revision in reached.items():
        record = records["campaign", pk]
        record.mark()
        events = Event.objects.filter(stream=record.stream, revision=revision, verb="item.crossed")
        undoing.cross_again(record, list(events.order_by("position")))
