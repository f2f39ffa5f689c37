"""Walking: each cell is one request for each reader; what came of it, and which canaries sang."""

from collections import namedtuple
from dataclasses import dataclass, field

from tests.walk import addresses, asks, rules
from tests.walk.caller import Caller
from tests.walk.canaries import leaked
from tests.walk.overhearing import Ear

# No worker runs beside the walk, and this page says so.
UNWELL = {"health/ready"}
Cell = namedtuple("Cell", "route verb kind label")


@dataclass
class Walk:
    """`statuses[cell][reader]` and `heard[cell][reader]`; `faults` are sentences."""

    statuses: dict = field(default_factory=dict)
    heard: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Step:
    """One request to be made: what of which route, and who asks with which body."""

    cell: Cell
    found: object
    actor: object
    body: object

    @property
    def path(self):
        query = asks.query(self.cell.route) if self.cell.verb in rules.SAFE else ""
        return self.found.path + query


def walk(world, routes, *, tried=addresses.is_tried_by):
    """Walk `routes` with every reader, over everything they may ask."""
    result, caller = Walk(), Caller()
    with Ear(world.aviary, world.readers_by_mail()) as ear:
        for step in steps(world, routes, tried):
            note(result, world, step, sent(caller, step, after=ear.at(step)), ear.faults)
    return result


def steps(world, routes, tried=addresses.is_tried_by):
    for route, verb, kind in addresses.cells(routes):
        for name, actor in world.actors.items():
            if tried(route, verb, kind, name):
                yield from steps_of(world, route, verb, kind, actor)


def steps_of(world, route, verb, kind, actor):
    """One reader at one address by one verb, with everything that is asked there."""
    found = route.address(world, kind, actor)
    if found is not None:
        for label, body in asks.asked(route, verb, world, found.rows):
            yield Step(Cell(route, verb, kind, label), found, actor, body)


def sent(caller, step, *, after=None):
    cell = step.cell
    return caller.call(
        step.actor, cell.verb, step.path, step.body, api=cell.route.is_api, after=after
    )


def answer_of(world, caller, step):
    """What a step is answered, as far as the tables tell: the status, and the canaries."""
    response = sent(caller, step)
    return response.status_code, canaries_in(world, response)


def canaries_in(world, response):
    headers = repr(list(response.items())).encode()
    return world.aviary.heard(response.whole) | world.aviary.heard(headers)


def note(result, world, step, response, overheard):
    cell, actor = step.cell, step.actor
    canaries = canaries_in(world, response)
    result.statuses.setdefault(cell, {})[actor.name] = response.status_code
    result.heard.setdefault(cell, {})[actor.name] = canaries
    where = f"{cell.verb} {step.path} {cell.label} as {actor.name} ({cell.kind})"
    if response.status_code >= 500 and cell.route.name not in UNWELL:
        result.faults.append(f"{where}: {response.status_code}")
    if "Content-Security-Policy" not in response:
        result.faults.append(f"{where}: no Content-Security-Policy")
    for canary in sorted(leaked(canaries, actor.name), key=str):
        result.faults.append(f"{where}: leaks {canary.label} ({canary.song})")
    result.faults += [f"{where}: {fault}" for fault in overheard]
    wanted = rules.expected(world, cell.route, cell.verb, step.found, actor, cell.label)
    met = rules.met(response)
    if wanted is not None and met != wanted:
        result.faults.append(f"{where}: {response.status_code} is {met}, the policy says {wanted}")
