"""What a rep does with a lead: take it, say no and why, put it off to a day; note, undo.

A decision names the state it decides from in the `WHERE` of its `UPDATE`: of two who decide at the
same moment one does, and the other is told who did what and when.
"""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.leads import facts, queries
from campaigns.leads.actions import clocks, states
from campaigns.leads.models import Lead, Note
from workspace.kernel import clock, streams
from workspace.kernel.refusals import Conflict, Invalid, Refusal
from workspace.kernel.streams.models import Event
from workspace.kernel.templatetags.look import day
from workspace.kernel.values import changes_of, plain

State = Lead.State
DECISIONS = ("lead.accepted", "lead.rejected", "lead.recycled")
STEPS = ("lead.qualified", "lead.opened", "lead.won", "lead.lost", "lead.promoted")
UNDONE = {*DECISIONS, *STEPS}
DECIDING = (*DECISIONS, *STEPS, "lead.undone", "lead.came_back")
NEXT = {
    State.ACCEPTED: (State.QUALIFIED, State.OPPORTUNITY, State.WON, State.LOST),
    State.QUALIFIED: (State.OPPORTUNITY, State.WON, State.LOST),
    State.OPPORTUNITY: (State.WON, State.LOST),
    State.LOST: (State.OPPORTUNITY,),
}
FORWARD = [(state.value, state.value) for state in NEXT[State.ACCEPTED]]
VERBS = {
    State.QUALIFIED: "lead.qualified",
    State.OPPORTUNITY: "lead.opened",
    State.WON: "lead.won",
    State.LOST: "lead.lost",
}


def accept(lead, *, by):
    """Take a waiting lead: `by` is its owner from now on."""
    return decide(lead, State.ACCEPTED, "lead.accepted", by, owner=by)


def reject(lead, *, by, reason):
    """Say no to a waiting lead, and why (a `RejectionReason`)."""
    if reason.retired_at:
        raise Invalid.at("reason", _("This reason is no longer used."))
    return decide(lead, State.REJECTED, "lead.rejected", by, reason=reason)


def recycle(lead, *, by, on):
    """Put a waiting lead off: it comes back on a day to come."""
    if on <= clock.workspace_today():
        sentence = _("Choose a day to come.")
        raise Invalid.at("on", sentence)
    return decide(lead, State.RECYCLED, "lead.recycled", by, back_on=on)


def decide(lead, state, verb, by, **values):
    with streams.record("campaign", lead.campaign_id, by=by) as record:
        found = Lead.objects.waiting().filter(pk=lead.pk).first()
        if found is None:
            raise decided_already(lead)
        entered = states.enter(states.columns(found), state, record.at)
        write(record, verb, found, entered | values | {"decided_by": by}, Lead.objects.waiting())
    return found


def write(record, verb, lead, values, rows, **data):
    """Change a lead that is still among `rows`, and record it; nothing of who it is."""
    before = {name: plain(lead.serializable_value(name)) for name in values}
    changes = changes_of(before, {name: plain(value) for name, value in values.items()})
    written = {name: values[name] for name in changes}
    if not rows.filter(pk=lead.pk).update(version=F("version") + 1, **written):
        raise decided_already(lead)
    lead.version += 1
    for name, value in written.items():
        setattr(lead, Lead._meta.get_field(name).attname, getattr(value, "pk", value))
    record(verb, lead, changes=changes, audience="team", version=lead.version, **data)


def decided_already(lead):
    """Why a lead cannot be decided on: who did what, and when."""
    found = Lead.objects.select_related("decided_by", "reason").filter(pk=lead.pk).first()
    mend = _("The next one is ready.")
    if found is None or found.erased_at or found.merged_into_id:
        return Conflict(_("This lead is no longer here."), mend=mend)
    if found.decided_at is None:
        return Conflict(_("This lead does not wait for sales."), mend=mend)
    who = found.decided_by.name if found.decided_by else _("Somebody")
    said = {"name": who, "when": when(found.decided_at)}
    if found.state == State.REJECTED:
        return Conflict(_("%(name)s rejected this lead (%(when)s).") % said, mend=mend)
    if found.state == State.RECYCLED:
        said["day"] = day(found.back_on)
        words = _("%(name)s put this lead off until %(day)s (%(when)s).")
        return Conflict(words % said, mend=mend)
    return Conflict(_("%(name)s took this lead (%(when)s).") % said, mend=mend)


def when(at):
    """A moment in words, in the reader's time zone."""
    local = timezone.localtime(at)
    return f"{day(local.date())} {local:%H:%M}"


