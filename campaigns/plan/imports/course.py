"""The course of a file on its way in, whatever it holds: items, numbers or leads.

It is looked at, waits for the worker, runs, and is done or has failed; later it may be undone. Its
model is `Incoming`. What a chapter does with it is its own `bring_in(file)`, which calls `take`
once it holds its lock.
"""

import logging

from django.db import OperationalError
from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.plan.imports.progress import Progress
from campaigns.plan.imports.reading import Unreadable
from workspace.kernel import clock
from workspace.kernel.analysing import analyse
from workspace.kernel.refusals import Conflict, Invalid, Refusal

log = logging.getLogger(__name__)
MOST_PROBLEMS_KEPT = 500
MANY = 1_000  # rows


def refuse_unless_preview(file):
    if file.state != file.State.PREVIEW:
        raise Conflict(
            _("“%(name)s” is being brought in, or was.") % {"name": file.name},
            mend=_("Choose the file again to start anew."),
        )


def refuse_unless_ready(ready):
    if not ready:
        raise Refusal(
            _("Some questions about the file are open."),
            mend=_("Answer them, or leave the rows out that cannot be read."),
        )


def changed(present, answers):
    """Put `answers` among the `present` ones; an answer of None takes one back."""
    for name, answer in answers.items():
        if answer is None:
            present.pop(name, None)
        else:
            present[name] = answer


def unfinished(file):
    """The row of a file that a worker has yet to bring in; none when it is through."""
    states = (file.State.WAITING, file.State.RUNNING)
    return type(file).objects.filter(pk=file.pk, state__in=states)


def carry_out(file, bring_in, *, fills=(), tell=log.exception):
    """Bring the file in now, whoever asks: once, everything or nothing. The worker's part.

    `fills` are the models of the tables that grow by it: the database looks at them anew after many
    rows. `tell` logs what nobody foresaw; an exception may hold what the file says.
    """
    if not unfinished(file).update(state=file.State.RUNNING):
        return
    try:
        with in_their_language(file):
            bring_in(file)
    except OperationalError:
        raise  # the database was busy; the outbox tries again
    except (Refusal, Unreadable) as no:
        fail(file, f"{getattr(no, 'message', '') or no.reason} {no.mend}".strip())
    except Exception:
        tell("%s %s failed", file._meta.verbose_name, file.pk)
        fail(file, _("Something went wrong on our side. The log of the server says more."))
    finally:
        Progress(file).end()
    if brought_many(file):
        analyse(*fills)


def brought_many(file):
    """Whether a file came in with so many rows that the database knows its tables no more."""
    rows = type(file).objects.filter(pk=file.pk, state=file.State.DONE)
    counts = rows.values_list("counts", flat=True).first() or {}
    return sum(counts.get(name, 0) for name in ("new", "added", "changed")) > MANY


def whoever_brings(file):
    """Who started it, as long as they are here."""
    by = file.by
    if by is None or by.state != by.State.ACTIVE:
        raise Invalid(_("Whoever started this import has left."))
    by.via = "import"
    return by


def take(file):
    """Whether this is the one run that brings the file in; decided by one row change."""
    return bool(unfinished(file).update(state=file.State.DONE))


def give_up(file):
    """End what the worker could not finish, however often it tried."""
    with in_their_language(file):
        fail(file, _("The server could not finish it. Bring the file in once more."))
    Progress(file).end()


def in_their_language(file):
    """What is said of a file is kept in the language of whoever brings it in."""
    language = file.by.user.language if file.by and file.by.user else ""
    return translation.override(language or None)


def fail(file, sentence):
    unfinished(file).update(state=file.State.FAILED, failure=sentence, finished_at=clock.now())


def kept(problems):
    """What is kept of the problems in spite of which it came in."""
    return [problem.as_json() for problem in problems[:MOST_PROBLEMS_KEPT]]


def refuse_undo():
    raise Conflict(_("There is nothing to undo: it changed nothing, or was undone."))
