"""Bringing files of leads in by program: sent, asked about, answered, run, undone."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.brief.api import IN_CAMPAIGN
from campaigns.leads import policies
from campaigns.leads.imports import actions, faces, forms
from campaigns.leads.models import LeadImport
from campaigns.plan.imports import course
from campaigns.plan.imports.api import AnswerShape, NewImport, RowProblem
from campaigns.plan.imports.progress import progress_of
from campaigns.plan.imports.reading import Unreadable
from campaigns.plan.imports.store import refuse
from workspace.kernel.api import fields
from workspace.kernel.api.parsers import UploadParser
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource, Shown


class LeadImportShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    campaign = serializers.CharField(source="campaign.key", read_only=True)
    name = serializers.CharField(read_only=True)
    by = serializers.IntegerField(source="by_id", read_only=True, allow_null=True)
    state = serializers.ChoiceField(choices=LeadImport.State.choices, read_only=True)
    choices = serializers.JSONField(read_only=True)
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
    problems = RowProblem(many=True, source="told_problems", read_only=True)
    failure = serializers.CharField(read_only=True)
    kept = serializers.IntegerField(
        read_only=True, help_text="How many leads an undo left, as somebody had worked on them."
    )
    percent = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(read_only=True)
    finished_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)

    def get_percent(self, imp) -> int | None:
        """How far it is, while it runs."""
        return progress_of(imp)["percent"] if imp.is_running else None


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
    problems = RowProblem(many=True, read_only=True)


class OfTheTeam:
    """Who sees leads masked knows of their own files alone."""

    policy = policies.lead_import
    serializer_class = LeadImportShape

    def furnished(self, rows):
        return rows.select_related("campaign")


class LeadImports(OfTheTeam, Resource):
    abilities = {"list": "view", "create": "add"}
    within = IN_CAMPAIGN
    parser_classes = [UploadParser]

    def admit(self, member, ability):
        super().admit(member, ability)
        self.policy.demand(member, ability, self.parent)

    def list(self, request, campaign):
        """The files of leads that came into a campaign."""
        return self.page(self.get_queryset().filter(campaign=self.parent))

    @extend_schema(request={"multipart/form-data": NewImport})
    def create(self, request, campaign):
        """Take a file of leads in and look at it; nothing is brought in yet."""
        upload = self.wanted(NewImport)["file"]
        return self.made(actions.start(self.parent, by=self.member, upload=upload))

    def address_of(self, row):
        return reverse("api:lead_import", args=[row.pk])


class OneLeadImport(OfTheTeam, Shown, Resource):
    abilities = {
        "retrieve": "view",
        "preview": "view",
        "answer_question": "choose",
        "run": "run",
        "undo": "undo",
    }
    lookup = {"pk": "lead_import"}
    conditional = frozenset({"answer_question", "run"})

    @extend_schema(responses=LeadPreviewShape)
    def preview(self, request, lead_import):
        """What it would do to the leads, and the questions that are open."""
        course.refuse_unless_preview(self.row)
        self.serializer_class = LeadPreviewShape
        return self.answer(seen(self.row))

    @extend_schema(request=AnswerShape)
    def answer_question(self, request, lead_import):
        """Answer a question about the file."""
        wanted = self.wanted(AnswerShape)
        version = self.seen_version()
        course.refuse_unless_preview(self.row)
        reading, _draft = actions.understood(self.row)
        around = actions.around_of(self.row.workspace)
        choice = forms.answer(reading, around, wanted["question"], wanted["answer"])
        actions.choose(self.row, version=version, **choice)
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def run(self, request, lead_import):
        """Let it run in the background; refused while a question is open."""
        actions.run(self.row, version=self.seen_version())
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def undo(self, request, lead_import):
        """Take out what the file brought; leads that somebody has worked on since stay."""
        actions.undo(self.row, by=self.member)
        return self.answer_anew(self.row)


def seen(imp):
    """The preview as plain values; refused when the file can no longer be read."""
    try:
        face = faces.face(actions.preview(imp), actions.around_of(imp.workspace))
    except Unreadable as unreadable:
        refuse(unreadable)
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
