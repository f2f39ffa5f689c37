"""Bringing files in by program: sent, asked about, answered, run, undone."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.brief.api import IN_CAMPAIGN
from campaigns.plan.imports import actions, course, forms, policies, previews
from campaigns.plan.imports.models import Import
from campaigns.plan.imports.progress import progress_of
from workspace.kernel.api import fields
from workspace.kernel.api.parsers import UploadParser
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource, Shown


class RowProblem(fields.Shape):
    """What is wrong at one place of the file."""

    line = serializers.IntegerField(read_only=True, allow_null=True)
    column = serializers.CharField(read_only=True)
    value = serializers.CharField(read_only=True)
    reason = serializers.CharField(read_only=True)
    mend = serializers.CharField(read_only=True)


class ImportShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    campaign = serializers.CharField(source="campaign.key", read_only=True)
    name = serializers.CharField(read_only=True)
    by = serializers.IntegerField(source="by_id", read_only=True, allow_null=True)
    state = serializers.ChoiceField(choices=Import.State.choices, read_only=True)
    choices = serializers.JSONField(read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    problems = RowProblem(many=True, source="told_problems", read_only=True)
    left_out = serializers.ListField(
        child=serializers.CharField(), source="told_left_out", read_only=True
    )
    failure = serializers.CharField(read_only=True)
    percent = serializers.SerializerMethodField()
    revision = serializers.IntegerField(read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)
    finished_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)

    def get_percent(self, imp) -> int | None:
        """How far it is, while it runs."""
        return progress_of(imp)["percent"] if imp.is_running else None


class UnderstandingShape(fields.Shape):
    """One thing that was understood of the file, and what else it could be."""

    question = fields.Prose(source="key", read_only=True)
    answer = serializers.JSONField(source="value", read_only=True)
    standing = serializers.CharField(
        read_only=True, help_text="certain, likely, open, or chosen by somebody."
    )
    options = serializers.SerializerMethodField()

    def get_options(self, choice) -> list[str]:
        return [str(option.value) for option in choice.options]


class PreviewShape(fields.Shape):
    """What the import would do, and what it must be told first."""

    understood = UnderstandingShape(many=True, source="reading.choices", read_only=True)
    ready = serializers.BooleanField(read_only=True)
    open_questions = serializers.ListField(child=serializers.CharField(), read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    problems = RowProblem(many=True, source="plan.problems", read_only=True)


class NewImport(fields.Shape):
    file = serializers.FileField(allow_empty_file=True)


class AnswerShape(fields.Shape):
    question = fields.Prose(
        max_length=400, help_text="As `open_questions` names it, such as `date_order`."
    )
    answer = fields.Prose(max_length=400, allow_blank=True)


class Imports(Resource):
    policy = policies.import_
    abilities = {"list": "view", "create": "add"}
    within = IN_CAMPAIGN
    parser_classes = [UploadParser]
    serializer_class = ImportShape

    def furnished(self, rows):
        return rows.select_related("campaign")

    def list(self, request, campaign):
        """The files that came into a campaign."""
        return self.page(self.get_queryset().filter(campaign=self.parent))

    @extend_schema(request={"multipart/form-data": NewImport})
    def create(self, request, campaign):
        """Take a file in and look at it; nothing is brought in yet."""
        upload = self.wanted(NewImport)["file"]
        return self.made(actions.start(self.parent, by=self.member, upload=upload))

    def address_of(self, row):
        return reverse("api:import", args=[row.pk])


class OneImport(Shown, Resource):
    policy = policies.import_
    abilities = {
        "retrieve": "view",
        "preview": "view",
        "answer_question": "choose",
        "run": "run",
        "undo": "undo",
    }
    lookup = {"pk": "import"}
    conditional = frozenset({"answer_question", "run"})
    serializer_class = ImportShape

    def furnished(self, rows):
        return rows.select_related("campaign")

    @extend_schema(responses=PreviewShape)
    def preview(self, request, **_named):
        """What it would do to the plan, and the questions that are open."""
        course.refuse_unless_preview(self.row)
        self.serializer_class = PreviewShape
        return self.answer(previews.preview(self.row))

    @extend_schema(request=AnswerShape)
    def answer_question(self, request, **_named):
        """Answer a question about the file."""
        wanted = self.wanted(AnswerShape)
        version = self.seen_version()
        course.refuse_unless_preview(self.row)
        reading, _plan = previews.understood(self.row)
        choice = forms.answer(reading, wanted["question"], wanted["answer"])
        actions.choose(self.row, version=version, **choice)
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def run(self, request, **_named):
        """Let it run in the background; refused while a question is open."""
        actions.run(self.row, version=self.seen_version())
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def undo(self, request, **_named):
        """Turn back what the import did; what somebody built on since stays.

        A large one is turned back in the background: its `state` is `undoing` until it is
        `undone`.
        """
        actions.take_out(self.row, by=self.member)
        return self.answer_anew(self.row)


routes = [
    route(
        "campaigns/<slug:campaign>/imports", Imports, "campaign_imports", get="list", post="create"
    ),
    route("imports/<int:import>", OneImport, "import", get="retrieve"),
    route("imports/<int:import>/preview", OneImport, "import_preview", get="preview"),
    route("imports/<int:import>/answers", OneImport, "import_answers", post="answer_question"),
    route("imports/<int:import>/run", OneImport, "import_run", post="run"),
    route("imports/<int:import>/undo", OneImport, "import_undo", post="undo"),
]
