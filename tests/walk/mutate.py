"""Take the policies' lines away one by one: `python -m tests.walk.mutate [noun …]`.

First the walk goes once, and notes which line of which policy each request read. Then each line
is changed, and the requests that read it are sent again by the readers it is about, until one is
answered otherwise. A change that no request notices is a survivor; there should be none.
"""

import sys
from collections import Counter, defaultdict
from contextlib import contextmanager

from tests.walk import standing

MOST_TRIES = 240


class Trail:
    """What a walk asked, and the lines of the policies that each request read."""

    def __init__(self):
        self.steps = defaultdict(list)
        self.read = set()

    @contextmanager
    def followed(self):
        """Note what policies and querysets are asked while the block runs."""
        from tests.walk.mutations import querysets_that_filter
        from workspace.kernel.access import POLICIES, Policy

        asked, sights, filters = Policy.who_may, {}, {}

        def who_may(policy, ability):
            self.read.add((policy.noun, ability))
            return asked(policy, ability)

        def watched(policy, sight):
            def visible_to(reader):
                self.read.add((policy.noun, "visible_to"))
                return sight(reader)

            return visible_to

        def noting(each, sight):
            def visible_to(rows, reader):
                self.read.add((each.__name__, "visible_to"))
                return sight(rows, reader)

            return visible_to

        Policy.who_may = who_may
        for each in querysets_that_filter():
            filters[each] = each.visible_to
            each.visible_to = noting(each, each.visible_to)
        for noun, policy in POLICIES.items():
            sights[noun] = policy.visible_to
            policy.visible_to = watched(policy, policy.visible_to)
        try:
            yield self
        finally:
            Policy.who_may = asked
            for each, sight in filters.items():
                each.visible_to = sight
            for noun, sight in sights.items():
                POLICIES[noun].visible_to = sight

    def note(self, step):
        for line in self.read:
            self.steps[line].append(step)
        self.read = set()


def follow(world, routes):
    """The trail of a walk over `routes`."""
    from tests.walk import walking
    from tests.walk.caller import Caller

    trail, caller = Trail(), Caller()
    with trail.followed():
        for step in walking.steps(world, routes):
            trail.read = set()
            trail.note((step, walking.answer_of(world, caller, step)))
    return trail


def survivors(world, trail, mutations):
    """Those of the mutations that nobody notices."""
    from tests.walk.caller import Caller
    from tests.walk.mutations import applied

    caller = Caller()
    for mutation in mutations:
        with applied(mutation):
            if not noticed(world, trail, caller, mutation):
                yield mutation


def changes_nothing(world, mutation):
    """Whether every reader sees the same rows with the changed filter as without it."""
    if mutation.name != "visible_to" or mutation.owner.__class__ is type:
        return False
    from workspace.kernel import scope

    seen, changed = mutation.owner.visible_to, mutation.value
    with scope.of(world.acme.pk):
        return all(
            set(seen(reader).values_list("pk")) == set(changed(reader).values_list("pk"))
            for reader in world.readers().values()
        )


def noticed(world, trail, caller, mutation):
    from tests.walk import rows, walking

    if mutation.name == "visible_to" and rows.written(world) != rows.PATH.read_text():
        return True
    return any(
        walking.answer_of(world, caller, step) != before
        for step, before in most_telling(trail.steps[mutation.noun, mutation.line], mutation)
    )


def most_telling(steps, mutation):
    """Those who can be answered otherwise: first where the line is the gate, then route by route.

    The frame of a page reads some lines to choose what it offers; every request is one of those.
    """
    met = Counter()
    ranked = []
    for place, (step, before) in enumerate(steps):
        if concerns(mutation, step.actor):
            route = step.cell.route
            opens = route.gate and (route.gate[0].noun, route.gate[1])
            ranked.append(
                (opens != (mutation.noun, mutation.line), met[route], place, step, before)
            )
            met[route] += 1
    return [each[-2:] for each in sorted(ranked, key=lambda each: each[:3])[:MOST_TRIES]]


def where_read(trail, mutation):
    """The routes that told nothing, and how often each was asked."""
    steps = most_telling(trail.steps[mutation.noun, mutation.line], mutation)
    routes = Counter(step.cell.route.name for step, _before in steps)
    return ", ".join(f"{route} × {times}" for route, times in routes.most_common(8)) or "no route"


def concerns(mutation, actor):
    role = actor.member.role if actor.member else actor.name
    return bool(mutation.roles & {role, actor.name})


def main(nouns):
    with standing.world() as world:
        from tests.walk import addresses
        from tests.walk.mutations import all_mutations

        trail = follow(world, addresses.all_routes())
        wanted = [each for each in all_mutations() if not nouns or each.noun in nouns]
        chosen = [each for each in wanted if not changes_nothing(world, each)]
        left = list(survivors(world, trail, chosen))
        for mutation in left:
            print(f"survives: {mutation} (read at {where_read(trail, mutation)})")
        print(f"{len(chosen)} changes, {len(left)} survive")
    return bool(left)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
