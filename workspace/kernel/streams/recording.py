"""Writing to streams: the lock, the revision, the events, the versions, the effects."""

import json
from contextlib import contextmanager
from functools import partial

from django.db import connection, transaction
from django.db.models import F

from workspace.kernel import bell, clock, pouring, scope
from workspace.kernel.outbox.models import Effect
from workspace.kernel.streams.models import FOR_EVER, Event, Stream, Version

MANY = 100
COLUMNS = ["workspace_id", "stream_id", "noun", "object_id", "since", "until", "state"]


def open_stream(kind, of, *, workspace_id):
    """Make the stream of a new thing; it starts at revision 0."""
    return Stream.objects.create(kind=kind, of=of, workspace_id=workspace_id)


class Record:
    """One revision in the making; call it once for each thing that happened."""

    def __init__(self, stream, revision, *, by, why="", via="", undoes=None):
        self.stream = stream
        self.revision = revision
        self.by = by
        self.why = why
        self.via = via or getattr(by, "via", "web")
        self.undoes = undoes
        self.why_for = Event.Audience.ALL
        self.at = clock.now()
        self.events = []
        self.kept = {}
        self.effects = []
        self.is_marked = False

    def __call__(self, verb, row, *, changes=None, audience=Event.Audience.ALL, name=None, **data):
        """Append an event: `verb` is "noun.past_participle", `row` what it happened to."""
        if self.why and self.why_for != Event.Audience.ALL:
            data["why_for"] = self.why_for
        self.events.append(
            Event(
                workspace_id=self.stream.workspace_id,
                stream=self.stream,
                revision=self.revision,
                position=len(self.events),
                actor_id=self.by.pk if self.by else None,
                actor_name=self.by.name if self.by else "",
                via=self.via,
                verb=verb,
                noun=verb.partition(".")[0],
                object_id=row.pk,
                object_name=(str(row) if name is None else name)[:200],
                changes=changes or {},
                data=data,
                audience=audience,
                why=self.why,
                undoes=self.undoes,
                at=self.at,
            )
        )

    def keep(self, noun, pk, state):
        """Remember what a thing looks like from this revision on; None when it is gone."""
        self.kept[noun, pk] = state

    def effect(self, name, *, after=None, **payload):
        """Leave an effect in the outbox; it happens when this transaction commits, or never."""
        self.effects.append((name, payload, after))

    def mark(self):
        """Note this revision in its stream's row, which every page reads anyway.

        For what changes rarely and is read often: whoever remembers it by the marked revision need
        not read it again after every other change.
        """
        self.is_marked = True


def write(records):
    """Write what was recorded: a few statements, however many streams there are."""
    marked = [each.stream.pk for each in records if each.is_marked]
    if marked:
        Stream.objects.filter(pk__in=marked).update(marked=F("revision"))
    events = [event for each in records for event in each.events]
    if len(events) < MANY:
        Event.objects.bulk_create(events)
    else:
        pouring.pour_instances(Event, events)
    write_versions(records)
    effects = [effect for each in records for effect in effects_of(each)]
    if effects:
        Effect.objects.bulk_create(effects)


def effects_of(record):
    for number, (name, payload, after) in enumerate(record.effects):
        yield Effect(
            workspace_id=record.stream.workspace_id,
            name=name,
            payload=payload,
            key=f"{record.stream.pk}:{record.revision}:{number}:{name}",
            due_at=after or record.at,
            created_at=record.at,
        )


def write_versions(records):
    if len(records) == 1 and len(records[0].kept) == 1:
        write_one_version(records[0])
        return
    begun = []
    for record in records:
        of_it, since = (record.stream.workspace_id, record.stream.pk), record.revision
        for noun in {noun for noun, _ in record.kept}:
            states = {pk: state for (kind, pk), state in record.kept.items() if kind == noun}
            for some in chunks(list(states), 500):
                end_versions(record, noun, some)
            begun += [
                (*of_it, noun, pk, since, FOR_EVER, state)
                for pk, state in states.items()
                if state is not None
            ]
    pouring.pour(Version, COLUMNS, begun)


