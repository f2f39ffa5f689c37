"""Erasing a person: all that says who it was goes, all that was counted stays."""

from django.utils.translation import gettext as _

from campaigns.leads import facts, files, keys
from campaigns.leads.actions import looking
from campaigns.leads.models import Brought, Lead, Merge, Note, Quote, Touch
from workspace.kernel import streams
from workspace.kernel.api_requests import Answered
from workspace.kernel.refusals import Busy, Invalid, Refusal

BLANK = {
    **dict.fromkeys(facts.TEXTS, ""),
    "email_key": "",
    "phone_key": "",
    "consent_at": None,
}
KEPT_UTM = ("source", "medium", "campaign")  # a term, a content or an id may point to one person
GONE = 410
MOST_TRIES = 5
SHORTEST = 5  # bytes that stand in an answer by chance hardly ever


def erase(lead, *, by, why):
    """Erase the person that a lead is, with every lead that was merged into it.

    Campaign, touchpoint, state, value and all moments stay, so that nothing that was counted
    changes; files that name the person and did not come in are dropped. It cannot be undone, and
    needs a reason.
    """
    why = " ".join(why.split())[:200]
    if not why:
        sentence = _("Say why, such as: they asked for it.")
        raise Invalid.at("why", sentence)
    for _attempt in range(MOST_TRIES):
        person = everyone(lead)
        held = files.naming(person)
        targets = {("campaign", one.campaign_id) for one in person}
        with streams.record_many(targets, by=by, why=why) as records:
            lead.refresh_from_db()
            # Who is merged with it meanwhile goes, too: nobody could erase them afterwards.
            if same(everyone(lead), person):
                for one in Lead.objects.filter(pk__in=[one.pk for one in person]):
                    if one.erased_at is None:
                        forget(one, records["campaign", one.campaign_id], by, why)
                for imp in held:
                    files.drop(imp)
                break
    else:
        raise Busy(_("Others are changing this lead right now; try again."))
    lead.refresh_from_db()
    return lead


def same(leads, others):
    """Whether these are the same leads, saying the same."""
    return {(one.pk, one.version) for one in leads} == {(one.pk, one.version) for one in others}


def everyone(lead):
    """The leads that are the same person: this one, and those merged into it."""
    if lead.erased_at:
        raise Refusal(_("This person was erased already."))
    if lead.merged_into_id:
        raise Refusal(
            _("This lead was merged into another one."), mend=_("Erase that one, and it goes too.")
        )
    found, newest = [lead], [lead]
    while newest:
        newest = list(Lead.objects.filter(merged_into__in=newest))
        found += newest
    return found


def forget(lead, record, by, why):
    texts = {lead.email, lead.phone, lead.name} - {""} or {lead.company} - {""}
    Lead.objects.filter(pk=lead.pk).update(
        **BLANK,
        utm={name: said for name, said in lead.utm.items() if name in KEPT_UTM},
        external_id=keys.erased_id(lead.external_id),
        erased_at=record.at,
        version=lead.version + 1,
    )
    Note.objects.filter(lead=lead).delete()
    Touch.objects.filter(lead=lead).update(what="")
    Quote.objects.filter(lead=lead).update(lead=None)
    Merge.objects.filter(kept=lead).update(before={})
    Merge.objects.filter(gone=lead).update(before={})
    Brought.objects.filter(lead=lead).update(before={})
    forget_answers(lead, texts)
    looking.erased(lead, by=by, reason=why)
    record("lead.erased", lead, audience="team", version=lead.version + 1)


def forget_answers(lead, texts):
    """Stored answers of the API that name the person; a repeated request learns that it is gone."""
    marks = [mark_of(text) for text in texts]
    for answered in Answered.objects.filter(workspace_id=lead.workspace_id).iterator():
        body = bytes(answered.body)
        if any(mark in body for mark in marks):
            Answered.objects.filter(pk=answered.pk).update(body=b"{}", headers={}, status=GONE)


def mark_of(text):
    """What stands in an answer that says a text; a short one is searched for as a whole value."""
    mark = text.encode()
    return mark if len(mark) >= SHORTEST else b'"%b"' % mark
