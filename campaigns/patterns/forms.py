"""What people type about templates."""

import re
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.brief.forms import day_field
from campaigns.patterns import plans
from campaigns.patterns.actions.recurring import rule_for
from campaigns.patterns.rules import Every, chosen
from campaigns.plan.models import Item
from workspace.kernel.templatetags.look import day
from workspace.kernel.typed import Line

CAMPAIGN_END = "end"
PREVIEWING = {
    "type": "date",
    "hx-get": "./",
    "hx-trigger": "change",
    "hx-target": "#preview",
    "hx-swap": "outerHTML",
}


class SaveTemplate(forms.Form):
    """A name for the plan of a campaign, and the day that its others are counted from."""

    name = Line(label=_("Name"), max_length=80)
    description = Line(label=_("Description"), max_length=300, required=False)
    launch = forms.ChoiceField(
        label=_("The launch"),
        help_text=_("All days are kept as working days before or after it."),
    )
    people = forms.BooleanField(label=_("Keep who does what"), required=False)

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        dated = Item.objects.kept().filter(campaign=campaign, due_on__isnull=False)
        milestones = list(dated.filter(kind="milestone").order_by("due_on", "pk")[:200])
        self.days = {str(item.pk): item.due_on for item in milestones}
        choices = [(str(item.pk), on_day(item.title, item.due_on)) for item in milestones]
        if campaign.ends_on:
            self.days[CAMPAIGN_END] = campaign.ends_on
            choices.insert(0, (CAMPAIGN_END, on_day(_("The campaign ends"), campaign.ends_on)))
        if not choices:
            self.days["today"] = timezone.localdate()
            choices.append(("today", on_day(_("Today"), timezone.localdate())))
        self.fields["launch"].choices = choices

    def clean(self):
        typed = super().clean()
        if "launch" in typed:
            typed["launch"] = self.days[typed["launch"]]
        return typed


def on_day(words, when):
    return f"{words} ({day(when)})"


class RenameTemplate(forms.Form):
    name = Line(label=_("Name"), max_length=80)
    description = Line(label=_("Description"), max_length=300, required=False)


class StartFromTemplate(forms.Form):
    """The launch day; name and key are suggested."""

    launch = forms.DateField(
        label=_("The launch"),
        widget=forms.DateInput(attrs=PREVIEWING, format="%Y-%m-%d"),
        help_text=_(
            "All days are planned from it, over working days; what lies on a day of rest, by the"
            " calendar."
        ),
    )
    name = Line(label=_("Name"), max_length=120)
    key = Line(
        label=pgettext_lazy("of a campaign", "Key"),
        max_length=12,
        help_text=_("Short, for item numbers such as SPRING-12."),
    )


def suggested(template, taken, today, days):
    """A launch that leaves time for all that comes before it, a name, and a key nobody has.

    Its first day is a week from `today`, so that nothing would have to begin in the past.
    """
    launch = plans.lead(template.plan, today + timedelta(days=7), days)
    name = f"{template.name} {launch:%Y}"
    return {"launch": launch, "name": name[:120], "key": free_key(template.name, taken)}


def free_key(name, taken):
    """A key from the first word of a name, with a number when it is taken."""
    word = re.sub(r"[^A-Z0-9]", "", name.split()[0].upper())[:8] if name.split() else ""
    stem = word if re.fullmatch(r"[A-Z][A-Z0-9]+", word) else "PLAN"
    numbers = (stem if number == 1 else f"{stem}{number}" for number in range(1, 1_000))
    return next((key for key in numbers if key not in taken), "")


class RepeatItem(forms.Form):
    """How often an item comes again, until when, and how long before it is due it is made."""

    every = forms.ChoiceField(label=_("How often"), choices=Every.choices)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"),
        coerce=int,
        required=False,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    until = day_field(pgettext_lazy("repeats", "Until"), required=False)
    count = forms.IntegerField(
        label=_("Or how many times in all"), required=False, min_value=2, max_value=500
    )
    on_working_days = forms.BooleanField(
        label=_("On a day off, take the next working day"), required=False
    )
    ahead = forms.IntegerField(
        label=_("Days before it is due that it is made"), min_value=0, max_value=60, initial=7
    )

    def __init__(self, data=None, *, item, by, running=None):
        first = item.due_on or item.start_on
        super().__init__(data, initial={"weekdays": [first.weekday()] if first else []})
        self.item, self.by, self.first = item, by, first
        if running:
            kept = {name: getattr(running, name) for name in ("ahead", "on_working_days")}
            self.initial |= chosen(running.rule) | kept

    def clean(self):
        """What `actions.recurring.repeat` takes."""
        typed = super().clean()
        until, count = typed.pop("until", None), typed.pop("count", None)
        if until and count:
            self.add_error("count", _("Choose one end: a day, or a number."))
        weekdays = typed.pop("weekdays", ())
        every = typed.pop("every", None)
        if every and self.first:
            often = {"weekdays": weekdays, "until": until, "count": count}
            often["on_working_days"] = typed.get("on_working_days", False)
            typed["rule"] = rule_for(self.item, every, by=self.by, **often)
            typed["times"] = count
        else:
            typed["rule"] = ""
        return typed
