"""The effects that exist, by name."""

from dataclasses import dataclass
from datetime import timedelta

HANDLERS: dict = {}
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Handler:
    run: object
    network: bool
    takes: timedelta
    given_up: object


def handles(name, *, network=False, takes=A_MINUTE, given_up=None):
    """Register the function that carries out the effect `name`.

    `takes` is the longest it can last: after that another worker believes it was lost.
    `given_up` is called with the effect's values when the last attempt has failed too, so that
    nobody goes on waiting.
    """

    def register(run):
        if name in HANDLERS:
            raise ValueError(f"The effect {name!r} has a handler already")
        HANDLERS[name] = Handler(run, network, takes, given_up)
        return run

    return register
