"""What can happen to numbers on their way in: looked at, chosen about, brought in, taken out."""

import logging
from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.metrics import policies
from campaigns.metrics.actions import observing
from campaigns.metrics.intake import bringing, matching, previews
from campaigns.metrics.intake.reading import Unreadable
from campaigns.metrics.models import Batch, DayTotal, Mapping, Observation, Replaced, Series
from campaigns.plan.files import clean_name
from campaigns.plan.imports import course, progress, store
from workspace.kernel import clock, outbox, rows, streams, sweeping
from workspace.kernel.refusals import Conflict, Invalid, Refusal
from workspace.kernel.streams.models import Stream

log = logging.getLogger(__name__)
FILE, PASTE, API = "file", "paste", "api"
AT_ONCE = 2_000  # numbers that are few enough to be brought in while the person waits
MOST_PASTED = 1_000_000  # characters

LOOKED_AT_FOR = timedelta(days=7)  # a file that nobody brings in
LOOKED_AT_AGAIN_FOR = timedelta(days=90)  # one that came in, or failed, in case it is taken up

# Choices that change what the lines and columns are; those about columns end with them.
UNFORGOTTEN = "the file of numbers %s was not forgotten"
ABOUT_THE_TABLE = {"encoding", "delimiter", "sheet", "header_line", "vendor"}
ABOUT_COLUMNS = {"columns", "skip_lines", "words"}
NESTED = ("columns", "campaigns", "channels", "stages", "channel_words", "stage_words")
# What is the same in the next file of the same kind.
REMEMBERED = (
    "encoding",
    "delimiter",
    "vendor",
    "date_order",
    "decimal",
    "layout",
    "currency",
    "repeated",
    "words",
    "channel_words",
    "stage_words",
    "into",
)


def start(*, by, upload, mapping=None, source=FILE, **choices):
    """Take a file in and look at it; nothing comes in yet. `Invalid` when it is unreadable."""
    key = store.keep(upload)
    batch = Batch(
        workspace_id=by.workspace_id,
        source=source,
        by=by,
        file=key,
        name=clean_name(upload.name),
        choices=choices,
        created_at=clock.now(),
    )
    try:
        look(batch, mapping)
    except Unreadable as unreadable:
        store.forget(key)
        store.refuse(unreadable)
    batch.save(force_insert=True)
    return batch


def paste(text, *, by, into=None):
    """Take cells of a spreadsheet in, as they were pasted, and look at them."""
    if not text.strip():
        store.refuse(Unreadable("nothing_pasted"))
    if len(text) > MOST_PASTED:
        raise Invalid(_("That is too much to paste; bring it in as a file."))
    upload = ContentFile(text.encode("utf-8", "replace"), name=_("Pasted cells"))
    choices = {"encoding": "utf-8"} | ({"into": str(into.pk)} if into else {})
    return start(by=by, upload=upload, source=PASTE, **choices)


def look(batch, mapping=None):
    """Read the file, under what was remembered of files of its kind where that fits."""
    if mapping is None:
        mapping = fitting(batch)
    if mapping is not None:
        plainly = batch.choices
        batch.mapping, batch.choices = mapping, choices_of(batch, mapping) | plainly
        try:
            matching.matched(*previews.understood(batch), batch.choices)
        except (Unreadable, Invalid):
            batch.mapping, batch.choices = None, plainly  # what it speaks of is there no longer
    previews.understood(batch)


def fitting(batch):
    """The newest mapping that was made for the very headings of this file."""
    read, _numbers = previews.understood(batch)
    marks = marks_of(read)
    for mapping in Mapping.objects.order_by("-pk"):
        if mapping.columns.get("marks") == marks:
            return mapping
    return None


def marks_of(read):
    """The headings of a table, which tell a kind of file."""
    return [column.heading for column in read.columns]


def choices_of(batch, mapping):
    """What a mapping says of this file; its columns are found by their headings."""
    read, _numbers = previews.understood(batch)
    kept = {key: value for key, value in mapping.columns.get("choices", {}).items() if value}
    kept["header_line"] = read["header_line"].value
    fields = mapping.columns.get("fields", {})
    kept["columns"] = {
        str(column.index): fields[column.heading]
        for column in read.columns
        if column.heading in fields
    }
    return kept


def choose(batch, *, version, **choices):
    """Answer questions about the file; an answer of None takes an earlier one back."""
    course.refuse_unless_preview(batch)
    chosen = with_answers(batch.choices, choices)
    draft = Batch(by=batch.by, file=batch.file, name=batch.name, choices=chosen)
    draft.workspace_id = batch.workspace_id
    try:
        read, numbers = previews.understood(draft)
        matching.matched(read, numbers, chosen)
    except Unreadable as unreadable:
        store.refuse(unreadable)
    rows.change(batch, version=version, choices=chosen)
    return batch


def with_answers(present, answers):
    chosen = {name: dict(v) if isinstance(v, dict) else v for name, v in present.items()}
    if ABOUT_THE_TABLE & answers.keys():
        chosen = {name: value for name, value in chosen.items() if name not in ABOUT_COLUMNS}
    for name, answer in answers.items():
        if name == "words":
            words = chosen.setdefault("words", {})
            course.changed(words.setdefault("metric", {}), answer["metric"])
        elif name in NESTED:
            course.changed(chosen.setdefault(name, {}), answer)
        else:
            course.changed(chosen, {name: answer})
    return chosen


