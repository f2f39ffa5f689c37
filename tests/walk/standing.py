"""The world, standing in a database of its own, for the commands beside the tests."""

import os
from contextlib import contextmanager
from tempfile import TemporaryDirectory

SETTINGS = {
    "ACCOUNT_RATE_LIMITS": False,
    "MFA_RATE_LIMITS": False,
    "API_RATE": 0,
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


@contextmanager
def world():
    """A world in a new test database, as the tests see it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with built() as made:
            yield made
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()


@contextmanager
def built():
    """A world in the present test database, taken back at the end."""
    from django.db import transaction
    from django.test import override_settings

    from tests.walk.world import World

    with (
        TemporaryDirectory() as media,
        override_settings(MEDIA_ROOT=media, **SETTINGS),
        transaction.atomic(),
    ):
        yield World()
        transaction.set_rollback(True)
