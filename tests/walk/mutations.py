"""The lines of the policy table, each of which can be taken away for a moment."""

from contextlib import contextmanager
from dataclasses import dataclass

from workspace.kernel.access import POLICIES, Who


@dataclass(frozen=True)
class Mutation:
    """`noun`, `line` (an ability, `visible_to` or `reading`), what is done, and to whom.

    `roles` are those whose answers can change; `change` is the attribute and its new value.
    """

    noun: str
    line: str
    what: str
    roles: frozenset
    name: str
    value: object

    def __str__(self):
        return f"{self.noun}.{self.line}: {self.what}"


def all_mutations():
    for policy in POLICIES.values():
        for ability, rule in policy.abilities.items():
            yield from without_a_role(policy, ability, rule)
            yield from without_a_condition(policy, ability, rule)
        yield from other_sights(policy)
        yield from other_scopes(policy)


def ruled(policy, ability, what, roles, rule):
    abilities = policy.abilities | {ability: rule}
    return Mutation(policy.noun, ability, what, frozenset(roles), "abilities", abilities)


def without_a_role(policy, ability, rule):
    """Each role of an ability is struck out; with the last one the ability is gone."""
    for role in sorted(rule.roles):
        left = Who(rule.roles - {role}, rule.conditions)
        yield ruled(policy, ability, f"without {role}", {role}, left)


def without_a_condition(policy, ability, rule):
    """Each condition is struck out with what it admits, or holds always."""
    for place, (condition, under) in enumerate(rule.conditions):
        others = rule.conditions[:place] + rule.conditions[place + 1 :]
        name, roles = condition.__name__, under.roles - rule.roles
        yield ruled(policy, ability, f"nobody by {name}", roles, Who(rule.roles, others))
        always = Who(rule.roles | under.roles, others)
        yield ruled(policy, ability, f"whether or not {name}", roles, always)


def other_sights(policy):
    """Everybody sees nothing; everybody sees everything of the workspace."""
    roles = frozenset({"owner", "admin", "manager", "member", "sales", "guest", "viewer"})
    seen = policy.visible_to
    for what, sight in (
        ("sees nothing", lambda reader: seen(reader).none()),
        ("sees everything", lambda reader: seen(reader).model.objects.all()),
    ):
        yield Mutation(policy.noun, "visible_to", what, roles, "visible_to", sight)


def other_scopes(policy):
    """An ability that reads needs the scope to write."""
    for ability in sorted(policy.reading & policy.abilities.keys()):
        yield Mutation(
            policy.noun,
            ability,
            "needs the scope to write",
            frozenset({"reading"}),
            "reading",
            policy.reading - {ability},
        )


@contextmanager
def applied(mutation):
    policy = POLICIES[mutation.noun]
    before = getattr(policy, mutation.name)
    setattr(policy, mutation.name, mutation.value)
    try:
        yield
    finally:
        setattr(policy, mutation.name, before)