def remember(batch, *, by, name):
    """Keep how this file is read under a name, for the next file with the same headings."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        sentence = _("Give it a name of up to 80 characters.")
        raise Invalid.at("name", sentence)
    with store.refusing():
        read, _numbers = previews.understood(batch)
    said = {key: batch.choices[key] for key in REMEMBERED if key in batch.choices}
    with streams.record("workspace", batch.workspace_id, by=by) as record:
        mapping, made = Mapping.objects.update_or_create(
            workspace_id=batch.workspace_id,
            name=name,
            defaults={
                "source": read["vendor"].value,
                "columns": {
                    "marks": marks_of(read),
                    "fields": {column.heading: column.field for column in read.columns},
                    "choices": said,
                },
                "made_by": by,
                "created_at": record.at,
            },
        )
        Batch.objects.filter(pk=batch.pk).update(mapping=mapping)
        verb = "mapping.made" if made else "mapping.changed"
        record(verb, mapping, audience="team")
    batch.mapping = mapping
    return mapping


def forget(mapping, *, by):
    """Remember a kind of file no longer; numbers that came in by it stay."""
    with streams.record("workspace", mapping.workspace_id, by=by) as record:
        record("mapping.removed", mapping, audience="team")
        mapping.delete()


def run(batch, *, version):
    """Bring the numbers in: at once when they are few, else by the worker."""
    course.refuse_unless_preview(batch)
    with store.refusing():
        seen = previews.preview(batch)
    course.refuse_unless_ready(seen.ready)
    with transaction.atomic():
        rows.change(batch, version=version, state=Batch.State.WAITING, failure="")
        if seen.numbers.count > AT_ONCE:
            outbox.leave(
                "metrics.bring_numbers",
                key=f"batch:{batch.pk}:{batch.version}",
                stream=Stream.objects.get(kind="workspace", of=batch.workspace_id),
                batch=batch.pk,
            )
    if seen.numbers.count <= AT_ONCE:
        carry_out(batch)
        batch.refresh_from_db()
    return batch


def carry_out(batch):
    """Bring the numbers in now, whoever asks."""
    course.carry_out(batch, bring_in, fills=(Observation, DayTotal, Series, Replaced))


def bring_in(batch):
    """The preparation without a lock, then one transaction."""
    by = course.whoever_brings(batch)
    policies.batch.demand(by, "bring", batch)
    told = progress.Progress(batch)
    told.step(progress.READING)
    read, numbers = previews.understood(batch)
    told.step(progress.MATCHING)
    with transaction.atomic():
        if not course.take(batch):
            return
        matches = matching.matched(read, numbers, batch.choices)
        if not numbers.ready or matches.open_questions:
            raise Refusal(_("Something has changed meanwhile, so that new questions are open."))
        told.step(progress.WRITING, numbers.count)
        metrics = previews.metrics_in(read)
        counts = bringing.bring(
            batch, numbers, matches, by=by, stored=told.advance, metrics=metrics
        )
        Batch.objects.filter(pk=batch.pk).update(
            counts=counts | {"rows": sum(numbers.rows.values())},
            problems=course.kept(numbers.problems),
            finished_at=clock.now(),
        )


def undo(batch, *, by):
    """Let stand again what stood before; what a later batch replaced stays as that one left it."""
    with transaction.atomic():
        done = Batch.objects.filter(pk=batch.pk, state=Batch.State.DONE)
        wrote = Replaced.objects.filter(batch=batch.pk).exists()
        if not wrote or not done.update(state=Batch.State.UNDONE):
            course.refuse_undo()
        before = bringing.replaced(batch)
        back = observing.put_back(bringing.hand_on(batch, before), by=by, batch=batch)
        bringing.bequeath(batch)
        counts = batch.counts | {"back": back, "kept": len(before) - back}
        Batch.objects.filter(pk=batch.pk).update(counts=counts)
        Replaced.objects.filter(batch=batch.pk).delete()
    batch.refresh_from_db()
    return batch


def take_up(batch, *, version):
    """Look again at a file that failed or was taken out, to bring it in another way."""
    if batch.state not in {Batch.State.FAILED, Batch.State.UNDONE} or not batch.file:
        raise Conflict(_("“%(name)s” is in already.") % {"name": batch.name})
    rows.change(
        batch,
        version=version,
        state=Batch.State.PREVIEW,
        failure="",
        counts={},
        problems=[],
        created_at=clock.now(),
        finished_at=None,
    )
    return batch


def forget_old():
    """Files of numbers have an end; the numbers stay."""
    preview = Batch.objects.filter(state=Batch.State.PREVIEW).select_related("by__user")
    for batch in preview.filter(created_at__lt=clock.now() - LOOKED_AT_FOR):
        with sweeping.apart(UNFORGOTTEN, batch.pk), course.in_their_language(batch):
            sentence = _("Nobody brought it in for long, and the file was deleted.")
        ended = {"state": Batch.State.FAILED, "failure": sentence, "finished_at": clock.now()}
        let_go(preview, batch, **ended)
    through = Batch.objects.exclude(file="").exclude(state=Batch.State.PREVIEW)
    for batch in through.filter(finished_at__lt=clock.now() - LOOKED_AT_AGAIN_FOR):
        with sweeping.apart(UNFORGOTTEN, batch.pk):
            let_go(through, batch)


def let_go(among, batch, **values):
    """Let the file of a batch go, unless somebody goes on with it meanwhile."""
    mine = among.filter(pk=batch.pk, version=batch.version)
    with transaction.atomic():
        if mine.update(file="", version=batch.version + 1, **values):
            transaction.on_commit(partial(store.forget, batch.file))
