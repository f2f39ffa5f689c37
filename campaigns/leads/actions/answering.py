"""Marketing answers what sales said: with a decision, with an item, or with both."""

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.leads.models import Answer, Answered, Lead, Quote
from campaigns.plan import actions as plan
from workspace.kernel import clock, streams
from workspace.kernel.refusals import Invalid, Refusal


@transaction.atomic
def answer_quotes(campaign, quotes, *, by, decision="", item=None, title=""):
    """Answer quotes of a campaign; the reps who passed them on are told. Returns the answer.

    `item` is one of the plan's; with a `title` a new one is put into the plan instead.
    """
    pks = [quote.pk for quote in quotes]
    found = list(Quote.objects.filter(campaign=campaign, pk__in=pks).select_related("lead", "by"))
    if not found:
        raise Refusal(_("There is nothing to answer."))
    places = {quote.touchpoint_id for quote in found}
    themes = {quote.theme for quote in found}
    values = {
        "touchpoint_id": places.pop() if len(places) == 1 else None,
        "theme": themes.pop() if len(themes) == 1 else "",
    }
    told = {(quote.lead_id, quote.by_id) for quote in found}
    return answer(campaign, by, decision, item, title, values, told, quotes=found)


@transaction.atomic
def answer_reason(campaign, touchpoint, reason, *, by, decision="", item=None, title=""):
    """Answer all rejections of a touchpoint for one reason; who rejected is told."""
    rejected = Lead.objects.filter(
        campaign=campaign,
        touchpoint=touchpoint,
        reason=reason,
        state=Lead.State.REJECTED,
        merged_into__isnull=True,
    )
    told = set(rejected.values_list("pk", "decided_by"))
    if not told:
        raise Refusal(_("Nobody rejected a lead of this touchpoint for that reason."))
    values = {"touchpoint_id": touchpoint and touchpoint.pk, "reason": reason}
    return answer(campaign, by, decision, item, title, values, told)


def answer(campaign, by, decision, item, title, values, told, quotes=()):
    """`told` is {(lead, the rep who is told that it changed something)}."""
    decision, title = decision.strip(), title.strip()
    if not decision and item is None and not title:
        sentence = _("Say what you decided, or name an item.")
        raise Invalid.at("decision", sentence)
    if title:
        item = plan.add(campaign, by=by, title=title, **place_of(values["touchpoint_id"], campaign))
    elif item is not None and item.campaign_id != campaign.pk:
        raise Invalid.at("item", _("This item is not of this campaign."))
    with streams.record("campaign", campaign.pk, by=by) as record:
        made = Answer.objects.create(
            workspace_id=campaign.workspace_id,
            campaign=campaign,
            decision=decision[:500],
            item=item,
            title=item.title if item else "",
            by=by,
            by_name=by.name,
            at=record.at,
            **values,
        )
        for quote in quotes:
            quote.answer = made
        Quote.objects.bulk_update(quotes, ["answer"])
        Answered.objects.bulk_create(
            (
                Answered(workspace_id=campaign.workspace_id, answer=made, lead_id=pk, rep_id=rep)
                for pk, rep in sorted(told, key=str)
            ),
            batch_size=500,
        )
        record(
            "answer.added",
            made,
            audience="team",
            name=f"#{made.pk}",
            count=len(told),
            item=item.pk if item else None,
        )
    return made


def place_of(touchpoint_id, campaign):
    """Where a new item goes: to the touchpoint that it is about."""
    touchpoint = campaign.touchpoints.filter(pk=touchpoint_id).first() if touchpoint_id else None
    if touchpoint is None:
        return {}
    return {"channel": touchpoint.channel_id, "stage": touchpoint.stage_id}


def see(*, by, answers=None):
    """`by` has seen what their rejections and quotes changed; of some answers, or of all.

    Nothing of a campaign changes, and nobody else learns of it: no event.
    """
    unseen = Answered.objects.filter(rep=by, seen_at__isnull=True)
    if answers is not None:
        unseen = unseen.filter(answer__in=answers)
    return unseen.update(seen_at=clock.now())
