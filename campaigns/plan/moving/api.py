"""Moving dates as JSON: what a move would do, the move, and the answers of those who are hit."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.plan import policies
from campaigns.plan.moves import Notice
from campaigns.plan.moving import actions, impact
from campaigns.plan.moving import policies as told
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource
from workspace.kernel.refusals import Conflict


class DatesShape(fields.Shape):
    start_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)


class StepShape(fields.Shape):
    item = serializers.IntegerField(source="item.pk")
    campaign = serializers.CharField(source="item.campaign.key")
    number = serializers.IntegerField(source="item.number")
    title = serializers.CharField(source="item.title")
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()
    wanted = serializers.BooleanField(help_text="Asked for; the others are carried along.")
    deadline = serializers.BooleanField(source="is_deadline", help_text="A shared deadline.")

    def get_before(self, step) -> DatesShape:
        return dates(step.before)

    def get_after(self, step) -> DatesShape:
        return dates(step.after)


class BreakShape(fields.Shape):
    earlier = serializers.IntegerField(source="earlier.pk")
    later = serializers.IntegerField(source="later.pk")
    by_days = serializers.IntegerField(help_text="Working days that the later one is too early.")
    because = serializers.CharField(help_text="pinned, ended, moved, before or ignored.")


class ImpactShape(fields.Shape):
    """All that a move would do; `seal` names exactly this list and is what `move` confirms."""

    seal = serializers.CharField()
    asks = serializers.BooleanField(help_text="Whether the move has to be confirmed.")
    steps = StepShape(many=True)
    breaks = BreakShape(many=True)
    people = serializers.ListField(child=serializers.IntegerField())


class WishShape(fields.Shape):
    start_on = serializers.DateField(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    back = serializers.BooleanField(default=False, help_text="Also move earlier what it waits for.")


class MoveShape(WishShape):
    confirm = serializers.ChoiceField(
        choices=[actions.ALL, actions.THIS],
        required=False,
        help_text="Move everything that the seal lists, or only this item.",
    )
    seal = serializers.CharField(required=False, max_length=64)
    why = serializers.CharField(required=False, allow_blank=True, max_length=500)


class MovedShape(fields.Shape):
    move = serializers.IntegerField(allow_null=True)
    revision = serializers.IntegerField(allow_null=True, help_text="What undo takes.")
    steps = StepShape(many=True)


class NoticeAnswerShape(fields.Shape):
    answer = serializers.ChoiceField(choices=[Notice.Answer.OK, Notice.Answer.OBJECTION])
    word = serializers.CharField(required=False, allow_blank=True, max_length=500)


class NoticeShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    item = serializers.IntegerField(source="move.item_id", read_only=True, allow_null=True)
    why = serializers.CharField(source="move.why", read_only=True)
    at = serializers.DateTimeField(source="move.at", read_only=True)
    answer = serializers.CharField(read_only=True)
    word = serializers.CharField(read_only=True)


def dates(pair):
    return dict(zip(actions.DATES, (day and day.isoformat() for day in pair), strict=True))


def listed(preview, by):
    return {
        "seal": preview.seal,
        "asks": preview.hits(by),
        "steps": StepShape(preview.steps, many=True).data,
        "breaks": BreakShape(preview.breaks, many=True).data,
        "people": [member.pk for member in preview.people(by)],
    }


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
        asked = {"confirm": wanted.pop("confirm", ""), "seen": wanted.pop("seal", "")}
        asked["why"] = wanted.pop("why", "")
        wish = actions.wish_for(self.row, **wanted)
        versions = {self.row.pk: self.seen_version()}
        try:
            made, steps = actions.move(
                wish, by=self.member, versions=versions, strict=True, **asked
            )
        except actions.Unseen:
            raise Conflict(
                _("Others are hit by this move."),
                mend=_("Ask for its impact, and confirm what it lists by its seal."),
            ) from None
        moved = {"move": made and made.pk, "revision": self.member.newest}
        return Response(moved | {"steps": StepShape(steps, many=True).data})


class Notices(Listed, Resource):
    policy = told.notice
    abilities = {"list": "view"}
    serializer_class = NoticeShape

    def list(self, request):
        """The moves that you were told of and that were not undone."""
        return self.page(self.get_queryset())

    def furnished(self, rows):
        return rows.select_related("move")


class Answering(Resource):
    policy = told.notice
    abilities = {"reply": "answer"}
    lookup = {"pk": "notice"}
    serializer_class = NoticeShape

    def furnished(self, rows):
        return rows.select_related("move")

    @extend_schema(request=NoticeAnswerShape, responses=NoticeShape)
    def reply(self, request, notice):
        """Say OK to a move, or object with a word."""
        actions.answer(self.row, by=self.member, **self.wanted(NoticeAnswerShape))
        return self.answer_anew(self.row)


routes = [
    route("items/<int:item>/impact", Moving, "item_impact", post="impact"),
    route("items/<int:item>/move", Moving, "item_move", post="move"),
    route("notices", Notices, "notices", get="list"),
    route("notices/<int:notice>/answer", Answering, "notice_answer", post="reply"),
]