def note(lead, *, by, body):
    """Note something about a lead; returns the note."""
    body = body.strip()
    if not body:
        raise Invalid.at("body", _("Write something."))
    with streams.record("campaign", lead.campaign_id, by=by) as record:
        if not Lead.objects.standing().filter(pk=lead.pk).exists():
            raise Refusal(_("This lead is no longer here."))
        made = Note.objects.create(
            workspace_id=lead.workspace_id,
            lead=lead,
            by=by,
            by_name=by.name,
            body=body,
            created_at=record.at,
        )
        record("lead.noted", lead, audience="team")
    return made


def undo(lead, *, by):
    """Take back the newest decision about a lead, unless somebody built on it; returns the lead.

    Managers take back anybody's, others their own. What was noted or mended meanwhile is nothing
    that was built on it: a fact that somebody has changed since stays as they changed it.
    """
    with streams.record("campaign", lead.campaign_id, by=by) as record:
        found = Lead.objects.standing().select_related("workspace").filter(pk=lead.pk).first()
        if found is None:
            raise Refusal(_("This lead is no longer here."))
        event = newest_decision(found)
        refuse_undoing(found, event, by)
        values = {
            name: before
            for name, (before, after) in event.changes.items()
            if name not in facts.PLAIN or plain(found.serializable_value(name)) == after
        }
        rows = Lead.objects.standing().filter(version=found.version)
        values = clocks.kept(found, typed(values))
        write(record, "lead.undone", found, values, rows, of=event.verb)
    return found


def newest_decision(lead):
    """The newest decision or step that was not taken back; None when the lead waits anew."""
    events = Event.objects.filter(noun="lead", object_id=lead.pk, verb__in=DECIDING)
    taken_back = 0
    for event in events.select_related("actor").order_by("-revision", "-position"):
        if event.verb == "lead.undone":
            taken_back += 1
        elif taken_back:
            taken_back -= 1
        else:
            return event if event.verb in UNDONE else None
    return None


def refuse_undoing(lead, event, by):
    if event is None:
        raise Refusal(_("There is nothing to undo."), mend=_("Open the lead to see what happened."))
    if lead.state != event.changes["state"][1]:
        raise Conflict(
            _("Meanwhile this lead has come further."),
            mend=_("Open the lead to see what happened."),
        )
    if event.actor_id != by.pk and by.role not in {"owner", "admin", "manager"}:
        raise Conflict(
            _("Meanwhile %(name)s has gone on with this lead.")
            % {"name": event.actor_name or _("Somebody")},
            mend=_("Talk to them, or open the lead."),
        )
    answers = lead.answers.filter(answer__at__gte=event.at)
    if event.verb == "lead.rejected" and answers.exists():
        raise Conflict(
            _("Marketing has answered this rejection already."), mend=_("Open the lead to see it.")
        )


def typed(values):
    """Plain values of an event as the columns of a lead take them."""
    return {name: Lead._meta.get_field(name).to_python(value) for name, value in values.items()}


def promote(lead, *, by):
    """A new lead is ready for sales: from now on it waits for them to decide."""
    with streams.record("campaign", lead.campaign_id, by=by) as record:
        new = Lead.objects.standing().filter(state=State.NEW)
        found = new.filter(pk=lead.pk).select_related("owner", "workspace").first()
        if found is None:
            raise Refusal(_("Only a new lead can become an MQL."))
        write(record, "lead.promoted", found, waiting_from(found, record.at), new)
    return found


def waiting_from(lead, at):
    """The columns of a lead that waits for sales from a moment on, by the clock of its office."""
    office = queries.Office.of(lead.workspace)
    team = lead.owner.team_id if lead.owner else None
    hours = office.hours_of(team)
    return states.enter(states.columns(lead), State.MQL, at, hours, office.minutes)


def advance(lead, state, *, by, value=None, currency=""):
    """Bring an accepted lead further: qualified, an opportunity (of a value), won or lost."""
    state = State(state)
    with streams.record("campaign", lead.campaign_id, by=by) as record:
        found = Lead.objects.standing().filter(pk=lead.pk).first()
        if found is None or state not in NEXT.get(State(found.state), ()):
            raise Refusal(
                _("This lead cannot become “%(state)s” now.") % {"state": state.label},
                mend=_("Reload the page to see where it stands."),
            )
        values = states.enter(states.columns(found), state, record.at)
        if value is not None:
            worth = {"value": value, "currency": currency}
            facts.refuse_bare_money(found, worth)
            values |= worth
        rows = Lead.objects.standing().filter(state=found.state)
        write(record, VERBS[state], found, values, rows)
    return found


def come_back(lead):
    """A recycled lead's day has come: it waits again, with its time counted from now on."""
    with streams.record("campaign", lead.campaign_id, by=None, via="system") as record:
        recycled = Lead.objects.standing().filter(state=State.RECYCLED)
        found = recycled.filter(pk=lead.pk).select_related("owner", "workspace").first()
        if found is None:
            return None
        write(record, "lead.came_back", found, waiting_from(found, clock.now()), recycled)
    return found
