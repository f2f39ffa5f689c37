"""What people say of a touchpoint."""

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.models import Member
from workspace.kernel.typed import Prose


class TouchpointForm(forms.Form):
    owner = forms.ModelChoiceField(
        None,
        label=_("Owner"),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Answers for what happens here; going live needs one."),
    )
    promise = Prose(
        label=_("What is promised"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What people were told here: sales reads it beside each lead."),
    )

    def __init__(self, data=None, **kwargs):
        if data is not None:
            self.sent = [name for name in self.base_fields if name in data]
        super().__init__(data, **kwargs)
        active = Member.objects.active().exclude(role=Member.Role.GUEST)
        self.fields["owner"].queryset = active.order_by("name", "pk")

    def changes(self):
        """{field: value} of what was sent."""
        return {name: self.cleaned_data[name] for name in self.sent}
