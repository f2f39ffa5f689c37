"""How long sales may take, when its offices work, and why it may say no."""

from dataclasses import dataclass
from datetime import time
from functools import cached_property, lru_cache

from campaigns.leads import sla
from campaigns.leads.models import Agreement, OfficeHours, RejectionReason
from teams import public_holidays
from teams.models import Holiday, Workspace
from teams.queries import off_and_on
from workspace.kernel import clock
from workspace.kernel.sets import together

OPENS, CLOSES = time(9), time(17)
YEARS = 2


@dataclass
class Office:
    """How long sales may take, and when whose office works."""

    workspace: Workspace
    minutes: int | None
    rows: dict
    single: tuple  # the workspace's days off, and the days of rest on which it works

    @classmethod
    def of(cls, workspace):
        return agreed(workspace)[0]

    @cached_property
    def default(self):
        """The hours of whoever has none of their own."""
        return self.hours_by(self.rows.get(None))

    def hours_of(self, team_id):
        """The `sla.Hours` of a team, or of nobody's leads (None)."""
        row = self.rows.get(team_id)
        return self.default if row is None else self.hours_by(row)

    def hours_by(self, row):
        if row is None:
            zone, mask = self.workspace.time_zone, self.workspace.working_days
            return sla.Hours(zone, OPENS, CLOSES, mask, *self.single)
        return sla.Hours(
            row.time_zone,
            row.opens_at,
            row.closes_at,
            row.working_days or self.workspace.working_days,
            *(holidays_of(row.country, clock.now().year) if row.country else self.single),
        )


@lru_cache(maxsize=200)
def holidays_of(place, year):
    """The public holidays of a country (`CN`), or of a part of it (`DE-HH`), around a year, and the
    days of rest on which it works."""
    country, _dash, region = place.partition("-")
    days = public_holidays.days_of(country, region, year - YEARS, year + YEARS)
    return off_and_on([(day, works) for day, _name, works in days])


def agreed(workspace):
    """(`Office`, reasons in use) of a workspace; one statement."""
    agreements, rows, holidays, used = together(
        Agreement.objects.order_by("pk"),
        OfficeHours.objects.order_by("pk"),
        Holiday.objects.order_by("pk"),
        reasons(),
    )
    return (
        Office(
            workspace,
            agreements[0].minutes if agreements else None,
            {row.team_id: row for row in rows},
            off_and_on([(holiday.day, holiday.works) for holiday in holidays]),
        ),
        used,
    )


def reasons():
    """The reasons in use, in their order, which gives the first ten a digit each."""
    return RejectionReason.objects.filter(retired_at__isnull=True).order_by("position", "pk")
