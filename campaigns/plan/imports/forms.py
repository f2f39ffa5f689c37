"""What people type and choose when they bring a file in."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.plan.imports import matching
from workspace.kernel.refusals import Invalid
from workspace.kernel.typed import Line

ACCEPTED = ".csv,.tsv,.txt,.xlsx,.json"


class Upload(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )


class Run(forms.Form):
    """How the list of the dates that a file moves was confirmed."""

    seen = Line(max_length=64, required=False)
    why = Line(label=gettext_lazy("Reason"), max_length=500, required=False)


def answer(reading, question, text):
    """The choice that answers `question`, as `actions.choose` takes it.

    Questions are named like `Reading.open_questions`: "date_order", "columns.3",
    "words.status.Paused", "people.ana@example.com", "channel.Radio".
    """
    name, _dot, rest = question.partition(".")
    if name == "words":
        vocabulary, _dot, word = rest.partition(".")
        return {"words": {vocabulary: {word: text}}}
    if name in {"columns", "people", *matching.VOCABULARIES}:
        return {name: {rest: text}}
    if name == "skip_lines":
        return {name: lines(text)}
    if name in {"same_ids", "comments", "time_zone"}:
        return {name: text}
    return {name: value(reading, name, text)}


def value(reading, name, text):
    """The offered value that reads as `text`."""
    options = next((choice.options for choice in reading.choices if choice.key == name), ())
    found = [option.value for option in options if str(option.value) == text]
    if not found:
        refuse(_("“%(text)s” is not one of the choices.") % {"text": text[:80]})
    return found[0]


def lines(text):
    numbers = [part.strip() for part in text.split(",") if part.strip()]
    if not all(n.isascii() and n.isdigit() and len(n) < 7 for n in numbers):
        refuse(_("Write line numbers with commas between them, such as 1, 94."))
    return sorted({int(number) for number in numbers})


def refuse(sentence):
    raise Invalid(sentence, fields={"value": [sentence]})
