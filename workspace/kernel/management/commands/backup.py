"""`manage.py backup FILE`: the database and all uploaded files, in one archive."""

from django.core.management.base import BaseCommand

from workspace.kernel import archives


class Command(BaseCommand):
    help = "Write the database and all files into one archive; the server may keep running."

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *, file, **options):
        archives.write(file)
        self.stdout.write(f"Everything is in {file}; keep it where only you can read it.")
