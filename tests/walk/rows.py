"""Of each noun's rows in the first workspace: whom its policy shows all of them, some, or none.

Gates refuse most of those to whom a filter shows nothing before they come to it. The filter holds
all the same, for whatever else asks it, and `rows.txt` says how.
"""

from tests.walk import addresses
from tests.walk.table import HERE
from workspace.kernel import scope
from workspace.kernel.access import POLICIES

PATH = HERE / "rows.txt"
HEAD = """\
How much of what there is of each noun its policy shows to each reader. Renewed by
`python -m tests.walk.write`; read what it changed before you commit it.

"""


def written(world):
    addresses.all_routes()  # policies are there when the views that they open are
    with scope.of(world.acme.pk):
        return HEAD + "".join(f"{noun}: {line(world, noun)}\n" for noun in sorted(POLICIES))


def line(world, noun):
    found = {"all": [], "some": [], "none": []}
    for name, reader in world.readers().items():
        found[how_much(POLICIES[noun].visible_to(reader))].append(name)
    return "; ".join(f"{much} to {' '.join(names)}" for much, names in found.items() if names)


def how_much(rows):
    seen, there = rows.count(), rows.model.objects.count()
    return "none" if not seen else "all" if seen == there else "some"
