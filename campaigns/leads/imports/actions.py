"""Everything that can happen to a file of leads: chosen, understood, run, taken out again."""

import logging
import sys

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.leads import masking, policies
from campaigns.leads.actions import bringing
from campaigns.leads.imports import reading, running
from campaigns.leads.models import Brought, Lead, LeadImport, Note, Touch
from campaigns.plan.files import clean_name
from campaigns.plan.imports import course, progress, store
from campaigns.plan.imports.reading import Unreadable
from campaigns.plan.models import Channel, Stage
from teams.models import Member
from workspace.kernel import clock, outbox, rows, streams
from workspace.kernel.refusals import Refusal
from workspace.kernel.remembering import Remembered
from workspace.kernel.streams.models import Event, Stream

log = logging.getLogger(__name__)
ABOUT_THE_TABLE = {"encoding", "delimiter", "sheet", "header_line"}
NESTED = ("columns",)
understood_files = Remembered(2)


def start(campaign, *, by, upload):
    """Take a file in and look at it; nothing is brought in yet. `Invalid` when it is unreadable."""
    key = store.keep(upload)
    imp = LeadImport(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        by=by,
        file=key,
        name=clean_name(upload.name),
        all_new=not masking.sees(by),
        created_at=clock.now(),
    )
    try:
        understood(imp)
    except Unreadable as unreadable:
        store.forget(key)
        store.refuse(unreadable)
    imp.save(force_insert=True)
    return imp


def understood(imp):
    """(reading, draft) of a file under its choices; raises `Unreadable`."""
    around = around_of(imp.workspace)
    key = (imp.file, repr(sorted(imp.choices.items())), around)
    known = understood_files.find(key)
    if known is None:
        known = reading.understand(store.bytes_of(imp), imp.name, imp.choices, around)
        understood_files.put(key, known)
    return known


def around_of(workspace):
    return reading.Around(
        channels=tuple(Channel.objects.order_by("position", "pk")),
        stages=tuple(Stage.objects.order_by("position", "pk")),
        people=tuple(Member.objects.present().exclude(role="guest").order_by("pk")),
        zone=workspace.time_zone,
    )


def preview(imp):
    """(reading, draft, counts): what bringing the file in would do now."""
    read, draft = understood(imp)
    given = list(running.furnished(draft.rows, imp))
    counts = bringing.supposed(imp.campaign, given, source=source_of(read))
    return read, draft, counts


def source_of(read):
    return read["vendor"].value


def choose(imp, *, version, **answers):
    """Answer questions about the file; None takes an answer back. Impossible ones are `Invalid`."""
    course.refuse_unless_preview(imp)
    chosen = with_answers(imp.choices, answers)
    draft = LeadImport(
        workspace_id=imp.workspace_id,
        campaign=imp.campaign,
        by=imp.by,
        file=imp.file,
        name=imp.name,
        choices=chosen,
    )
    try:
        understood(draft)
    except Unreadable as unreadable:
        store.refuse(unreadable)
    rows.change(imp, version=version, choices=chosen)
    return imp


def with_answers(present, answers):
    chosen = {name: dict(v) if isinstance(v, dict) else v for name, v in present.items()}
    if ABOUT_THE_TABLE & answers.keys():
        chosen = {name: v for name, v in chosen.items() if name not in {"columns", "words"}}
    for name, answer in answers.items():
        if name == "words":
            for vocabulary, meanings in answer.items():
                below = dict(chosen.get("words") or {})
                below[vocabulary] = dict(below.get(vocabulary) or {}) | meanings
                chosen["words"] = below
        elif name in NESTED:
            chosen[name] = dict(chosen.get(name) or {}) | answer
        else:
            chosen[name] = answer
    return chosen


def run(imp, *, version):
    """Let the worker bring the file in; refused while anything is unclear."""
    course.refuse_unless_preview(imp)
    with store.refusing():
        read, draft = understood(imp)
    course.refuse_unless_ready(draft.ready and not read.open_questions)
    with transaction.atomic():
        rows.change(imp, version=version, state=LeadImport.State.WAITING, failure="")
        outbox.leave(
            "leads.run_import",
            key=f"lead-import:{imp.pk}:{imp.version}",
            stream=Stream.objects.get(kind="campaign", of=imp.campaign_id),
            imp=imp.pk,
        )
    return imp


def carry_out(imp):
    """Bring the file in now; the worker's part."""
    fills = (Lead, Touch, Note, Brought, Event)
    course.carry_out(imp, bring_in, fills=fills, tell=tell_without_the_row)


def tell_without_the_row(sentence, *named):
    """What a database says of a row that it refuses may hold the row: only its kind is told."""
    log.error(f"{sentence}: %s", *named, sys.exc_info()[0].__name__)


def bring_in(imp):
    """Reading without a lock, then one transaction."""
    by = course.whoever_brings(imp)
    policies.lead_import.demand(by, "run", imp)
    told = progress.Progress(imp)
    told.step(progress.READING)
    read, draft = understood(imp)
    told.step(progress.MATCHING)
    with streams.record("campaign", imp.campaign_id, by=by, via="import") as record:
        if not course.take(imp):
            return
        if read.open_questions or not draft.ready:
            raise Refusal(_("New questions about the file are open."))
        told.step(progress.WRITING, len(draft.rows))
        counts = running.bring(record, imp, draft.rows, source_of(read), told.advance)
        if counts["new"] or counts["changed"]:
            record("lead_import.done", imp, audience="team", name="", **counts)
        LeadImport.objects.filter(pk=imp.pk).update(
            counts=counts | {"lost": draft.lost},
            problems=[without_value(each) for each in draft.problems[: course.MOST_PROBLEMS_KEPT]],
            finished_at=record.at,
        )
        transaction.on_commit(lambda: forget(imp))


def without_value(problem):
    """A problem as it is kept: its place, but not what stands there."""
    return problem.as_json() | {"value": "", "details": plain_details(problem.details)}


def plain_details(details):
    return {name: value for name, value in details.items() if isinstance(value, int)}


def forget(imp):
    """The file holds who leads are; when it is in, it is not needed any more."""
    store.forget(imp.file)
    understood_files.clear()


def undo(imp, *, by):
    """Take out again what the file brought; what somebody has worked on since stays."""
    with streams.record("campaign", imp.campaign_id, by=by) as record:
        done = LeadImport.objects.filter(pk=imp.pk, state=LeadImport.State.DONE)
        if not done.update(state=LeadImport.State.UNDONE):
            course.refuse_undo()
        taken_out, kept = running.take_out(record, imp)
        record("lead_import.undone", imp, audience="team", name="", taken_out=taken_out, kept=kept)
        LeadImport.objects.filter(pk=imp.pk).update(kept=kept)
        imp.leads.update(before={})
    imp.refresh_from_db()
    return imp
