"""The answers of those whose work a move of dates hits, as JSON."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.plan import answers, policies
from campaigns.plan.moves import Notice
from campaigns.plan.moving import actions
from campaigns.plan.querysets import is_outside
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource


class NoticeAnswerShape(fields.Shape):
    answer = serializers.ChoiceField(choices=[Notice.Answer.OK, Notice.Answer.OBJECTION])
    word = serializers.CharField(required=False, allow_blank=True, max_length=500)


class NoticeShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    item = serializers.IntegerField(source="move.item_id", read_only=True, allow_null=True)
    why = serializers.CharField(source="told_why", read_only=True)
    at = serializers.DateTimeField(source="move.at", read_only=True)
    answer = serializers.CharField(read_only=True)
    word = serializers.CharField(read_only=True)


def with_move(rows, reader):
    why = answers.reason(reader, "move__")
    return rows.select_related("move").annotate(told_why=why)


class Notices(Listed, Resource):
    policy = policies.notice
    abilities = {"list": "view"}
    serializer_class = NoticeShape

    def list(self, request):
        """The moves that you were told of and that were not undone."""
        return self.page(self.get_queryset())

    def furnished(self, rows):
        return with_move(rows, self.member)


class ToldShape(fields.Shape):
    """Somebody who was told of a move; `answer` is empty while they have not answered."""

    member = serializers.IntegerField(source="member_id", read_only=True)
    answer = serializers.CharField(read_only=True)
    word = serializers.CharField(read_only=True)
    answered_at = serializers.DateTimeField(read_only=True, allow_null=True)
    reminded_at = serializers.DateTimeField(read_only=True, allow_null=True)


class AskedMoveShape(fields.Shape):
    """A move of dates, and the answers of those who were told; a guest reads their own alone."""

    id = serializers.IntegerField(read_only=True)
    item = serializers.IntegerField(source="item_id", read_only=True, allow_null=True)
    by = serializers.IntegerField(source="by_id", read_only=True, allow_null=True)
    why = serializers.CharField(source="told_why", read_only=True)
    at = serializers.DateTimeField(read_only=True)
    settled_at = serializers.DateTimeField(read_only=True, allow_null=True)
    answers = ToldShape(source="told", many=True, read_only=True)


class MoveResource(Resource):
    policy = policies.move
    serializer_class = AskedMoveShape

    def furnished(self, rows):
        told = Notice.objects.order_by("pk")
        if is_outside(self.member):
            told = told.filter(member=self.member.pk)
        rows = rows.annotate(told_why=answers.reason(self.member))
        return rows.prefetch_related(Prefetch("notices", told, to_attr="told"))


class PlanMoves(Listed, MoveResource):
    abilities = {"list": "view"}
    within = IN_CAMPAIGN

    def list(self, request, campaign):
        """The moves of dates that a plan shows: somebody objects, or has not answered."""
        wanted = answers.unsettled(self.parent, self.member).values("move")
        return self.page(self.get_queryset().filter(pk__in=wanted))


class Asking(MoveResource):
    abilities = {"remind": "remind", "settle": "settle"}
    lookup = {"pk": "move"}

    @extend_schema(request=None)
    def remind(self, request, move):
        """Ask those again, by mail, who have not answered; at most once an hour."""
        actions.remind(self.row, by=self.member)
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def settle(self, request, move):
        """Have done with the answers to a move: its plans show them no more."""
        actions.settle(self.row, by=self.member)
        return self.answer_anew(self.row)


class Answering(Resource):
    policy = policies.notice
    abilities = {"reply": "answer"}
    lookup = {"pk": "notice"}
    serializer_class = NoticeShape

    def furnished(self, rows):
        return with_move(rows, self.member)

    @extend_schema(request=NoticeAnswerShape, responses=NoticeShape)
    def reply(self, request, notice):
        """Say OK to a move, or object with a word."""
        actions.answer(self.row, by=self.member, **self.wanted(NoticeAnswerShape))
        return self.answer_anew(self.row)


routes = [
    route("campaigns/<slug:campaign>/moves", PlanMoves, "campaign_moves", get="list"),
    route("moves/<int:move>/remind", Asking, "move_remind", post="remind"),
    route("moves/<int:move>/settle", Asking, "move_settle", post="settle"),
    route("notices", Notices, "notices", get="list"),
    route("notices/<int:notice>/answer", Answering, "notice_answer", post="reply"),
]