def end_versions(record, noun, pks):
    """The versions of these things held until this revision."""
    workspace_id = record.stream.workspace_id
    scope.guard(workspace_id)
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(pks))
        cursor.execute(
            END.format(of=f"IN ({marks})"), [record.revision, workspace_id, noun, FOR_EVER, *pks]
        )


def write_one_version(record):
    """The same by two written statements, as most changes change one thing."""
    [((noun, pk), state)] = record.kept.items()
    workspace_id, revision = record.stream.workspace_id, record.revision
    scope.guard(workspace_id)
    with connection.cursor() as cursor:
        cursor.execute(END_ONE, [revision, workspace_id, noun, FOR_EVER, pk])
        if state is not None:
            text = json.dumps(state)
            of_it = [workspace_id, record.stream.pk, noun, pk, revision, FOR_EVER, text]
            cursor.execute(BEGIN, of_it)


END = (
    "UPDATE kernel_version SET until = %s"
    " WHERE workspace_id = %s AND noun = %s AND until = %s AND object_id {of}"
)
END_ONE = END.format(of="= %s")
BEGIN = (
    "INSERT INTO kernel_version (workspace_id, stream_id, noun, object_id, since, until, state)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


def chunks(values, size):
    return (values[start : start + size] for start in range(0, len(values), size))


TAKE = (
    'UPDATE kernel_stream SET revision = revision + 1 WHERE kind = %s AND "of" = %s'
    " RETURNING id, workspace_id, revision"
)


def locked(kind, of):
    """The stream with its next revision taken; raises `DoesNotExist` when it is not in scope.

    The increment is the lock: concurrent transactions wait here, on both databases. One written
    statement, as every change begins with it.
    """
    scope.current()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [kind, of])
        found = cursor.fetchone()
    if found is None or not scope.admits(found[1]):
        raise Stream.DoesNotExist(f"There is no stream {kind}:{of} in scope")
    pk, workspace_id, revision = found
    return Stream(pk=pk, workspace_id=workspace_id, kind=kind, of=of, revision=revision)


def opened(kind, of, *, by, why="", via="", undoes=None):
    """The `Record` of a stream that is locked now."""
    stream = locked(kind, of)
    return Record(stream, stream.revision, by=by, why=why, via=via, undoes=undoes)


def close(records, by):
    """Write what was recorded; a stream of which nothing was takes no revision."""
    told = [each for each in records if each.events]
    for each in records:
        if not each.events:
            give_back(each.stream)
    if not told:
        return
    write(told)
    if by is not None:
        # The newest thing a person did is what a screen offers to undo.
        by.newest = told[0].revision
    for each in told:
        transaction.on_commit(partial(bell.ring, each.stream, effects=bool(each.effects)))


def give_back(stream):
    """The revision of an action that changed nothing is the next one's; raises where that is taken,
    as then somebody recorded a change inside of a record that they left empty."""
    taken = Stream.objects.filter(pk=stream.pk, revision=stream.revision)
    if not taken.update(revision=F("revision") - 1):
        raise RuntimeError(f"A change of {stream} was recorded inside of an empty record")


@contextmanager
def record(kind, of, *, by, **how):
    """Lock a stream, yield its `Record`, and write what was recorded in one transaction.

    `how` may say `why`, `via` what it came, and which revision it `undoes`.
    """
    with transaction.atomic():
        this = opened(kind, of, by=by, **how)
        yield this
        close([this], by)


@contextmanager
def record_many(targets, *, by, **how):
    """Lock several streams in key order; yield their records as {(kind, of): Record}."""
    with transaction.atomic():
        records = {target: opened(*target, by=by, **how) for target in sorted(targets)}
        yield records
        close(list(records.values()), by)
