"""Moving dates as JSON: what a move would do, and the move."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief import policies as brief
from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.plan import policies
from campaigns.plan.api import items, many
from campaigns.plan.api.many import BulkShape
from campaigns.plan.api.shapes import WrittenItem
from campaigns.plan.moving import actions, impact, whole
from campaigns.plan.moving.api_shapes import ImpactShape, StepShape, listed
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource
from workspace.kernel.refusals import Conflict

HOW = ("confirm", "seal", "why")


class WishShape(fields.Shape):
    start_on = serializers.DateField(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    back = serializers.BooleanField(default=False, help_text="Also move earlier what it waits for.")


class Confirming(fields.Shape):
    """How a list of what moves is confirmed, where others are hit."""

    confirm = serializers.ChoiceField(
        choices=[actions.ALL, actions.THIS],
        required=False,
        help_text="Move everything that the seal lists, or only what is named here.",
    )
    seal = serializers.CharField(
        required=False, max_length=64, help_text="The seal of the list that is confirmed."
    )
    why = serializers.CharField(
        required=False, allow_blank=True, max_length=500, help_text="Why dates move."
    )


class MoveShape(Confirming, WishShape):
    pass


class MovedItem(Confirming, WrittenItem):
    pass


class MovedItems(Confirming, BulkShape):
    def validate(self, wanted):
        super().validate({name: wanted[name] for name in wanted if name not in HOW})
        return wanted


class Unconfirmed(Conflict):
    """Others are hit, and exactly this list was not confirmed; the problem brings it."""

    code = "unconfirmed"

    def __init__(self, unseen, by):
        mend = _("Read what it would move and break in “impact”, and confirm it by its seal.")
        super().__init__(self.sentence(unseen.preview), mend=mend)
        self.details = {"impact": listed(unseen.preview, by)}

    @staticmethod
    def sentence(preview):
        if preview.steps:
            return _("Others are hit by this move.")
        return _("Who would get this is away then, or has too much work.")


def taken(wanted):
    """How the list was answered, taken out of the values of a body."""
    return {
        "confirm": wanted.pop("confirm", ""),
        "seen": wanted.pop("seal", ""),
        "why": wanted.pop("why", ""),
    }


def in_the_open(act, *what, by, **how):
    """Do what may move dates; whoever has not confirmed its list is given it."""
    try:
        return act(*what, by=by, **how)
    except actions.Unseen as unseen:
        raise Unconfirmed(unseen, by) from None


class LayShape(Confirming):
    way = serializers.ChoiceField(
        choices=[whole.FORWARD, whole.BACKWARD],
        help_text="As early as can be from the day, or as late as can be to end by it.",
    )
    day = serializers.DateField()


class MovedShape(fields.Shape):
    move = serializers.IntegerField(allow_null=True)
    revision = serializers.IntegerField(allow_null=True, help_text="What undo takes.")
    steps = StepShape(many=True)


class Moving(Resource):
    policy = policies.item
    abilities = {"impact": "edit", "move": "edit"}
    lookup = {"pk": "item"}
    conditional = frozenset({"move"})
    serializer_class = ImpactShape

    @extend_schema(request=WishShape, responses=ImpactShape)
    def impact(self, request, item):
        """What new dates would move and break; nothing is saved.

        A date that is not named stays as it is.
        """
        wish = actions.wish_for(self.row, **self.wanted(WishShape))
        return Response(listed(impact.preview(wish), self.member))

    @extend_schema(request=MoveShape, responses=MovedShape)
    def move(self, request, item):
        """Move an item, and what goes along with it.

        Refused (409) when somebody or something else is hit and exactly this list
        was not confirmed. Each person who is hit gets one notice.
        """
        wanted = self.wanted(MoveShape)
        asked = taken(wanted)
        wish = actions.wish_for(self.row, **wanted)
        versions = {self.row.pk: self.seen_version()}
        made, steps = in_the_open(
            actions.move, wish, by=self.member, versions=versions, strict=True, **asked
        )
        answer = {"move": made and made.pk, "revision": self.member.newest}
        return Response(answer | {"steps": StepShape(steps, many=True).data})


class OneItem(items.OneItem):
    """An item whose dates move in the open, like those on the screens."""

    @extend_schema(request=MovedItem(partial=True))
    def partial_update(self, request, item):
        """Change fields of an item.

        Guests and sales may change the status of what is assigned to them. New dates are
        refused (409) when they hit somebody or something else, and new assignees when they are
        away on its days or have too much work then, until exactly this list, which the problem
        brings as `impact`, is confirmed by its seal.
        """
        wanted = self.permitted(MovedItem)
        asked = taken(wanted)
        version = self.seen_version()
        in_the_open(
            actions.edit, self.row, by=self.member, version=version, strict=True, **asked, **wanted
        )
        return self.answer_anew(self.row)


class Many(many.Many):
    """Several items whose dates move in the open."""

    @extend_schema(request=MovedItems, examples=[many.DONE_BY_LEGAL, many.A_WEEK_LATER])
    def bulk(self, request, campaign):
        """Change several items, all or nothing.

        New dates are refused (409) when they hit somebody or something else, and new assignees
        when they have no time, until exactly this list, which the problem brings as `impact`, is
        confirmed by its seal.
        """
        wanted = self.wanted(MovedItems)
        found = self.carried_out(taken(wanted), **wanted)
        return self.changed({item.pk: item for item in found}.values())

    def carried_out(self, asked, *, items, shift_days=None, trash=None, set=None, **lists):
        how = {"by": self.member, **asked}
        if shift_days is not None:
            wish = actions.wish_to_shift(self.parent, items, shift_days)
            return [step.item for step in in_the_open(actions.move, wish, **how)[1]]
        if trash is not None:
            return many.carry_out(self.parent, self.member, items=items, trash=trash)
        return in_the_open(actions.edit_many, self.parent, items, **how, **(set or {}), **lists)


class Laying(Resource):
    policy = brief.campaign
    abilities = {"lay": "view"}
    lookup = IN_CAMPAIGN[1]
    serializer_class = MovedShape

    @extend_schema(request=LayShape, responses=MovedShape)
    def lay(self, request, campaign):
        """Lay a whole plan out anew by its dependencies and lengths, as one move.

        What is pinned or ended, and what has no dates, stays. Refused (409) until exactly the
        list that the problem brings as `impact` is confirmed by its seal.
        """
        policies.item.demand(self.member, "edit")
        wanted = self.wanted(LayShape)
        wish = whole.wish_to_lay(self.row, wanted["way"], wanted["day"])
        made, steps = in_the_open(actions.move, wish, by=self.member, **taken(wanted))
        answer = {"move": made and made.pk, "revision": getattr(self.member, "newest", None)}
        return Response(answer | {"steps": StepShape(steps, many=True).data})


routes = [
    route(
        "items/<int:item>",
        OneItem,
        "item",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    route("campaigns/<slug:campaign>/items/bulk", Many, "campaign_bulk", post="bulk"),
    route("items/<int:item>/impact", Moving, "item_impact", post="impact"),
    route("items/<int:item>/move", Moving, "item_move", post="move"),
    route("campaigns/<slug:campaign>/reschedule", Laying, "campaign_reschedule", post="lay"),
]
