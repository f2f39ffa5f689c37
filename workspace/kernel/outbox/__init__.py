"""Effects: mail, notifications, recomputation. An action leaves them; the worker carries them out.

    record.effect("teams.send_invitation", invitation=invitation.pk)      # in an action

    @outbox.handles("teams.send_invitation")                               # in a chapter's tasks
    def send_invitation(effect, *, invitation): ...

A handler runs inside the transaction that finishes its effect, so what it writes happens exactly
once. A handler with `network=True` runs before that transaction, may run again after a crash,
and must be safe to run twice.
"""

from workspace.kernel.outbox.dispatch import dispatch
from workspace.kernel.outbox.handlers import handles
from workspace.kernel.outbox.leaving import leave
from workspace.kernel.outbox.mending import retry

__all__ = ["dispatch", "handles", "leave", "retry"]
