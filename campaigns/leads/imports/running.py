"""Writing what a file says of leads, and taking it out again: everything or nothing."""

from campaigns.journey import actions as journey
from campaigns.journey.models import Touchpoint
from campaigns.leads import facts, keys
from campaigns.leads.actions import bringing, looking, telling
from campaigns.leads.actions.clocks import Clocks
from campaigns.leads.models import Brought, Lead, Note, Quote
from campaigns.plan.models import Channel, Stage
from teams.models import Member
from workspace.kernel import pouring
from workspace.kernel.streams.recording import chunks
from workspace.kernel.values import plain

BATCH = 500


def furnished(drafts, imp, record=None):
    """Rows as `bringing` takes them, with the rows of the database that they name.

    With an open record, touchpoints that are missing are made; without one they are left out.
    Where each row becomes a new lead, none keeps the id by which it would be found again.
    """
    owners = {each.pk: each for each in Member.objects.present()}
    wanted = {draft["place"] for draft in drafts if draft["place"]}
    places = touchpoints(imp.campaign, wanted, record)
    anew = {"external_id": "", "ids": None} if imp.all_new else {}
    for draft in drafts:
        found = {"owner": owners.get(draft["owner_id"]), "touchpoint": places.get(draft["place"])}
        kept = {name: v for name, v in draft.items() if name not in {"owner_id", "place"}}
        yield kept | found | anew


def touchpoints(campaign, wanted, record):
    here = Touchpoint.objects.filter(campaign=campaign).select_related("channel", "stage")
    found = {(each.channel_id, each.stage_id): each for each in here}
    if record is not None:
        for channel, stage in sorted(wanted - found.keys()):
            if is_here(channel, stage):
                made = journey.touchpoint_of(campaign, channel, stage, record=record)
                found[channel, stage] = made
    return found


def is_here(channel, stage):
    """A channel or a stage may have been removed since the file was looked at."""
    return Channel.objects.filter(pk=channel).exists() and Stage.objects.filter(pk=stage).exists()


def bring(record, imp, drafts, source, told):
    """Bring the rows in and remember what each lead said before; returns the counts."""
    rows = furnished(drafts, imp, record)
    outcome = bringing.bring_in(record, imp.campaign, list(rows), source=source, told=told)
    pouring.pour(
        Brought,
        ["workspace_id", "brought_id", "lead_id", "before", "version"],
        (remembered(imp, lead, before) for lead, before in done(outcome)),
    )
    return outcome.counts


def done(outcome):
    yield from ((lead, None) for lead in outcome.new)
    yield from outcome.changed


def remembered(imp, lead, before):
    told = before and {name: plain(value) for name, value in before.items()}
    return (imp.workspace_id, imp.pk, lead.pk, told, lead.version)


def take_out(record, imp):
    """Take out again what an import brought; returns (how many, how many were kept).

    What somebody has worked on since stays: changed, merged, noted on, quoted, or erased.
    """
    brought = Brought.objects.filter(brought=imp).select_related("lead").order_by("pk")
    used = used_since(imp)
    free, kept = [], 0
    for each in brought.iterator(chunk_size=2_000):
        if each.lead.version == each.version and each.lead_id not in used:
            free.append(each)
        else:
            kept += 1
    remove(record, imp, [each.lead for each in free if each.before is None])
    changed = [each for each in free if each.before is not None]
    restore(record, changed, imp.workspace)
    return len(free), kept


def used_since(imp):
    """The ids of leads of an import with which somebody did what leaves their version as it was."""
    told = {"lead__brought__brought": imp, "created_at__gt": imp.finished_at}
    ids = [
        rows.filter(**told).values_list("lead", flat=True) for rows in (Note.objects, Quote.objects)
    ]
    merged = Lead.objects.filter(merged_into__brought__brought=imp)
    return {pk for found in (*ids, merged.values_list("merged_into", flat=True)) for pk in found}


def remove(record, imp, leads):
    for lead in leads:
        record("lead.removed", lead, audience="team")
    pks = [lead.pk for lead in leads]
    looking.removed(pks, by=record.by, wanted={"import": imp.pk})
    for some in chunks(pks, BATCH):
        Lead.objects.filter(pk__in=some).delete()


def restore(record, brought, workspace):
    clocks = Clocks(workspace)
    for some in chunks(brought, BATCH):
        names = set()
        for each in some:
            lead = each.lead
            before = {name: typed(name, value) for name, value in each.before.items()}
            before = clocks.kept(lead, before | keys.following(lead, before, workspace.time_zone))
            present = {name: getattr(lead, name) for name in before}
            names |= before.keys()
            for name, value in before.items():
                setattr(lead, name, value)
            lead.version += 1
            telling.edited(record, lead, present, before)
        Lead.objects.bulk_create(
            [each.lead for each in some],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[*sorted(names), "version"],
        )
        hand_back(some)


def hand_back(some):
    """Let the imports on whose leads an import built find them as they left them.

    Otherwise they would keep, as worked on, what was only brought in again and taken out.
    """
    left = {each.lead_id: each.version for each in some}
    before = [
        each
        for each in Brought.objects.filter(lead__in=left)
        if each.version == left[each.lead_id] - 1
    ]
    for each in before:
        each.version = left[each.lead_id] + 1
    Brought.objects.bulk_update(before, ["version"])


def typed(column, value):
    return Lead._meta.get_field(facts.name_of(column)).to_python(value)
