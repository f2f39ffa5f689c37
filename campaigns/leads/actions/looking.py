"""The log of who saw, took out or erased what says who leads are.

It is written only, and by these functions only. Nothing in it says who a lead is.
"""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery

from campaigns.leads import masking
from campaigns.leads.models import Looked, LookedAt
from workspace.kernel import clock, pouring
from workspace.kernel.remembering import Remembered

ONCE_IN = timedelta(hours=1)
NEVER = datetime.min.replace(tzinfo=UTC)


def viewed(lead, *, by):
    """`by` was shown who a lead is; noted once an hour for the same person and lead.

    Who sees leads masked saw nothing that is to be noted.
    """
    opened(lead, (), by=by, wanted={})


def opened(lead, others, *, by, wanted):
    """`by` was shown who a lead is, and beside it who `others` are, by their ids.

    Each is noted as `viewed` and `listed` do, by two statements at most.
    """
    looks = [look(Looked.What.VIEWED, by=by, lead=lead)] if is_new(lead, by) else []
    new = listed_anew(others, by)
    if new:
        looks.append(look(Looked.What.VIEWED, by=by, count=len(new), wanted=wanted))
    keep(looks, new)
    if looks and looks[0].lead_id:
        opened_before.put((by.pk, lead.pk), looks[0].at)
    remember(new, by)


def is_new(lead, by):
    """Whether it is to be noted that `by` was shown a lead."""
    if not masking.sees(by) or lead.erased_at:
        return False
    key = by.pk, lead.pk
    if (opened_before.find(key) or NEVER) > clock.now() - ONCE_IN:
        return False
    noted = lead.noted_at if hasattr(lead, "noted_at") else lately(by, lead).first()
    if noted:
        opened_before.put(key, noted)
    return noted is None


def with_noted(leads, by):
    """These leads with `noted_at`, when within the hour it was noted that `by` was shown them."""
    return leads.annotate(noted_at=Subquery(lately(by, OuterRef("pk"))[:1]))


def lately(by, lead):
    since = clock.now() - ONCE_IN
    found = Looked.objects.filter(lead=lead, member=by, what=Looked.What.VIEWED, at__gt=since)
    return found.order_by("-at").values_list("at", flat=True)


def viewed_many(pks, *, by, wanted):
    """`by` was given these leads with their contact data at once; each time is noted."""
    if pks and masking.sees(by):
        note_many(Looked.What.VIEWED, pks, by=by, wanted=wanted)


opened_before = Remembered(5_000)
listed_before = Remembered(20_000)


def listed(pks, *, by, wanted):
    """`by` was shown a list that says who these leads are.

    Who was on a list of theirs within the hour is not noted again, as far as this process knows: a
    page that is read anew because one lead has come in notes that one.
    """
    new = listed_anew(pks, by)
    viewed_many(new, by=by, wanted=wanted)
    remember(new, by)


def listed_anew(pks, by):
    """Those of these leads that `by` was not shown on a list within the hour."""
    if not masking.sees(by):
        return []
    since = clock.now() - ONCE_IN
    return [pk for pk in pks if (listed_before.find((by.pk, pk)) or NEVER) <= since]


def remember(pks, by):
    """What was noted of a list is not noted again within the hour."""
    now = clock.now()
    for pk in pks:
        listed_before.put((by.pk, pk), now)


def exported(pks, *, by, wanted):
    """`by` took leads out as a file; `wanted` is the filter, as far as it says nothing of them."""
    wanted = wanted | {"masked": not masking.sees(by)}
    note_many(Looked.What.EXPORTED, pks, by=by, wanted=wanted)


def removed(pks, *, by, wanted):
    """`by` took leads out of the workspace again, such as those of a file."""
    if pks:
        note_many(Looked.What.REMOVED, pks, by=by, wanted=wanted)


def erased(lead, *, by, reason):
    note(Looked.What.ERASED, by=by, lead=lead, wanted={"reason": reason})


def note_many(what, pks, *, by, wanted):
    """One entry that says which leads it is about; two statements, however many they are."""
    keep([look(what, by=by, count=len(pks), wanted=wanted)], pks)


@transaction.atomic(savepoint=False)
def keep(looks, pks):
    """Write looks, of which the last one was at the leads of these ids."""
    if looks:
        Looked.objects.bulk_create(looks)
    if pks:
        rows = ((looks[-1].workspace_id, looks[-1].pk, pk) for pk in dict.fromkeys(pks))
        pouring.pour(LookedAt, ["workspace_id", "looked_id", "number"], rows)


def note(what, **said):
    look(what, **said).save(force_insert=True)


def look(what, *, by, lead=None, count=1, wanted=None):
    return Looked(
        workspace_id=by.workspace_id,
        lead=lead,
        count=count,
        member=by,
        member_name=by.name,
        what=what,
        via=by.via,
        at=clock.now(),
        wanted=wanted or {},
    )
