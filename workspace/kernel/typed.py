"""Forms and refusals: what was typed stays, with what is wrong beside it."""

from django import forms
from django.utils.translation import gettext as _

from workspace.kernel import texts
from workspace.kernel.refusals import Invalid, Refusal, one_after_another


class Line(forms.CharField):
    """A text of one line; what nobody sees is taken out of it (see `texts`).

    It says itself when it is too long: a browser that knows its length cuts what is pasted, and
    does not say so.
    """

    tidy = staticmethod(texts.line)

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def to_python(self, value):
        return super().to_python(self.tidy(value) if isinstance(value, str) else value)


class Prose(Line):
    """A text that may have several lines."""

    tidy = staticmethod(texts.prose)


def attempt(form, act):
    """Call `act(clean values)` when `form` is valid; True when it went through.

    A refusal becomes the form's own errors, at the fields it names.
    """
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refusal as no:
        blame(form, no)
        bring_up_to_date(form, no.data.get("left", {}))
        return False
    return True


def bring_up_to_date(form, left):
    """Show what others put into the fields that whoever filled in `form` left alone."""
    if not left:
        return
    form.data = form.data.copy()
    for name, value in form.as_typed(left).items() if hasattr(form, "as_typed") else left.items():
        form.data.setlist(form.add_prefix(name), value if isinstance(value, list) else [value])


def blame(form, no):
    """Show a refusal at the fields of `form` that it names, else over the form."""
    at_fields = {name: sentences for name, sentences in no.fields.items() if name in form.fields}
    for name, (first, *others) in at_fields.items():
        form.add_error(name, [one_after_another(first, no.mend), *map(str, others)])
    if not at_fields:
        form.add_error(None, no.in_full)


def status_of(form):
    """The status of a page that shows `form`: 422 when something typed could not be used."""
    return 422 if form.errors else 200


def version_shown(form, row):
    """The version that a form says when it is shown: one that was refused says again what was seen
    when it was filled in, until its fields hold what others made of them."""
    return form.data.get("version", row.version)


def version_of(request):
    """The version of the row that a form was filled in from."""
    try:
        return int(request.POST.get("version", ""))
    except ValueError:
        raise Invalid(
            _("The form does not say which version it changes."),
            mend=_("Reload the page and try again."),
        ) from None
