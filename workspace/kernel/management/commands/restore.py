"""`manage.py restore FILE`: what `backup` wrote replaces what is there."""

import os

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from workspace.kernel import archives, running


class Command(BaseCommand):
    help = "Replace the database and all files by those of a backup; refused while a server runs."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, file, yes, **options):
        lock = running.hold()
        try:
            if not yes and input("All present data is replaced. Type yes: ").strip() != "yes":
                raise CommandError("Nothing was changed.")
            about = archives.read(file)
            call_command("migrate", verbosity=0)
        finally:
            os.close(lock)
        self.stdout.write(f"Restored the backup of {about['made_at']} ({about['version']}).")
