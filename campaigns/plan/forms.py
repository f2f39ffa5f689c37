"""What people type about items. Choices are always of this workspace and this campaign."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.plan import vocabulary
from campaigns.plan.models import Channel, Item, Kind, Label, Priority, Stage, Status
from teams.models import Member, Team
from workspace.kernel.typed import Line, Prose

LONGEST_ID = 15
NOTHING = "–"
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Several(forms.ModelMultipleChoiceField):
    """Rows by their ids; what is too long for an id is none, and not an error of the database."""

    def clean(self, value):
        for pk in value or ():
            if len(str(pk)) > LONGEST_ID:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": pk[:40]}
                )
        return super().clean(value)


class ItemForm(forms.Form):
    """Any of the fields of an item; only those that were sent count (see `changes`)."""

    title = Line(label=_("Title"), max_length=200, required=False)
    description = Prose(
        label=_("Description"), max_length=20_000, required=False, widget=forms.Textarea
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=Status.choices, required=False)
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, required=False
    )
    start_on = forms.DateField(label=_("Start"), required=False, widget=DAY)
    due_on = forms.DateField(label=_("Due"), required=False, widget=DAY)
    estimate = forms.DecimalField(
        label=_("Estimate (hours)"), required=False, max_digits=7, decimal_places=2, min_value=0
    )
    pinned = forms.BooleanField(label=_("Stays where it is"), required=False)
    channel = forms.ModelChoiceField(None, label=_("Channel"), required=False, empty_label=NOTHING)
    stage = forms.ModelChoiceField(
        None, label=_("Journey stage"), required=False, empty_label=NOTHING
    )
    team = forms.ModelChoiceField(None, label=_("Team"), required=False, empty_label=NOTHING)
    parent = forms.ModelChoiceField(None, label=_("Part of"), required=False, empty_label=NOTHING)
    assignees = Several(None, label=_("Assignees"), required=False)
    labels = Several(None, label=_("Labels"), required=False)

    def __init__(self, data=None, *, campaign, **kwargs):
        if data is not None:
            self.sent = [name for name in self.base_fields if name in data]
            # Most requests send one field of fourteen: only that one is copied.
            self.base_fields = {name: self.base_fields[name] for name in self.sent}
        super().__init__(without_blanks(data), **kwargs)
        for name, choices in self.choices_in(campaign).items():
            if name in self.fields:
                self.fields[name].queryset = choices()

    @staticmethod
    def choices_in(campaign):
        return {
            "channel": Channel.objects.all,
            "stage": Stage.objects.all,
            "team": Team.objects.all,
            "parent": lambda: Item.objects.kept().filter(campaign=campaign),
            "assignees": lambda: vocabulary.assignable(campaign),
            "labels": Label.objects.all,
        }

    def changes(self):
        """{field: value} of what was sent, as the actions take it."""
        return {name: self.cleaned_data[name] for name in self.sent}


class DropForm(ItemForm):
    """What a place on a board says of an item that is dropped there; no dates."""

    start_on = None
    due_on = None


def without_blanks(data):
    """A list that was sent empty holds one blank; it means nobody."""
    if data is None:
        return None
    data = data.copy()
    for name in ("assignees", "labels"):
        if name in data:
            data.setlist(name, [value for value in data.getlist(name) if value not in ("", "none")])
    for name in ("channel", "stage", "team"):
        if data.get(name) == "none":
            data[name] = ""
    return data


class BulkForm(forms.Form):
    """One change to several items; only what is filled in is changed.

    `version` is the one that the person saw of a single item.
    """

    version = forms.IntegerField(required=False, min_value=1)
    item = forms.TypedMultipleChoiceField(coerce=int, required=True)
    status = forms.ChoiceField(choices=Status.choices, required=False)
    priority = forms.TypedChoiceField(choices=Priority.choices, coerce=int, required=False)
    kind = forms.ChoiceField(choices=Kind.choices, required=False)
    assign = forms.ModelChoiceField(None, required=False)
    unassign = forms.ModelChoiceField(None, required=False)
    label = forms.ModelChoiceField(None, required=False)
    unlabel = forms.ModelChoiceField(None, required=False)
    channel = forms.ModelChoiceField(None, required=False)
    stage = forms.ModelChoiceField(None, required=False)
    team = forms.ModelChoiceField(None, required=False)
    due_on = forms.DateField(required=False)
    shift_days = forms.IntegerField(required=False, min_value=-3650, max_value=3650)
    trash = forms.BooleanField(required=False)

    def __init__(self, data, *, campaign):
        super().__init__(without_blanks(data))
        self.fields["item"].choices = [(pk, pk) for pk in whole_numbers(data.getlist("item"))]
        self.fields["assign"].queryset = vocabulary.assignable(campaign)
        self.fields["unassign"].queryset = Member.objects.all()
        self.fields["label"].queryset = Label.objects.all()
        self.fields["unlabel"].queryset = Label.objects.all()
        self.fields["channel"].queryset = Channel.objects.all()
        self.fields["stage"].queryset = Stage.objects.all()
        self.fields["team"].queryset = Team.objects.all()


def whole_numbers(texts):
    return [
        int(text) for text in texts[:1000] if text.isascii() and text.isdigit() and len(text) < 16
    ]


class CommentForm(forms.Form):
    text = Prose(max_length=20_000, widget=forms.Textarea)
    team_only = forms.BooleanField(required=False)


class WordForm(forms.Form):
    """The name of a stage."""

    name = Line(label=_("Name"), max_length=60)


class LabelForm(forms.Form):
    name = Line(label=_("Name"), max_length=50)


class ChannelForm(WordForm):
    direction = forms.ChoiceField(label=_("Direction"), choices=Channel.Direction.choices)
    medium = forms.ChoiceField(label=_("Medium"), choices=Channel.Medium.choices)
