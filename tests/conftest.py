"""What every test can ask for; the fixtures speak of workspaces, people, campaigns and plans."""

import gc
import os
from contextlib import closing

import pytest

from tests import covering, furniture, tables
from tests.forgetting import forget
from workspace.kernel import catalogues, scope


def pytest_configure(config):
    """Static files have their own names in every test, whatever a team installation calls them.

    Rubbish is looked for more seldom than usual, as a server does: a tenth of the time went there.
    What stands once the tests are known stays, and is not looked through each time.
    That a machine is busy is no fault of what is looked at with made up values.
    """
    import hypothesis
    from django.conf import settings

    patient = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
    hypothesis.settings.register_profile("patient", hypothesis.settings(), **patient)
    hypothesis.settings.load_profile("patient")
    gc.set_threshold(200_000, 10, 100)
    settings.WHITENOISE_AUTOREFRESH = True  # else each browser of a test lists all files first
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    covering.note_for(config)


def pytest_collection_modifyitems(config, items):
    """What is alike on every database is not run once more on the second one."""
    if "DATABASE_URL" not in os.environ:
        return
    alike = [item for item in items if item.get_closest_marker("alike")]
    leave_out(alike, "Alike on every database: it runs on SQLite")
    if os.environ.get("CI"):
        others = [item for item in items if not item.get_closest_marker("alike")]
        notes = covering.noted(covering.folder_of(config))
        leave_out(covering.spare(others, notes), "Others ask this database all that it asks")


def pytest_collection_finish():
    gc.collect()
    gc.freeze()


def leave_out(items, reason):
    for item in items:
        item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """The test database begins as a copy of tables that were migrated once for all processes."""
    from django.db import connection

    if connection.vendor == "postgresql":
        template = tables.postgresql_template(os.environ["DATABASE_URL"])
        connection.settings_dict["TEST"]["TEMPLATE"] = template
        yield
        return
    name = connection.creation._get_test_db_name()
    with (
        closing(tables.pour_sqlite(name)),
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr(connection.creation, "_create_test_db", lambda *_, **__: name)
        # Django finds out at its first need, which would count as statements of some test.
        patched.setattr(type(connection.features), "supports_json_field", True)
        yield


@pytest.fixture(autouse=True, scope="session")
def _spoken():
    """Pages are tested in the words that the catalogues have now."""
    catalogues.compile_stale()


@pytest.fixture(autouse=True)
def _plain_settings(settings, tmp_path):
    """Files and mail go to the test's own folder and memory; it is the day of its workspaces."""
    settings.TIME_ZONE = furniture.ZONE
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _fresh_memory():
    """What the process remembers of a test is forgotten before the next one."""
    forget()


@pytest.fixture
def workspace(db):
    """A workspace whose scope the whole test runs in."""
    with scope.everything(because="the test makes its workspace"):
        made = furniture.workspace("acme")
    with scope.of(made.pk):
        yield made


@pytest.fixture
def person(workspace):
    """`person("manager")` or `person("guest", name="Ada")`: an active member with a user."""
    return furniture.People(workspace)


@pytest.fixture
def campaign(workspace, person):
    return furniture.campaign(workspace, by=person("owner"))


@pytest.fixture
def plan(campaign, person):
    """`plan("brief", "landing < brief")` makes items; `<` reads as *waits for*."""
    return furniture.Plan(campaign, person)


@pytest.fixture
def signed_in(client):
    """`signed_in(member)` is a browser in which that member is signed in."""

    def sign_in(member):
        from django.test import Client

        browser = Client()
        if member is not None:
            browser.force_login(
                member.user, backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        return browser

    return sign_in


@pytest.fixture
def statements():
    """`statements(browser, path)`: how many a page makes beside those for session and user, by a
    process that remembers nothing, and by one that has shown it before."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    beside = ('FROM "django_session"', 'FROM "teams_user"', '"usersessions_usersession"')

    def made(browser, path):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200
        return len([each for each in asked if not any(name in each["sql"] for name in beside)])

    def cold_and_warm(browser, path):
        browser.get(path)
        forget()
        return made(browser, path), made(browser, path)

    return cold_and_warm
