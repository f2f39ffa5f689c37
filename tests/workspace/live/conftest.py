import pytest

from tests.listening import Ear
from tests.serving import serving
from tests.story import telling


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("served"), "--no-worker") as running:
        yield running


@pytest.fixture(scope="module")
def tell(served):
    with telling(served) as story:
        yield story


@pytest.fixture(scope="module")
def place(tell):
    return tell("begin")


@pytest.fixture
def ear(served, place):
    """`ear("guest")` follows the campaign as that person; `streams` and `since` as one likes."""
    ears = []

    def listen(role, streams=None, since=""):
        key = place["sessions"].get(role, role)
        ears.append(Ear(served, key, streams or place["stream"], since))
        return ears[-1]

    yield listen
    for each in ears:
        each.close()
