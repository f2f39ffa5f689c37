"""Which workspaces the running code may read and write.

Nothing is in scope until someone says so: a request enters the scope of its workspace, a task
that of its effect, a command that of its argument. Managers of workspace data raise
`OutOfScope` when asked outside any scope (see `owned.py`), so forgetting fails closed.
"""

from contextlib import contextmanager
from contextvars import ContextVar

EVERYTHING = "everything"
_scope = ContextVar("scope", default=None)


class OutOfScope(RuntimeError):
    """Workspace data was touched outside a scope, or outside the scope's workspaces."""


def current():
    """The ids of the workspaces in scope, or `EVERYTHING`; raises `OutOfScope` when none is."""
    scope = _scope.get()
    if scope is None:
        raise OutOfScope(
            "Workspace data was touched outside any scope; see workspace/kernel/scope.py"
        )
    return scope


def peek():
    """Like `current`, with None instead of an error."""
    return _scope.get()


def admits(workspace_id):
    scope = current()
    return scope is EVERYTHING or workspace_id in scope


def guard(workspace_id):
    """Raise unless `workspace_id` is in scope."""
    if not admits(workspace_id):
        raise OutOfScope(f"Workspace {workspace_id} is not in scope")


def guard_alone(workspace_id):
    """Raise unless `workspace_id` is in scope and nothing else is."""
    scope = current()
    if scope is EVERYTHING or scope != {workspace_id}:
        raise OutOfScope(f"Workspace {workspace_id} is not alone in scope")


@contextmanager
def of(*workspace_ids):
    """Run a block in the scope of these workspaces, and of nothing else."""
    token = _scope.set(frozenset(workspace_ids))
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def everything(*, because):
    """Run a block over all workspaces; `because` tells the reader of the code why it must."""
    if not because:
        raise ValueError("Say why this must reach over all workspaces")
    token = _scope.set(EVERYTHING)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def none():
    """Run a block with nothing in scope, whatever it enters meanwhile; a request starts so."""
    token = _scope.set(None)
    try:
        yield
    finally:
        _scope.reset(token)


def enter(workspace_id):
    """Put one workspace in scope until the surrounding block (see `none`) ends."""
    _scope.set(frozenset([workspace_id]))
