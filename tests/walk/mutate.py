"""Take the policies' lines away one by one: `python -m tests.walk.mutate [noun …]`.

First the walk goes once, and notes which line of which policy each request read. Then each line
is changed, and the requests that read it are sent again by the readers it is about, until one is
answered otherwise. A change that no request notices is a survivor; there should be none.
"""

import sys
from collections import defaultdict
from contextlib import contextmanager

from tests.walk import standing

MOST_TRIES = 60
TOKENS = {"reading": "reading", "people": "owner"}


class Trail:
    """What a walk asked, and the lines of the policies that each request read."""

    def __init__(self):
        self.steps = defaultdict(list)
        self.read = set()

    @contextmanager
    def followed(self):
        """Note what policies are asked while the block runs."""
        from workspace.kernel.access import POLICIES, Policy

        asked, sights = Policy.who_may, {}

        def who_may(policy, ability):
            self.read.add((policy.noun, ability))
            return asked(policy, ability)

        def watched(policy, sight):
            def visible_to(reader):
                self.read.add((policy.noun, "visible_to"))
                return sight(reader)

            return visible_to

        Policy.who_may = who_may
        for noun, policy in POLICIES.items():
            sights[noun] = policy.visible_to
            policy.visible_to = watched(policy, policy.visible_to)
        try:
            yield self
        finally:
            Policy.who_may = asked
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


def noticed(world, trail, caller, mutation):
    from tests.walk import walking

    tried = 0
    for step, before in trail.steps[mutation.noun, mutation.line]:
        if concerns(mutation, step.actor) and tried < MOST_TRIES:
            tried += 1
            if walking.answer_of(world, caller, step) != before:
                return True
    return False


def concerns(mutation, actor):
    role = actor.member.role if actor.member else actor.name
    return bool(mutation.roles & {role, actor.name})


def main(nouns):
    with standing.world() as world:
        from tests.walk import addresses
        from tests.walk.mutations import all_mutations

        trail = follow(world, addresses.all_routes())
        chosen = [each for each in all_mutations() if not nouns or each.noun in nouns]
        left = list(survivors(world, trail, chosen))
        for mutation in left:
            seen = len(trail.steps[mutation.noun, mutation.line])
            print(f"survives: {mutation} ({seen} requests read this line)")
        print(f"{len(chosen)} changes, {len(left)} survive")
    return bool(left)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
