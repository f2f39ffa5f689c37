"""What programs do with every kind of file on its way in: sent, looked at, answered, run, undone.

A kind of file has an `actions` module (`start`, `choose`, `run`) and says how it is undone, what
its preview is and how an answer is understood; the order of it all is here.
"""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.plan.imports import course
from campaigns.plan.imports.progress import told_of
from workspace.kernel.api import fields
from workspace.kernel.api.parsers import UploadParser
from workspace.kernel.api.views import Resource, Shown


class RowProblem(fields.Shape):
    """What is wrong at one place of the file."""

    line = serializers.IntegerField(read_only=True, allow_null=True)
    column = serializers.CharField(read_only=True)
    value = serializers.CharField(read_only=True)
    reason = serializers.CharField(read_only=True)
    mend = serializers.CharField(read_only=True)


class IncomingShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    campaign = serializers.CharField(source="campaign.key", read_only=True)
    name = serializers.CharField(read_only=True)
    by = serializers.IntegerField(source="by_id", read_only=True, allow_null=True)
    choices = serializers.JSONField(read_only=True)
    problems = RowProblem(many=True, source="told_problems", read_only=True)
    failure = serializers.CharField(read_only=True)
    percent = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(read_only=True)
    finished_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)

    def get_percent(self, imp) -> int | None:
        """How far it is, while it runs."""
        return told_of(imp)["percent"] if imp.is_running else None


class NewImport(fields.Shape):
    file = serializers.FileField(allow_empty_file=True)


class AnswerShape(fields.Shape):
    question = fields.Prose(
        max_length=400, help_text="As `open_questions` names it, such as `date_order`."
    )
    answer = fields.Prose(max_length=400, allow_blank=True)


class Incoming:
    """Rows that name their campaign; `actions` is what can happen to them."""

    actions = None

    def furnished(self, rows):
        return rows.select_related("campaign")


class Files(Incoming, Resource):
    """The files of a campaign; `one` is the name of the address of a single one."""

    abilities = {"list": "view", "create": "add"}
    within = IN_CAMPAIGN
    parser_classes = [UploadParser]
    one = ""

    def list(self, request, campaign):
        """The files that came into a campaign."""
        return self.page(self.get_queryset().filter(campaign=self.parent))

    @extend_schema(request={"multipart/form-data": NewImport})
    def create(self, request, campaign):
        """Take a file in and look at it; nothing is brought in yet."""
        upload = self.wanted(NewImport)["file"]
        return self.made(self.actions.start(self.parent, by=self.member, upload=upload))

    def address_of(self, row):
        return reverse(f"api:{self.one}", args=[row.pk])


class OneFile(Incoming, Shown, Resource):
    """A file on its way in; `preview` is declared by each kind, as its answer has a shape."""

    abilities = {
        "retrieve": "view",
        "preview": "view",
        "answer_question": "choose",
        "run": "run",
        "undo": "undo",
    }
    conditional = frozenset({"answer_question", "run"})

    def understood_answer(self, question, answer):
        """The choice that an answer makes, as `actions.choose` takes it."""
        raise NotImplementedError

    def take_out(self):
        raise NotImplementedError

    @extend_schema(request=AnswerShape)
    def answer_question(self, request, **_named):
        """Answer a question about the file."""
        wanted = self.wanted(AnswerShape)
        version = self.seen_version()
        course.refuse_unless_preview(self.row)
        choice = self.understood_answer(wanted["question"], wanted["answer"])
        self.actions.choose(self.row, version=version, **choice)
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def run(self, request, **_named):
        """Let it run in the background; refused while a question is open."""
        self.actions.run(self.row, version=self.seen_version())
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def undo(self, request, **_named):
        """Take out again what the file brought; what somebody has built on since stays."""
        self.take_out()
        return self.answer_anew(self.row)
