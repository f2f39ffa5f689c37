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


def handles(name, *, network=False, takes=A_MINUTE):
    """Register the function that carries out the effect `name`.

    `takes` is the longest it can last: after that another worker believes it was lost.
    """

    def register(run):
        if name in HANDLERS:
            raise ValueError(f"The effect {name!r} has a handler already")
        HANDLERS[name] = Handler(run, network, takes)
        return run

    return register
