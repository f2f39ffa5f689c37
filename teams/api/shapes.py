"""What the JSON of people looks like."""

import zoneinfo

from django.utils.translation import gettext as _
from rest_framework import serializers

from teams import policies
from teams.models import Member, Partner, Team
from workspace.kernel.api import fields

TEAMS = fields.seen_by_policy(policies.team)
PARTNERS = fields.seen_by_policy(policies.partner)


class TimeZone(serializers.CharField):
    """A name such as Europe/Berlin."""

    def __init__(self, **kwargs):
        super().__init__(max_length=60, **kwargs)

    def to_internal_value(self, data):
        name = super().to_internal_value(data)
        try:
            zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            sentence = _("%(name)s is no time zone; write it like Europe/Berlin.")
            raise serializers.ValidationError(sentence % {"name": name}) from None
        return name


class WorkspaceShape(fields.Shape):
    slug = serializers.CharField(read_only=True)
    name = serializers.CharField(max_length=80)
    time_zone = TimeZone()
    version = serializers.IntegerField(read_only=True)


class MeShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    email = serializers.EmailField(read_only=True)
    role = serializers.ChoiceField(choices=Member.Role.choices, read_only=True)
    scopes = serializers.ListField(
        child=serializers.CharField(), source="token.scopes", read_only=True
    )
    expires_at = serializers.DateTimeField(
        source="token.expires_at", read_only=True, allow_null=True
    )
    workspace = WorkspaceShape(read_only=True)


class MemberShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=120)
    email = serializers.SerializerMethodField()
    title = serializers.CharField(max_length=80, required=False, allow_blank=True)
    role = serializers.ChoiceField(choices=Member.Role.choices, required=False)
    state = serializers.ChoiceField(choices=Member.State.choices, read_only=True)
    team = fields.Chosen(TEAMS, required=False, allow_null=True)
    partner = fields.Chosen(PARTNERS, required=False, allow_null=True)
    sees_leads = serializers.BooleanField(
        required=False, help_text="Whether a member sees who leads are; administrators say so."
    )
    joined_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)

    def get_email(self, member) -> str | None:
        """Guests see their own alone."""
        return None if self.reader.is_guest and member.pk != self.reader.pk else member.email


class NewName(fields.Shape):
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField(required=False, max_length=254)
    team = fields.Chosen(TEAMS, required=False, allow_null=True)


class TeamShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=80)
    function = serializers.ChoiceField(choices=Team.Function.choices, required=False)
    version = serializers.IntegerField(read_only=True)


class PartnerShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(choices=Partner.Kind.choices, required=False)
    version = serializers.IntegerField(read_only=True)


class InvitationShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    member = serializers.IntegerField(source="member_id", read_only=True)
    email = serializers.EmailField(read_only=True)
    into = serializers.CharField(read_only=True)
    invited_by = serializers.IntegerField(source="invited_by_id", read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)


class NewInvitation(fields.Shape):
    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=120, required=False)
    role = serializers.ChoiceField(choices=Member.Role.choices, required=False)
    team = fields.Chosen(TEAMS, required=False, allow_null=True)
    partner = fields.Chosen(PARTNERS, required=False, allow_null=True)


class MemberQuery(fields.Shape):
    role = serializers.ChoiceField(choices=Member.Role.choices, required=False)
    state = serializers.ChoiceField(choices=Member.State.choices, required=False)
    team = fields.Id(source="team_id", required=False)
    partner = fields.Id(source="partner_id", required=False)
