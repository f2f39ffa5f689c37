"""What a lead's columns say once it has come into a state: its moments, and until when to decide.

Pure: everything that changes a state goes through here, one lead or 25,000.
"""

from campaigns.leads import sla
from campaigns.leads.models import Lead

State = Lead.State
# Who has come this far has been through the ones before.
ROAD = (State.MQL, State.ACCEPTED, State.QUALIFIED, State.OPPORTUNITY, State.WON)
BEFORE = {
    State.REJECTED: (State.MQL,),
    State.RECYCLED: (State.MQL,),
    State.LOST: (State.MQL, State.ACCEPTED),
}
DECIDED = {State.ACCEPTED, State.REJECTED, State.RECYCLED}
UNDECIDED = {
    "decided_at": None,
    "decided_by": None,
    "accepted_at": None,
    "rejected_at": None,
    "reason": None,
}


def enter(values, state, at, hours=None, agreement=None):
    """`values`, the columns of a lead by name, with what coming into `state` at a moment changes.

    `hours` (`sla.Hours`) are those of the office that decides, and `agreement` the working minutes
    it may take, None without a limit; both matter for an MQL alone. Moments that are known stay,
    those of states that were passed over are filled in: counts never have more won than accepted.
    """
    state = State(state)
    values = values | {"state": state.value}
    for passed in road_to(state):
        name = f"{passed}_at"
        if values.get(name) is None:
            values[name] = at
    if state == State.MQL:
        # The moment may be long past when a file brings it; the time to decide counts from now.
        values |= UNDECIDED | {"waits_since": at}
        values["due_at"] = sla.due_at(at, agreement, hours) if agreement is not None else None
    if state in DECIDED:
        values["decided_at"] = at
    if state == State.LOST:
        values["lost_at"] = at
    return values


def road_to(state):
    """The states with a moment of their own that a lead in `state` has been through, with it."""
    if state in ROAD:
        return ROAD[: ROAD.index(state) + 1]
    own = (state,) if state == State.REJECTED else ()
    return (*BEFORE.get(state, ()), *own)


def columns(lead):
    """The columns of a lead that `enter` looks at."""
    return {name: lead.serializable_value(name) for name in MOMENTS}


MOMENTS = (
    "state",
    "mql_at",
    "waits_since",
    "due_at",
    "decided_at",
    "accepted_at",
    "rejected_at",
    "reason",
    "qualified_at",
    "opportunity_at",
    "won_at",
    "lost_at",
)
