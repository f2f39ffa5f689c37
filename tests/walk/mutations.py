"""The lines of the policy table, each of which can be taken away for a moment.

What a policy shows is often said by the queryset of its model (`visible_to`), for other code asks
it too; those filters are lines of the table as well.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps

from workspace.kernel.access import POLICIES, ROLES, Who


@dataclass(frozen=True)
class Mutation:
    """`noun`, `line` (an ability, `visible_to` or `reading`), what is done, and to whom.

    `roles` are those whose answers can change; `owner` is what holds the line, and `name` the
    attribute that gets another `value`.
    """

    noun: str
    line: str
    what: str
    roles: frozenset
    owner: object
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
    yield from querysets_without_filter()


def ruled(policy, ability, what, roles, rule):
    abilities = policy.abilities | {ability: rule}
    return Mutation(policy.noun, ability, what, frozenset(roles), policy, "abilities", abilities)


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
    seen, everyone = policy.visible_to, frozenset(ROLES)
    for what, sight in (
        ("sees nothing", lambda reader: seen(reader).none()),
        ("sees everything", lambda reader: seen(reader).model.objects.all()),
    ):
        yield Mutation(policy.noun, "visible_to", what, everyone, policy, "visible_to", sight)


def other_scopes(policy):
    """An ability that reads needs the scope to write."""
    for ability in sorted(policy.reading & policy.abilities.keys()):
        yield Mutation(
            policy.noun,
            ability,
            "needs the scope to write",
            frozenset({"reading"}),
            policy,
            "reading",
            policy.reading - {ability},
        )


def querysets_that_filter():
    """The queryset classes that know what a reader sees."""
    classes = {model._base_manager._queryset_class for model in owned_models()}
    return sorted(
        (each for each in classes if "visible_to" in vars(each)), key=lambda each: each.__name__
    )


def owned_models():
    return [model for model in apps.get_models() if hasattr(model, "owner_field")]


def querysets_without_filter():
    """A queryset shows everything to everybody."""
    for each in querysets_that_filter():
        yield Mutation(
            each.__name__,
            "visible_to",
            "sees everything",
            frozenset({"guest", "viewer"}),
            each,
            "visible_to",
            lambda rows, reader: rows.all(),
        )


@contextmanager
def applied(mutation):
    before = getattr(mutation.owner, mutation.name)
    setattr(mutation.owner, mutation.name, mutation.value)
    try:
        yield
    finally:
        setattr(mutation.owner, mutation.name, before)
