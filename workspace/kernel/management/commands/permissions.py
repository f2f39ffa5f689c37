"""Write the permission page of the documentation from the policy table."""

from importlib import import_module

from django.conf import settings
from django.core.management.base import BaseCommand

from workspace.kernel.access import POLICIES, ROLES

HEAD = """# Who may do what

This page is written by `python manage.py permissions > docs/permissions.md` from the policies in
the code, and a test fails when it is not current. A tick is always; a number is under the
condition below the table. *Guests* and *viewers* (readers by a share link) see only the campaigns
they were given; what one may not see answers 404, what one may see but not do 403. An API token
does at most what its owner may, within its scopes.
"""


class Command(BaseCommand):
    help = "Prints the permission page (Markdown) made from the policies."

    def handle(self, **options):
        self.stdout.write(page())


def page():
    """The whole page; the policies are those of the pages and API that the URLconf knows."""
    import_module(settings.ROOT_URLCONF)
    sections = ("\n".join(section(POLICIES[noun])) for noun in sorted(POLICIES))
    return "\n\n".join([HEAD.strip(), *sections]) + "\n"


def section(policy):
    """One noun's heading, table and conditions."""
    conditions = []
    rows = [line(policy, ability, conditions) for ability in policy.abilities]
    notes = [f"{number}. {words}" for number, words in enumerate(conditions, 1)]
    return [
        f"## {policy.noun.replace('_', ' ').capitalize()}",
        "",
        f"| | {' | '.join(ROLES)} | scope |",
        f"|---|{':-:|' * len(ROLES)}---|",
        *rows,
        *(["", *notes] if notes else []),
        *(["", policy.beside] if policy.beside else []),
    ]


def line(policy, ability, conditions):
    who = policy.who_may(ability)
    cells = [cell(who, role, conditions) for role in ROLES]
    return f"| {ability.replace('_', ' ')} | {' | '.join(cells)} | `{policy.scope_of(ability)}` |"


def cell(who, role, conditions):
    """A tick, the numbers of conditions, or nothing."""
    if role in who.roles:
        return "✓"
    return " ".join(
        str(number_of(condition.__doc__, conditions))
        for condition, admitted in who.conditions
        if role in admitted.roles
    )


def number_of(words, conditions):
    words = " ".join((words or "").split())
    if words not in conditions:
        conditions.append(words)
    return conditions.index(words) + 1
