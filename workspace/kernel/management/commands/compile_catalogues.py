"""Compile the catalogues that changed since they were compiled."""

from django.core.management.base import BaseCommand

from workspace.kernel import catalogues


class Command(BaseCommand):
    help = "Compiles workspace/locale; does nothing when all is current."
    requires_system_checks = []

    def handle(self, **options):
        for locale in catalogues.compile_stale():
            self.stdout.write(f"compiled {locale}")
