"""Bringing plans in by program."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.plan.imports import actions, api_of_files, course, forms, policies, previews
from campaigns.plan.imports.models import Import
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route


class ImportShape(api_of_files.IncomingShape):
    state = serializers.ChoiceField(choices=Import.State.choices, read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    left_out = serializers.ListField(
        child=serializers.CharField(), source="told_left_out", read_only=True
    )
    revision = serializers.IntegerField(read_only=True, allow_null=True)


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
    problems = api_of_files.RowProblem(many=True, source="plan.problems", read_only=True)


class Imports(api_of_files.Files):
    policy = policies.import_
    serializer_class = ImportShape
    actions = actions
    one = "import"


class OneImport(api_of_files.OneFile):
    policy = policies.import_
    lookup = {"pk": "import"}
    serializer_class = ImportShape
    actions = actions

    @extend_schema(responses=PreviewShape)
    def preview(self, request, **_named):
        """What it would do to the plan, and the questions that are open."""
        course.refuse_unless_preview(self.row)
        self.serializer_class = PreviewShape
        return self.answer(previews.preview(self.row))

    @extend_schema(request=None)
    def undo(self, request, **named):
        """Take out again what the file brought; what somebody has built on since stays.

        A large one is taken out in the background: its `state` is `undoing` until it is `undone`.
        """
        return super().undo(request, **named)

    def understood_answer(self, question, answer):
        reading, _plan = previews.understood(self.row)
        return forms.answer(reading, question, answer)

    def take_out(self):
        actions.take_out(self.row, by=self.member)


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
