"""A bounded store in the memory of one process, for values whose key says all they depend on."""

from collections import OrderedDict
from threading import Lock


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
