"""Bringing plans in by program."""

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers

from campaigns.plan.imports import actions, api_of_files, course, forms, policies, previews
from campaigns.plan.imports.models import Import
from campaigns.plan.moving.api_shapes import ImpactShape, listed
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


class ColumnShape(fields.Shape):
    """A column of the file, and the field that it fills."""

    question = serializers.SerializerMethodField(help_text="What an answer to it names.")
    heading = fields.Prose(read_only=True)
    field = serializers.CharField(read_only=True)
    standing = serializers.CharField(read_only=True)
    samples = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="A few of its first values."
    )
    filled = serializers.IntegerField(read_only=True, help_text="How many cells hold something.")

    def get_question(self, column) -> str:
        return f"columns.{column.index}"


class MeaningShape(fields.Shape):
    """A status, section, kind or priority of the file, and what it is taken for."""

    question = serializers.SerializerMethodField(help_text="What an answer to it names.")
    count = serializers.IntegerField(read_only=True)
    meaning = serializers.CharField(read_only=True)
    standing = serializers.CharField(read_only=True)

    def get_question(self, word) -> str:
        return f"words.{word.vocabulary}.{word.word}"


class MatchShape(fields.Shape):
    """What is decided on a name of the file: `row:ID` is one of yours."""

    question = serializers.SerializerMethodField(help_text="What an answer to it names.")
    decision = serializers.CharField(read_only=True)
    standing = serializers.CharField(read_only=True)
    decisions = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="What else it could be."
    )


class PersonMatchShape(MatchShape):
    """Somebody the file names, and which member that is."""

    name = fields.Prose(source="ref.name", read_only=True)
    email = serializers.CharField(source="ref.mail", read_only=True)
    items = serializers.IntegerField(read_only=True)

    def get_question(self, person) -> str:
        return f"people.{person.key}"


class WordMatchShape(MatchShape):
    """A channel, stage or team of the file, and which of yours it is."""

    count = serializers.IntegerField(read_only=True)

    def get_question(self, word) -> str:
        return f"{word.vocabulary}.{word.word}"


class PreviewShape(fields.Shape):
    """What the import would do, and what it must be told first."""

    understood = UnderstandingShape(many=True, source="reading.choices", read_only=True)
    columns = ColumnShape(many=True, source="reading.columns", read_only=True)
    words = MeaningShape(many=True, source="reading.words", read_only=True)
    people = PersonMatchShape(many=True, source="matches.people", read_only=True)
    names = WordMatchShape(many=True, source="matches.words", read_only=True)
    left_out = serializers.SerializerMethodField()
    ready = serializers.BooleanField(read_only=True)
    open_questions = serializers.ListField(child=serializers.CharField(), read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    circle = serializers.CharField(
        source="circle.in_full",
        default="",
        read_only=True,
        help_text="What of the plan waits for itself, so that nothing can come in; empty if none.",
    )
    problems = api_of_files.RowProblem(many=True, source="plan.problems", read_only=True)
    moves = serializers.SerializerMethodField(
        help_text="What the file's new days of items that are here do to others."
    )

    def get_left_out(self, preview) -> list[str]:
        return [each.sentence for each in preview.plan.left_out]

    @extend_schema_field(ImpactShape)
    def get_moves(self, seen):
        return listed(seen.moves, seen.by)


class RunShape(fields.Shape):
    seal = serializers.CharField(
        required=False, max_length=64, help_text="Of `moves` in the preview, where it `asks`."
    )
    why = serializers.CharField(
        required=False, allow_blank=True, max_length=500, help_text="Why shared deadlines move."
    )


class Imports(api_of_files.Files):
    policy = policies.import_
    serializer_class = ImportShape
    actions = actions
    one = "import"


class OneImport(api_of_files.OneFile):
    policy = policies.import_
    lookup = {"pk": "import"}
    abilities = api_of_files.OneFile.abilities | {"take_up": "run"}
    conditional = api_of_files.OneFile.conditional | {"take_up"}
    serializer_class = ImportShape
    actions = actions

    @extend_schema(responses=PreviewShape)
    def preview(self, request, **_named):
        """What it would do to the plan, and the questions that are open."""
        course.refuse_unless_preview(self.row)
        self.serializer_class = PreviewShape
        return self.answer(previews.preview(self.row))

    @extend_schema(request=RunShape)
    def run(self, request, **_named):
        """Let it run in the background; refused while a question is open.

        Refused (409) when its days concern others and the list in the preview was not confirmed by
        its seal.
        """
        wanted = self.wanted(RunShape)
        version, seen = self.seen_version(), wanted.get("seal", "")
        actions.run(self.row, version=version, seen=seen, why=wanted.get("why", ""))
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def undo(self, request, **named):
        """Take out again what the file brought; what somebody has built on since stays.

        A large one is taken out in the background: its `state` is `undoing` until it is `undone`.
        """
        return super().undo(request, **named)

    @extend_schema(request=None)
    def take_up(self, request, **_named):
        """Look again at a file that failed or was taken out, to bring it in another way."""
        actions.take_up(self.row, version=self.seen_version())
        return self.answer_anew(self.row)

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
    route("imports/<int:import>/take-up", OneImport, "import_take_up", post="take_up"),
]
