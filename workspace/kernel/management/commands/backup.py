"""`manage.py backup FILE`: the database and all uploaded files, in one archive."""

from django.core.management.base import BaseCommand, CommandError

from workspace.kernel import archives


class Command(BaseCommand):
    help = "Write the database and all files into one archive; the server may keep running."

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *, file, **options):
        try:
            archives.write(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Everything is in {file}; keep it where only you can read it.")
