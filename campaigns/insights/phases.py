"""In which phase each campaign was, from when to when, as the log of events has it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from workspace.kernel.streams.models import Event
from workspace.kernel.templatetags.look import day, from_to


@dataclass(frozen=True)
class Stretch:
    """A phase from one day to another; None at an end that nobody knows, or that is not yet."""

    phase: str
    first: date | None
    last: date | None

    @property
    def words(self):
        """Such as "Live, 3 Nov – 20 Dec", "Live since 3 Nov", or the name alone."""
        names = {"phase": Campaign.Phase(self.phase).label, "day": day(self.first or self.last)}
        if self.first and self.last:
            return f"{names['phase']} {from_to(self.first, self.last)}"
        if self.first:
            return _("%(phase)s since %(day)s") % names
        return _("%(phase)s until %(day)s") % names if self.last else str(names["phase"])


def of(campaigns):
    """{campaign: [`Stretch`]}, oldest first, the last of them the present one; one statement."""
    changes = defaultdict(list)
    rows = Event.objects.filter(
        stream__in=[each.stream for each in campaigns],
        noun="campaign",
        verb="campaign.edited",
        changes__has_key="phase",
    )
    for pk, change, at in rows.order_by("revision").values_list("object_id", "changes", "at"):
        changes[pk].append((*change["phase"], timezone.localdate(at)))
    return {each.pk: stretches(each.phase, changes[each.pk]) for each in campaigns}


def stretches(present, changes):
    """The phases between these changes, [(before, after, day)]."""
    found, first = [], None
    for before, _after, on in changes:
        found.append(Stretch(before, first, on))
        first = on
    return [*found, Stretch(present, first, None)]


def drawn(stretches, first, last, scale):
    """[(phase, x, width)] along a bar from `first` to `last`; the present one ends with it."""
    parts = []
    for each in stretches:
        begin, end = max(each.first or first, first), min(each.last or last, last)
        x, until = scale.x(begin), scale.x(end) + (scale.day if each.last is None else 0)
        if begin <= end and until > x:
            parts.append((each.phase, x, until - x))
    return parts
