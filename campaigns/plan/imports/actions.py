"""Everything that can happen to an import: chosen, understood, run, undone, taken up again."""

import logging
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.plan.files import clean_name
from campaigns.plan.imports import (
    course,
    matching,
    moving,
    places,
    policies,
    previews,
    progress,
    store,
    undoing,
)
from campaigns.plan.imports.models import Import
from campaigns.plan.imports.reading import Unreadable
from campaigns.plan.imports.running import Bringing
from campaigns.plan.models import Assignment, Dependency, Item
from campaigns.plan.moving import telling
from workspace.kernel import clock, outbox, rows, streams, sweeping
from workspace.kernel.refusals import Conflict, Refusal
from workspace.kernel.streams.models import Event, Stream, Version

log = logging.getLogger(__name__)
KEPT_FOR = timedelta(days=7)  # a file that nobody brings in
# Choices that change what the lines and columns are; those about columns end with them.
ABOUT_THE_TABLE = {"encoding", "delimiter", "sheet", "header_line"}
ABOUT_COLUMNS = {"columns", "skip_lines", "words"}
NESTED = ("columns", "words", "people", *matching.VOCABULARIES)


def start(campaign, *, by, upload):
    """Take a file in and look at it; nothing is brought in yet. `Invalid` when it is unreadable."""
    key = store.keep(upload)
    imp = Import(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        by=by,
        file=key,
        name=clean_name(upload.name),
        created_at=clock.now(),
    )
    try:
        previews.understood(imp)
    except Unreadable as unreadable:
        store.forget(key)
        store.refuse(unreadable)
    imp.save(force_insert=True)
    return imp


def choose(imp, *, version, **choices):
    """Answer questions about the file: any of the choices of `reading` and `matching`.

    An answer of None takes an earlier one back. Impossible ones are `Invalid`, and nothing
    changes.
    """
    course.refuse_unless_preview(imp)
    chosen = with_answers(imp.choices, choices)
    draft = Import(campaign=imp.campaign, by=imp.by, file=imp.file, name=imp.name, choices=chosen)
    draft.pk = imp.pk
    try:
        matching.refuse_impossible(previews.preview(draft).matches, choices)
    except Unreadable as unreadable:
        store.refuse(unreadable)
    rows.change(imp, version=version, choices=chosen)
    return imp


def with_answers(present, answers):
    chosen = {name: dict(v) if isinstance(v, dict) else v for name, v in present.items()}
    if ABOUT_THE_TABLE & answers.keys():
        chosen = {name: value for name, value in chosen.items() if name not in ABOUT_COLUMNS}
    for name, answer in answers.items():
        if name == "words":
            for vocabulary, words in answer.items():
                below = chosen.setdefault("words", {}).setdefault(vocabulary, {})
                course.changed(below, words)
        elif name in NESTED:
            course.changed(chosen.setdefault(name, {}), answer)
        else:
            course.changed(chosen, {name: answer})
    return chosen


def run(imp, *, version, seen="", why=""):
    """Let the worker bring the file in; refused while anything is unclear.

    Where its days move what concerns others, `seen` is the seal of their list; where a shared
    deadline is among them, `why` says why.
    """
    course.refuse_unless_preview(imp)
    preview = previews.preview(imp)
    if preview.circle:
        raise preview.circle
    course.refuse_unless_ready(preview.ready)
    moving.refuse_unsaid(preview.moves, imp.by, seen=seen, why=why)
    answers = {"seen": seen, "why": why.strip()[:500]}
    with transaction.atomic():
        rows.change(imp, version=version, state=Import.State.WAITING, failure="", **answers)
        outbox.leave(
            "plan.run_import",
            key=f"import:{imp.pk}:{imp.version}",
            stream=Stream.objects.get(kind="campaign", of=imp.campaign_id),
            imp=imp.pk,
        )
    return imp


def carry_out(imp):
    """Bring the file in now, whoever asks; the worker's part."""
    course.carry_out(imp, bring_in, fills=(Item, Dependency, Assignment, Version, Event))
    imp.refresh_from_db()


