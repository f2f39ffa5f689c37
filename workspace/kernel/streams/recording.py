"""Writing to streams: the lock, the revision, the events, the versions, the effects."""

import json
from contextlib import ExitStack, contextmanager

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

    def write(self):
        if self.is_marked:
            Stream.objects.filter(pk=self.stream.pk).update(marked=self.revision)
        self.write_events()
        self.write_versions()
        if self.effects:
            self.write_effects()

    def write_events(self):
        if len(self.events) < MANY:
            Event.objects.bulk_create(self.events)
        else:
            pouring.pour_instances(Event, self.events)

    def write_effects(self):
        Effect.objects.bulk_create(
            Effect(
                workspace_id=self.stream.workspace_id,
                name=name,
                payload=payload,
                key=f"{self.stream.pk}:{self.revision}:{number}:{name}",
                due_at=after or self.at,
                created_at=self.at,
            )
            for number, (name, payload, after) in enumerate(self.effects)
        )

    def write_versions(self):
        if len(self.kept) == 1:
            self.write_one_version()
            return
        for noun in {noun for noun, _ in self.kept}:
            states = {pk: state for (kind, pk), state in self.kept.items() if kind == noun}
            for some in chunks(list(states), 500):
                Version.objects.filter(noun=noun, object_id__in=some, until=FOR_EVER).update(
                    until=self.revision
                )
            of_all = self.stream.workspace_id, self.stream.pk, noun
            kept = (
                (*of_all, pk, self.revision, FOR_EVER, state)
                for pk, state in states.items()
                if state is not None
            )
            pouring.pour(Version, COLUMNS, kept)

    def write_one_version(self):
        """The same by two written statements, as most changes change one thing."""
        [((noun, pk), state)] = self.kept.items()
        workspace_id, revision = self.stream.workspace_id, self.revision
        scope.guard(workspace_id)
        with connection.cursor() as cursor:
            cursor.execute(END, [revision, workspace_id, noun, pk, FOR_EVER])
            if state is not None:
                text = json.dumps(state)
                of_it = [workspace_id, self.stream.pk, noun, pk, revision, FOR_EVER, text]
                cursor.execute(BEGIN, of_it)


END = (
    "UPDATE kernel_version SET until = %s"
    " WHERE workspace_id = %s AND noun = %s AND object_id = %s AND until = %s"
)
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


@contextmanager
def record(kind, of, *, by, why="", via="", undoes=None):
    """Lock a stream, yield its `Record`, and write what was recorded in one transaction."""
    with transaction.atomic():
        stream = locked(kind, of)
        this = Record(stream, stream.revision, by=by, why=why, via=via, undoes=undoes)
        yield this
        if this.events:
            this.write()
            if by is not None:
                # The newest thing a person did is what a screen offers to undo.
                by.newest = this.revision
            transaction.on_commit(lambda: bell.ring(stream, effects=bool(this.effects)))
        else:
            Stream.objects.filter(pk=stream.pk).update(revision=F("revision") - 1)


@contextmanager
def record_many(targets, *, by, **how):
    """Lock several streams in key order; yield their records as {(kind, of): Record}."""
    with ExitStack() as stack, transaction.atomic():
        yield {
            target: stack.enter_context(record(*target, by=by, **how)) for target in sorted(targets)
        }
