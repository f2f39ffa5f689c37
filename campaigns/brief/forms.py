"""What people type about campaigns and who takes part in them."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.brief import health
from campaigns.brief.models import BufferRule, Campaign
from teams.forms import WorkspaceForm
from teams.models import Member
from teams.policies import bringable
from workspace.kernel import clock
from workspace.kernel.typed import Line, Prose

LIFETIMES = [(7, _("7 days")), (30, _("30 days")), (90, _("90 days")), (365, _("A year"))]


def day_field(label, **how):
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **how
    )


class Invite(WorkspaceForm):
    """An invitation to the workspace, or straight into one campaign with an end date."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = Line(label=pgettext_lazy("of a person", "Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Comes in as"))
    campaign = forms.ModelChoiceField(
        None,
        label=_("Straight into a campaign"),
        required=False,
        empty_label=_("The workspace only"),
        help_text=_("Guests always come into a campaign, and see nothing but what is theirs."),
    )
    until = day_field(
        _("Last day of access"), required=False, help_text=_("For guests; the rest stay.")
    )
    team = forms.ModelChoiceField(None, label=_("Team"), required=False, empty_label=_("No team"))
    partner = forms.ModelChoiceField(
        None,
        label=_("Partner"),
        required=False,
        empty_label=_("None"),
        help_text=_("For guests: the agency or platform they come from."),
    )

    def __init__(self, *args, reader, campaign=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        roles = bringable(reader)
        self.fields["role"].choices = [pair for pair in Member.Role.choices if pair[0] in roles]
        self.fields["until"].widget.attrs["min"] = clock.workspace_today().isoformat()
        if campaign:
            del self.fields["campaign"]
            self.fields["role"].initial = Member.Role.GUEST
        else:
            visible = Campaign.objects.visible_to(reader).open()
            self.fields["campaign"].queryset = visible.order_by("name")
            self.fields["role"].initial = Member.Role.MEMBER

    def clean(self):
        typed = super().clean()
        typed["campaign"] = self.campaign or typed.get("campaign")
        if typed.get("role") == Member.Role.GUEST:
            typed["team"] = None
            if "campaign" in self.fields and not typed["campaign"]:
                self.add_error("campaign", _("Choose the campaign that the guest comes into."))
            if not typed.get("until") and "until" not in self.errors:
                self.add_error("until", _("A guest needs a last day of access."))
        else:
            typed["until"] = typed["partner"] = None
        return typed


class Extend(forms.Form):
    until = day_field(_("Last day of access"))


class Share(forms.Form):
    name = Line(
        label=_("Who is it for?"), max_length=80, help_text=_("Such as “Board of directors”.")
    )
    days = forms.TypedChoiceField(label=_("Works for"), coerce=int, choices=LIFETIMES, initial=30)


class CampaignForm(forms.Form):
    """What a campaign says of itself."""

    name = Line(label=_("Name"), max_length=120)
    objective = Prose(
        label=_("Objective"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence: what will be different when this has worked?"),
    )
    starts_on = day_field(_("Start"), required=False)
    ends_on = day_field(_("End"), required=False)
    owner = forms.ModelChoiceField(None, label=_("Owner"), required=False)
    buffer_rule = forms.ChoiceField(
        label=_("When a date moves"),
        choices=BufferRule.choices,
        initial=BufferRule.CONSUME,
        required=False,
        help_text=_(
            "What waits for it keeps its distance, moves only as far as it must, or stays."
        ),
    )

    def clean_buffer_rule(self):
        return self.cleaned_data["buffer_rule"] or self.initial.get(
            "buffer_rule", BufferRule.CONSUME
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        active = Member.objects.active().exclude(role="guest")
        self.fields["owner"].queryset = active.order_by("name", "pk")


class NewCampaignForm(CampaignForm):
    key = Line(
        label=pgettext_lazy("of a campaign", "Key"),
        max_length=12,
        help_text=_("Short, for item numbers such as SPRING-12."),
    )
    field_order = ["name", "key"]


class Until(forms.Form):
    """Something that a person answers for with a reason, up to and with a last day."""

    reason = Prose(
        label=_("Why?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody of the team reads it beside your name."),
    )
    until = day_field(_("Until, this day included"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].widget.attrs["min"] = clock.workspace_today().isoformat()


class Waive(Until):
    """What of the missing a campaign shall do without."""

    keys = forms.MultipleChoiceField(label=_("Do without"), widget=forms.CheckboxSelectMultiple)
    field_order = ["keys", "reason", "until"]

    def __init__(self, *args, needs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(need.key, need.label) for need in needs]


class Override(Until):
    """How a campaign stands, as a person sees it."""

    level = forms.ChoiceField(
        label=_("It stands"),
        choices=[(level.value, level.label) for level in health.SAYABLE],
        widget=forms.RadioSelect,
    )
    field_order = ["level", "reason", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        until = self.fields["until"]
        until.widget.attrs["max"] = health.last_day(clock.workspace_today()).isoformat()
        until.help_text = _("%(count)d days at most; then somebody looks again.") % {
            "count": health.HOLDS_FOR
        }
