"""What people send when they move dates, and when they answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.plan.fields import DATES
from campaigns.plan.forms import whole_numbers
from campaigns.plan.models import Dependency
from campaigns.plan.moves import Notice
from campaigns.plan.moving.actions import ALL, THIS
from campaigns.plan.moving.whole import BACKWARD, FORWARD
from workspace.kernel.refusals import Invalid
from workspace.kernel.typed import Line


def filled(form):
    """The form, if what it was given can be used."""
    if not form.is_valid():
        raise Invalid.of(form)
    return form


class Confirming(forms.Form):
    """How the list of what moves was answered; nothing of it while it was not shown yet."""

    confirm = forms.ChoiceField(choices=[(ALL, ALL), (THIS, THIS)], required=False)
    seen = Line(max_length=64, required=False)
    back = forms.BooleanField(required=False)
    why = Line(label=_("Reason"), max_length=500, required=False)

    def asked(self):
        """What an action takes of it."""
        return {name: self.cleaned_data[name] for name in ("confirm", "seen", "why")}


class MoveForm(Confirming):
    """New dates of one item; a date that is not sent stays, an empty one is taken away."""

    version = forms.IntegerField(min_value=1, max_value=2**31, required=False)
    start_on = forms.DateField(label=_("Start"), required=False)
    due_on = forms.DateField(label=_("Due"), required=False)

    def dates(self):
        return {name: self.cleaned_data[name] for name in DATES if name in self.data}


class ShiftForm(Confirming):
    """So many days later, or earlier, for several items of a plan."""

    item = forms.TypedMultipleChoiceField(coerce=int)
    days = forms.IntegerField(label=_("Days"), min_value=-3650, max_value=3650)

    def __init__(self, data):
        super().__init__(data)
        self.fields["item"].choices = [(pk, pk) for pk in whole_numbers(data.getlist("item"))]


class LayForm(Confirming):
    """A whole plan forward from its start, or back from its launch."""

    way = forms.ChoiceField(choices=[(FORWARD, FORWARD), (BACKWARD, BACKWARD)])
    day = forms.DateField(label=_("Day"))


class HowForm(forms.Form):
    """How an item waits for one of those that it waits for."""

    waits_for = forms.IntegerField(min_value=1, max_value=2**53)
    kind = forms.ChoiceField(choices=Dependency.Kind.choices)
    lag = forms.IntegerField(label=_("Lag"), min_value=-1_000, max_value=1_000)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[(Notice.Answer.OK, "OK"), (Notice.Answer.OBJECTION, "!")])
    word = Line(label=_("A word"), max_length=500, required=False)
