"""`manage.py serve`: pages, live updates and background work, from one command."""

import os
import sys

from django.conf import settings
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from workspace.kernel import running


class Command(BaseCommand):
    requires_system_checks = []  # the web process makes them all, with everything loaded
    help = "Serve pages and live updates, and do the background work, until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="first compile the languages, make the tables, and load the demo the first time",
        )
        parser.add_argument("--no-worker", action="store_true", help="pages and live updates only")
        parser.add_argument("--no-web", action="store_true", help="background work only")

    def handle(self, *args, **options):
        self.check(tags=[Tags.database, Tags.security], databases=["default"])
        lock = running.hold(shared=not settings.EMBEDDED)
        if options["prepare"]:
            prepare()
        elif lacks_tables():
            raise CommandError("The tables are of another version. Run `migrate` first.")
        os.set_inheritable(lock, True)
        host, port = options["host"].strip("[]"), str(options["port"])
        os.environ["HOST"], os.environ["PORT"] = host, port
        os.environ["TMPDIR"] = str(settings.FILE_UPLOAD_TEMP_DIR)
        os.chdir(settings.BASE_DIR)
        flags = [f"--{name.replace('_', '-')}" for name in ("no_worker", "no_web") if options[name]]
        where = ["--host", host, "--port", port]
        # Becoming the supervisor, rather than starting it, gives Django's memory back.
        os.execv(sys.executable, [sys.executable, "-m", "workspace.supervisor", *where, *flags])


def prepare():
    call_command("compile_catalogues")
    if lacks_tables():
        call_command("migrate", verbosity=0)
    call_command("demo", first_run=True)


def lacks_tables():
    """Whether some migration has not been applied."""
    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        raise CommandError(f"The database cannot be reached ({error}): try `doctor`.") from error
