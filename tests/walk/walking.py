"""Walking: each cell is one request for each reader; what came of it, and which canaries sang."""

from collections import namedtuple
from dataclasses import dataclass, field

from tests.walk import addresses, asks, rules
from tests.walk.caller import Caller
from tests.walk.canaries import leaked

# No worker runs beside the walk, and this page says so.
UNWELL = {"health/ready"}
Cell = namedtuple("Cell", "route verb kind label")


@dataclass
class Walk:
    """`statuses[cell][reader]` and `heard[cell][reader]`; `faults` are sentences."""

    statuses: dict = field(default_factory=dict)
    heard: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)


def walk(world, routes, *, readers=None, verbs=None, kinds=None):
    """Walk `routes` with every reader (or only these), over everything they may ask."""
    result, caller = Walk(), Caller()
    for route, verb, kind in addresses.cells(routes):
        if (verbs and verb not in verbs) or (kinds and kind not in kinds):
            continue
        for name, actor in world.actors.items():
            wanted = readers is None or name in readers
            if wanted and addresses.is_tried_by(route, verb, kind, name):
                visit(result, caller, world, route, verb, kind, actor)
    return result


def visit(result, caller, world, route, verb, kind, actor):
    """One reader at one address by one verb, with everything that is asked there."""
    found = route.address(world, kind, actor)
    if found is None:
        return
    for label, body in asks.asked(route, verb, world, found.rows):
        cell = Cell(route, verb, kind, label)
        path = found.path + (asks.query(route) if verb in rules.SAFE else "")
        response = caller.call(actor, verb, path, body, api=route.is_api)
        note(result, world, cell, found, actor, response)


def note(result, world, cell, found, actor, response):
    canaries = world.aviary.heard(response.whole) | world.aviary.heard(
        repr(list(response.items())).encode()
    )
    result.statuses.setdefault(cell, {})[actor.name] = response.status_code
    result.heard.setdefault(cell, {})[actor.name] = canaries
    where = f"{cell.verb} {found.path} {cell.label} as {actor.name} ({cell.kind})"
    if response.status_code >= 500 and cell.route.name not in UNWELL:
        result.faults.append(f"{where}: {response.status_code}")
    for canary in sorted(leaked(canaries, actor.name), key=str):
        result.faults.append(f"{where}: leaks {canary.label} ({canary.song})")
    wanted = rules.expected(world, cell.route, cell.verb, found, actor, cell.label)
    met = rules.met(response)
    if wanted is not None and met != wanted:
        result.faults.append(f"{where}: {response.status_code} is {met}, the policy says {wanted}")
