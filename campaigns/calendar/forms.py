"""What people type about calendars."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.brief import policies as brief
from campaigns.calendar.models import Feed
from campaigns.calendar.reading import LARGEST
from teams import policies as people
from workspace.kernel.typed import Line


class MakeFeed(forms.Form):
    """A feed of what the reader does, or of a campaign or a team that they see."""

    of = forms.ChoiceField(
        label=_("Show in my calendar"),
        help_text=_("Always what you may see: no more than in Roundtable, and only as long."),
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        campaigns = brief.campaign.visible_to(reader).open().order_by("name", "pk")
        teams = people.team.visible_to(reader).order_by("name", "pk")
        self.rows = {f"campaign-{row.pk}": {"campaign": row} for row in campaigns}
        self.rows |= {f"team-{row.pk}": {"team": row} for row in teams}
        self.fields["of"].choices = [
            ("person", Feed.Kind.PERSON.label),
            (_("A campaign"), [(f"campaign-{row.pk}", row.name) for row in campaigns]),
            (_("A team"), [(f"team-{row.pk}", row.name) for row in teams]),
        ]

    def clean(self):
        """What `actions.feeds.make` takes."""
        typed = super().clean()
        return self.rows.get(typed.get("of"), {})


class LayOverlay(forms.Form):
    """A calendar from elsewhere: a file, or an address that is read every day."""

    name = Line(label=_("Name"), max_length=80)
    file = forms.FileField(
        label=_("File (.ics)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    url = forms.URLField(
        label=_("Or an address"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("It is read every day; guests do not see it."),
    )

    def clean_file(self):
        """Its bytes, no more of them than a calendar may have."""
        file = self.cleaned_data["file"]
        return file.read(LARGEST + 1) if file else None

    def clean_url(self):
        """The address as a web browser would ask for it."""
        url = self.cleaned_data["url"]
        return f"https{url[6:]}" if url.startswith("webcal:") else url

    def clean(self):
        typed = super().clean()
        typed["content"] = typed.pop("file", None)
        return typed
