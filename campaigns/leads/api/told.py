"""What is told of one lead: how it met the campaign, and what was noted, as JSON."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.leads import masking, policies
from campaigns.leads.actions import deciding, looking
from campaigns.leads.models import Note, Touch
from campaigns.leads.queries.people import told_of
from workspace.kernel.api import fields
from workspace.kernel.api.pages import CursorPages
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource

OF = {
    "source": "lead_id",
    "read_only": True,
    "help_text": "The lead, or one that was merged into it.",
}


class TouchShape(fields.Shape):
    """A moment at which a lead met the campaign."""

    id = serializers.IntegerField(read_only=True)
    lead = serializers.IntegerField(**OF)
    at = serializers.DateTimeField(read_only=True)
    what = serializers.CharField(read_only=True)
    channel = serializers.IntegerField(source="channel_id", read_only=True, allow_null=True)
    touchpoint = serializers.IntegerField(source="touchpoint_id", read_only=True, allow_null=True)


class LeadNoteShape(fields.Shape):
    """What was noted about a lead."""

    id = serializers.IntegerField(read_only=True)
    lead = serializers.IntegerField(**OF)
    body = fields.Prose(max_length=5_000)
    by = serializers.IntegerField(source="by_id", read_only=True, allow_null=True)
    by_name = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)


class NotePages(CursorPages):
    """A page of notes; `hidden` says how many there are that the reader does not see."""

    hidden = 0

    def get_paginated_response(self, data):
        answer = super().get_paginated_response(data)
        answer.data["hidden"] = self.hidden
        return answer

    def get_paginated_response_schema(self, schema):
        found = super().get_paginated_response_schema(schema)
        found["required"].append("hidden")
        found["properties"]["hidden"] = {
            "type": "integer",
            "description": "To whom sees leads masked: how many there are.",
        }
        return found


class TellsOfLead(Resource):
    policy = policies.lead
    lookup = {"pk": "lead"}

    def page(self, rows):
        """A page of them; who sees who the lead is, is noted."""
        answer = super().page(rows)
        looking.viewed(self.row, by=self.member)
        return answer


class Touches(TellsOfLead):
    abilities = {"list": "view"}
    serializer_class = TouchShape

    def list(self, request, lead):
        """How a lead, with those merged into it, met the campaign."""
        return self.page(told_of(Touch.objects.all(), [self.row.pk]))


class Notes(TellsOfLead):
    abilities = {"list": "view", "create": "decide"}
    serializer_class = LeadNoteShape
    pagination_class = NotePages

    def list(self, request, lead):
        """What was noted about a lead and those merged into it, for whom sees who it is."""
        notes = told_of(Note.objects.all(), [self.row.pk])
        if masking.sees(self.member):
            return self.page(notes)
        self.paginator.hidden = notes.count()
        return self.page(notes.none())

    @extend_schema(responses={201: LeadNoteShape})
    def create(self, request, lead):
        """Note something about a lead."""
        made = deciding.note(self.row, by=self.member, **self.wanted())
        address = request.build_absolute_uri(reverse("api:lead_notes", args=[self.row.pk]))
        return self.answer(made, 201, Location=address)


routes = [
    route("leads/<int:lead>/touches", Touches, "lead_touches", get="list"),
    route("leads/<int:lead>/notes", Notes, "lead_notes", get="list", post="create"),
]
