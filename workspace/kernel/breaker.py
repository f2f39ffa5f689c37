"""A circuit breaker: who has failed is left alone until a probe finds it well again.

A hung Redis costs its time-out once, not once per request: after a failure every call is
refused at once, and a thread asks meanwhile whether it is back.
"""

import logging
import threading
import time

log = logging.getLogger(__name__)


class Resting(Exception):
    """The other side failed a moment ago and has not been well since."""


class Breaker:
    """`probe()` raises while the other side is not well; `failures` are what counts as failing."""

    def __init__(self, name, probe, failures, *, rest=2.0):
        self.name = name
        self.probe = probe
        self.failures = failures
        self.rest = rest
        self.open = False
        self.lock = threading.Lock()

    def call(self, work, *arguments, **options):
        """`work(…)`; raises `Resting` at once while the other side is known to be ill."""
        if self.open:
            raise Resting(self.name)
        try:
            return work(*arguments, **options)
        except self.failures as error:
            self.trip(error)
            raise

    def trip(self, error):
        with self.lock:
            if self.open:
                return
            self.open = True
        log.warning("%s is left alone for now: %s", self.name, error)
        threading.Thread(target=self.watch, name=f"{self.name}-probe", daemon=True).start()

    def watch(self):
        while self.open:
            time.sleep(self.rest)
            try:
                self.probe()
            except self.failures:
                continue
            self.open = False
            log.info("%s is well again", self.name)
