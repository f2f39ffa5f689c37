"""What people type and choose when they bring leads in from a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.leads.imports import faces, headings
from campaigns.plan.imports.forms import refuse, value

ACCEPTED = ".csv,.tsv,.txt,.xlsx"


class Upload(forms.Form):
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"required": _("Choose a file first.")},
    )


def answer(reading, around, question, text):
    """The choice that answers `question`, as `actions.choose` takes it."""
    name, _dot, rest = question.partition(".")
    if name == "words":
        vocabulary, _dot, word = rest.partition(".")
        if vocabulary not in faces.VOCABULARIES:
            refuse(impossible(text))
        offered(text, dict(faces.meanings(vocabulary, around)))
        return {"words": {vocabulary: {word[:400]: text}}}
    if name == "columns":
        offered(text, headings.FIELDS)
        return {"columns": {rest[:4]: text}}
    return {name: text if name == "time_zone" else value(reading, name, text)}


def offered(text, options):
    if text not in options:
        refuse(impossible(text))


def impossible(text):
    return _("“%(text)s” is not one of the choices.") % {"text": text[:80]}
