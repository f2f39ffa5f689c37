"""A bounded store in the memory of one process, for values whose key says all they depend on."""

from collections import OrderedDict
from threading import Lock

from workspace.kernel import scope


class Remembered(OrderedDict):
    """The least recently used goes first."""

    def __init__(self, most):
        super().__init__()
        self.most = most
        self.lock = Lock()

    def find(self, key):
        with self.lock:
            value = self.get(key)
            if value is not None:
                self.move_to_end(key)
            return value

    def put(self, key, value):
        with self.lock:
            self[key] = value
            while len(self) > self.most:
                self.popitem(last=False)


class OfWorkspaces(Remembered):
    """What is read of a workspace, for a `face` of it, which every change to that moves."""

    def of(self, workspace, read, *more):
        """What `read()` gave under this `face`, and whatever `more` it depends on.

        In a wider scope it would read the rows of others, and show them to everybody here:
        `OutOfScope`.
        """
        scope.guard_alone(workspace.pk)
        key = (workspace.pk, workspace.face, *more)
        found = self.find(key)
        if found is None:
            found = read()
            self.put(key, found)
        return found
