"""The effects that exist, by name."""

from dataclasses import dataclass

HANDLERS = {}


@dataclass(frozen=True)
class Handler:
    run: object
    network: bool


def handles(name, *, network=False):
    """Register the function that carries out the effect `name`."""

    def register(run):
        if name in HANDLERS:
            raise ValueError(f"The effect {name!r} has a handler already")
        HANDLERS[name] = Handler(run, network)
        return run

    return register
