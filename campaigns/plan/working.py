"""On which days an item can be worked on: those on which one of its people works.

What belongs to nobody takes the days of the workspace. Lags are counted in those in any case.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from campaigns.schedule.days import WorkingDays, of_any, of_person
from teams import queries as teams
from workspace.kernel.remembering import OfWorkspaces


@dataclass(eq=False)
class Calendars:
    """The working `days` of a workspace, and {member: theirs} of those who have their own.

    Nothing of it changes, so that what is reckoned with it may be remembered by it.
    """

    days: WorkingDays
    people: dict
    known: dict = field(default_factory=dict)

    def of(self, members):
        """The days of an item that these answer for; None where they are the workspace's."""
        together = frozenset(members)
        if self.people.keys().isdisjoint(together):
            return None
        if together not in self.known:
            days = of_any(self.people.get(pk, self.days) for pk in together)
            self.known[together] = None if days == self.days else days
        return self.known[together]


remembered = OfWorkspaces(200)


def calendars(workspace):
    """The `Calendars` of a workspace; three statements, or none: all of it moves its `face`.

    But for the years: the holidays of countries are known around the present one.
    """
    year = timezone.localdate().year

    def read():
        days = WorkingDays(*teams.working_days(workspace))
        people = {
            pk: of_person(days, mask, away, off, on)
            for pk, mask, off, on, away in teams.own_calendars(days.off, days.on, year)
        }
        return Calendars(days, people)

    return remembered.of(workspace, read, year)
