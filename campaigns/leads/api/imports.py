"""Bringing files of leads in by program."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.leads import policies
from campaigns.leads.imports import actions, faces, forms
from campaigns.leads.models import LeadImport
from campaigns.plan.imports import api_of_files, course, store
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route


class LeadImportShape(api_of_files.IncomingShape):
    state = serializers.ChoiceField(choices=LeadImport.State.choices, read_only=True)
    all_new = serializers.BooleanField(
        read_only=True,
        help_text="Each row becomes a new lead; so is every file of who sees leads masked.",
    )
    counts = serializers.DictField(
        child=serializers.IntegerField(),
        read_only=True,
        help_text="Of leads: `new`, `changed`, `same`, `elsewhere`, `merged`, `erased`; `lost` are "
        "rows that could not be used.",
    )
    kept = serializers.IntegerField(
        read_only=True, help_text="How many leads an undo left, as somebody had worked on them."
    )


class LeadUnderstandingShape(fields.Shape):
    """One thing that was understood of the file, and what else it could be."""

    question = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)
    answer = serializers.CharField(source="value", read_only=True, allow_null=True)
    open = serializers.BooleanField(
        source="is_open", read_only=True, help_text="It has to be answered before the file can run."
    )
    options = serializers.SerializerMethodField()

    def get_options(self, control) -> list[str]:
        return [str(option.value) for option in control.options]


class LeadPreviewShape(fields.Shape):
    """What bringing the file in would do, and what it must be told first."""

    understood = LeadUnderstandingShape(many=True, read_only=True)
    ready = serializers.BooleanField(read_only=True)
    open_questions = serializers.ListField(child=serializers.CharField(), read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    lost = serializers.IntegerField(read_only=True)
    problems = api_of_files.RowProblem(many=True, read_only=True)


class LeadImports(api_of_files.Files):
    """Who sees leads masked knows of their own files alone."""

    policy = policies.lead_import
    serializer_class = LeadImportShape
    actions = actions
    one = "lead_import"

    def admit(self, member, ability):
        super().admit(member, ability)
        self.policy.demand(member, ability, self.parent)


class OneLeadImport(api_of_files.OneFile):
    policy = policies.lead_import
    lookup = {"pk": "lead_import"}
    serializer_class = LeadImportShape
    actions = actions

    @extend_schema(responses=LeadPreviewShape)
    def preview(self, request, lead_import):
        """What it would do to the leads, and the questions that are open."""
        course.refuse_unless_preview(self.row)
        self.serializer_class = LeadPreviewShape
        return self.answer(seen(self.row))

    def understood_answer(self, question, answer):
        with store.refusing():
            reading, _draft = actions.understood(self.row)
        return forms.answer(reading, actions.around_of(self.row.workspace), question, answer)

    def take_out(self):
        actions.undo(self.row, by=self.member)


def seen(imp):
    """The preview as plain values; refused when the file can no longer be read."""
    with store.refusing():
        face = faces.face(actions.preview(imp), actions.around_of(imp.workspace))
    known = (*face["questions"], *face["decisions"], *face["columns"], *face["words"])
    return {
        "understood": list({each.question: each for each in known}.values()),
        "ready": face["ready"],
        "open_questions": [each.question for each in face["questions"]],
        "counts": face["counts"],
        "lost": face["lost"],
        "problems": face["errors"],
    }


routes = [
    route(
        "campaigns/<slug:campaign>/lead-imports",
        LeadImports,
        "campaign_lead_imports",
        get="list",
        post="create",
    ),
    route("lead-imports/<int:lead_import>", OneLeadImport, "lead_import", get="retrieve"),
    route(
        "lead-imports/<int:lead_import>/preview",
        OneLeadImport,
        "lead_import_preview",
        get="preview",
    ),
    route(
        "lead-imports/<int:lead_import>/answers",
        OneLeadImport,
        "lead_import_answers",
        post="answer_question",
    ),
    route("lead-imports/<int:lead_import>/run", OneLeadImport, "lead_import_run", post="run"),
    route("lead-imports/<int:lead_import>/undo", OneLeadImport, "lead_import_undo", post="undo"),
]
