"""What people type about the states of a plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workspace.kernel.typed import Line


class BaselineForm(forms.Form):
    """A name for the present plan, or for the plan at `revision`."""

    name = Line(label=_("Name"), max_length=80)
    revision = forms.IntegerField(required=False, min_value=1, max_value=10**15)
