"""What people type and choose when they bring numbers in."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.brief.models import Campaign
from campaigns.plan.imports.forms import lines, refuse, value
from campaigns.plan.models import Channel, Stage

ACCEPTED = ".csv,.tsv,.txt,.xlsx"
NAMED = {
    "campaigns": "campaigns",
    "channels": "channels",
    "stages": "stages",
    "channel": "channel_words",
    "stage": "stage_words",
    "columns": "columns",
}
AS_TYPED = {"day", "into", "time_zone"}


class Upload(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )


class Assign(forms.Form):
    """Which campaign of ours a campaign of a tool is, and where in it."""

    campaign = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Campaign"),
        error_messages={"required": gettext_lazy("Choose a campaign.")},
    )
    channel = forms.ModelChoiceField(None, label=gettext_lazy("Channel"), required=False)
    stage = forms.ModelChoiceField(
        None,
        label=pgettext_lazy("of a journey", "Stage"),
        required=False,
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(reader)
        self.fields["channel"].queryset = Channel.objects.order_by("position", "name")
        self.fields["stage"].queryset = Stage.objects.order_by("position", "name")


def answer(reading, question, text):
    """The choice that answers `question`, as `actions.choose` takes it.

    Questions are named like the open ones: "date_order", "columns.3", "words.metric.Hits",
    "campaigns.21400000001", "channel.SEA".
    """
    name, _dot, rest = question.partition(".")
    if name == "words":
        vocabulary, _dot, word = rest.partition(".")
        if vocabulary != "metric":
            refuse(_("“%(text)s” is not one of the choices.") % {"text": question[:80]})
        return {"words": {"metric": {word: text}}}
    if name in NAMED:
        return {NAMED[name]: {rest: text}}
    if name == "complete":
        return {name: text == "True"}
    if name == "skip_lines":
        return {name: lines(text)}
    asked = {choice.key for choice in reading.choices} | {"into"}
    if name in AS_TYPED & asked:
        return {name: text}
    return {name: value(reading, name, text)}
