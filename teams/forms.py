"""What people type about people."""

import zoneinfo
from functools import lru_cache

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from teams.models import Member, Partner, Team, User
from teams.policies import bringable, member, token_scopes
from teams.scopes import scope_label
from workspace.kernel.typed import Line

OBSOLETE = ("Etc/", "SystemV/", "US/", "posix/", "right/")
LIFETIMES = [
    (30, _("30 days")),
    (90, _("90 days")),
    (365, _("A year")),
    (0, _("Until it is revoked")),
]


@lru_cache(maxsize=1)
def time_zones():
    """The zones people know by a city, and UTC."""
    cities = (name for name in zoneinfo.available_timezones() if "/" in name)
    return ["UTC", *sorted(name for name in cities if not name.startswith(OBSOLETE))]


def languages():
    """(code, name in the language itself) of the languages of the pages."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


def time_zone_choices(nothing=None):
    known = [(name, name.replace("_", " ")) for name in time_zones()]
    return known if nothing is None else [("", nothing), *known]


class SignUp(forms.Form):
    """The part of signing up that allauth does not ask."""

    name = Line(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class Accept(forms.Form):
    """What a new person tells when they come in by an invitation."""

    name = Line(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        max_length=1000,
        help_text=_("At least 10 characters. A few words are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class Profile(forms.Form):
    name = Line(label=_("Your name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("As the browser")), *languages()],
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: time_zone_choices(_("As the workspace")),
    )
    theme = forms.ChoiceField(
        label=_("Appearance"),
        choices=User._meta.get_field("theme").choices,
        widget=forms.RadioSelect,
    )


class WorkspaceSettings(forms.Form):
    """A workspace's name and time zone, when it is founded and when it is changed."""

    name = Line(
        label=_("Name of the workspace"), max_length=80, help_text=_("Usually your company.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        initial="UTC",
        help_text=_("For people who have not chosen their own."),
    )


class WorkspaceForm(forms.Form):
    """A form whose choices are rows of the workspace in scope."""

    offered = {"team": Team, "partner": Partner, "person": Member}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.offered.keys() & self.fields.keys():
            self.fields[name].queryset = self.offered[name].objects.order_by("name")


class PeopleFilters(WorkspaceForm):
    """The filters of the people page; all of them are in its address."""

    q = Line(label=_("Find a person"), required=False, max_length=100)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("Any role")), *Member.Role.choices]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Everybody here")), *Member.State.choices],
    )
    team = forms.ModelChoiceField(None, label=_("Team"), required=False, empty_label=_("Any team"))
    partner = forms.ModelChoiceField(
        None, label=_("Partner"), required=False, empty_label=_("Any partner")
    )
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class EditMember(WorkspaceForm):
    name = Line(label=pgettext_lazy("of a person", "Name"), max_length=120)
    title = Line(label=_("Job title"), max_length=80, required=False)
    role = forms.ChoiceField(label=_("Role"))
    team = forms.ModelChoiceField(None, label=_("Team"), required=False, empty_label=_("No team"))
    partner = forms.ModelChoiceField(
        None,
        label=_("Partner"),
        required=False,
        empty_label=_("None"),
        help_text=_("For guests: the agency or platform they come from."),
    )
    sees_leads = forms.BooleanField(
        label=_("Sees who leads are"),
        required=False,
        help_text=_("Sales and managers always do; members see leads masked without it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, reader, person, **kwargs):
        super().__init__(*args, **kwargs)
        if not member.allows(reader, "grant_leads", person):
            del self.fields["sees_leads"]
        roles = set(bringable(reader)) | {person.role}
        self.fields["role"].choices = [pair for pair in Member.Role.choices if pair[0] in roles]


class AddName(forms.Form):
    """Somebody to give work to, who is not invited (yet)."""

    name = Line(label=pgettext_lazy("of a person", "Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)


class EditTeam(forms.Form):
    name = Line(label=_("Name"), max_length=80)
    function = forms.ChoiceField(label=_("Function"), choices=Team.Function.choices)


class EditPartner(forms.Form):
    name = Line(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=Partner.Kind.choices)


class MakeToken(forms.Form):
    name = Line(label=_("Name"), max_length=80, help_text=_("What it is for, such as “reporting”."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(name, scope_label(name)) for name in sorted(token_scopes())],
    )
    days = forms.TypedChoiceField(label=_("Works for"), coerce=int, choices=LIFETIMES, initial=90)


class LogFilters(WorkspaceForm):
    person = forms.ModelChoiceField(
        None,
        required=False,
        empty_label=_("Anybody"),
        widget=forms.Select(attrs={"aria-label": _("Who")}),
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