def bring_in(imp):
    """The preparation without a lock, then one transaction."""
    by = course.whoever_brings(imp)
    policies.import_.demand(by, "run", imp)
    told = progress.Progress(imp)
    told.step(progress.READING)
    reading, plan = previews.understood(imp)
    told.step(progress.MATCHING)
    reached = campaigns_of(imp)
    how = {"by": by, "via": "import", "why": imp.why}
    with streams.record_many([("campaign", pk) for pk in reached], **how) as records:
        record = records["campaign", imp.campaign_id]
        telling.keep_reason_at_home(records, {imp.campaign_id})
        if not course.take(imp):
            return
        matches = matching.matched(plan, imp.campaign, by, imp.choices)
        if not plan.ready or matches.open_questions:
            raise Refusal(_("The plan has changed meanwhile, so that new questions are open."))
        settled = places.settled(matches, plan, by=by, into=imp.campaign.name)
        bringing = Bringing(records, imp, reading, plan, settled, told)
        counts = bringing.bring()
        if counts["new"] or counts["changed"]:
            record("import.done", imp, audience="team", name=imp.name, **counts)
        left_out = [list(each) for each in plan.left_out]
        left_out += [[kind, count, ""] for kind, count in bringing.left_out.items() if count]
        Import.objects.filter(pk=imp.pk).update(
            counts=counts,
            problems=course.kept(plan.problems),
            left_out=left_out,
            revision=record.revision if record.events else None,
            finished_at=record.at,
        )


def campaigns_of(imp):
    """Its campaign, and those in which something would no longer fit by its days."""
    linked = moving.is_linked_abroad(imp.campaign_id)
    return {imp.campaign_id} | (previews.preview(imp).moves.reached if linked else set())


def take_out(imp, *, by):
    """Undo an import: at once, or by the worker when it is a large one."""
    if imp.state == Import.State.UNDOING:
        return imp
    if imp.state != Import.State.DONE or not imp.revision or not imp.is_large:
        return undo(imp, by=by)
    with transaction.atomic():
        rows.change(imp, version=imp.version, state=Import.State.UNDOING)
        outbox.leave(
            "plan.undo_import",
            key=f"undo-import:{imp.pk}:{imp.version}",
            stream=Stream.objects.get(kind="campaign", of=imp.campaign_id),
            imp=imp.pk,
            by=by.pk,
        )
    return imp


def leave_in(imp):
    """The worker could not take it out again, however often it tried: it is still in the plan."""
    Import.objects.filter(pk=imp.pk, state=Import.State.UNDOING).update(state=Import.State.DONE)


def undo(imp, *, by):
    """Turn back what the import did; what somebody has built on since stays, and is named."""
    reached = moving.reached_by_undo(imp)
    with streams.record_many([("campaign", pk) for pk in reached], by=by) as records:
        for pk, revision in reached.items():
            records["campaign", pk].undoes = revision
        record = records["campaign", imp.campaign_id]
        done = Import.objects.filter(pk=imp.pk, state__in=(Import.State.DONE, Import.State.UNDOING))
        if imp.revision is None or not done.update(state=Import.State.UNDONE):
            course.refuse_undo()
        kept, turned_back = undoing.turn_back(record, imp)
        moving.take_back(records, imp, reached)
        counts = {"turned_back": turned_back, "kept": len(kept)}
        record("import.undone", imp, audience="team", name=imp.name, **counts)
        withdrawn = undoing.withdraw_invitations(imp, by)
        counts = imp.counts | ({"withdrawn": withdrawn} if withdrawn else {})
        Import.objects.filter(pk=imp.pk).update(kept=kept, counts=counts)
    imp.refresh_from_db()
    return imp


def forget_abandoned():
    """Delete what was only ever looked at, with its file, when nobody touched it for long."""
    old = Import.objects.filter(state=Import.State.PREVIEW, created_at__lt=clock.now() - KEPT_FOR)
    for imp in old:
        with sweeping.apart("import %s was not forgotten", imp.pk):
            drop(imp)


def drop(imp):
    """Forget a file that was only looked at; one that somebody goes on with meanwhile stays."""
    looked_at = Import.objects.filter(state=Import.State.PREVIEW, pk=imp.pk, version=imp.version)
    with transaction.atomic():
        if looked_at.delete()[0]:
            transaction.on_commit(partial(store.forget, imp.file))


def take_up(imp, *, version):
    """Look again at a file that failed or was undone, to bring it in another way.

    It is as good as new then, also for `forget_abandoned`.
    """
    if imp.state not in {Import.State.FAILED, Import.State.UNDONE}:
        raise Conflict(_("“%(name)s” is in the plan already.") % {"name": imp.name})
    rows.change(
        imp,
        version=version,
        state=Import.State.PREVIEW,
        failure="",
        kept=[],
        revision=None,
        seen="",
        why="",
        created_at=clock.now(),
        finished_at=None,
    )
    return imp
