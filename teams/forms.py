"""What people type about people."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignUp(forms.Form):
    """The part of signing up that allauth does not ask."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
