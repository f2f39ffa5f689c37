"""What can be decided about one lead on its own page: the next step, and the last one back."""

from types import SimpleNamespace

from django.urls import reverse

from campaigns.leads import policies, queries
from campaigns.leads.actions import deciding
from campaigns.leads.models import Lead, Theme

State = Lead.State
WITH_VALUE = {State.OPPORTUNITY, State.WON}


def of(lead, reader, slug):
    """The steps that `reader` may take with a lead; None where there are none."""
    if lead.erased_at or lead.merged_into_id:
        return None
    decides = policies.lead.allows(reader, "decide", lead)
    promotes = policies.lead.allows(reader, "promote", lead) and lead.state == State.NEW
    if not decides and not promotes:
        return None

    def link(name):
        return reverse(f"{name}_lead", kwargs={"workspace": slug, "lead": lead.pk})

    return SimpleNamespace(
        promote_url=link("promote") if promotes else "",
        waits=decides and lead.state == State.MQL,
        inbox_url=f"{reverse('inbox', kwargs={'workspace': slug})}?whose=all&lead={lead.pk}",
        accept_url=link("accept"),
        reject_url=link("reject"),
        reasons=reasons_for(lead, reader) if decides and lead.state == State.MQL else [],
        advance_url=link("advance"),
        next=[
            SimpleNamespace(state=state.value, label=state.label, has_value=state in WITH_VALUE)
            for state in (deciding.NEXT.get(State(lead.state), ()) if decides else ())
        ],
        currency=lead.currency or "EUR",
        may_say=decides,
        note_url=link("note"),
        quote_url=link("quote"),
        themes=Theme.choices,
        undo_url=link("undo") if decides and lead.state not in {State.NEW, State.MQL} else "",
    )


def reasons_for(lead, reader):
    """The reasons in use; those remembered, where the lead was read with what they depend on."""
    if hasattr(lead, "agreed"):
        return queries.rules(reader.workspace, lead.agreed)[1]
    return list(queries.reasons())
