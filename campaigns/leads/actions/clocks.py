"""Until when a lead is to be decided: the clock of whoever has it, whenever it waits again.

A clock hangs on the owner's team, its office hours and the agreement. While a lead does not wait
nobody sets its clock, so it is set anew by each way back: undoing, a merge or a file taken back.
"""

from dataclasses import dataclass, field
from functools import cached_property

from campaigns.leads import queries, sla
from campaigns.leads.models import Lead
from teams.models import Member, Workspace

HANGS_ON = {"state", "owner", "owner_id", "merged_into", "waits_since"}


@dataclass
class Clocks:
    """The clocks of a workspace's leads; each owner's team is read once."""

    workspace: Workspace
    teams: dict = field(default_factory=lambda: {None: None})

    @cached_property
    def office(self):
        return queries.Office.of(self.workspace)

    @property
    def minutes(self):
        return self.office.minutes

    def hours_of(self, owner_id):
        """The hours of an owner's team, or those that hold where there is none."""
        if owner_id not in self.teams:
            found = Member.objects.filter(pk=owner_id).values_list("team", flat=True)
            self.teams[owner_id] = found.first()
        return self.office.hours_of(self.teams[owner_id])

    def due_at(self, since, owner_id):
        """When the time of a lead ends that waits since a moment; None without a limit."""
        if self.minutes is None:
            return None
        return sla.due_at(since, self.minutes, self.hours_of(owner_id))

    def kept(self, lead, values):
        """`values` that a lead is about to be given, with its time to decide if it waits then."""
        if not HANGS_ON & values.keys():
            return values
        state = values.get("state", lead.state)
        gone = values.get("merged_into", lead.merged_into_id)
        if state != Lead.State.MQL or gone:
            return values
        owner_id = values.get("owner_id", values.get("owner", lead.owner_id))
        since = values.get("waits_since", lead.waits_since)
        return values | {"due_at": self.due_at(since, owner_id)}


def kept(lead, values):
    """The same for one lead."""
    return Clocks(lead.workspace).kept(lead, values)
