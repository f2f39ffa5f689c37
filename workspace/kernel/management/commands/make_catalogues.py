"""Bring the catalogues up to date with the words in code and templates."""

from django.core.management.base import BaseCommand

from workspace.kernel import catalogues


class Command(BaseCommand):
    help = "Renews workspace/locale from the code: new words in, words nobody says any more out."
    requires_system_checks = []

    def handle(self, **options):
        for locale in catalogues.LOCALES:
            words = catalogues.spoken(catalogues.renew(locale))
            missing = sum(not any(catalogues.sayings(word)) for word in words)
            self.stdout.write(f"{locale}: {len(words)} words, {missing} to translate")
        catalogues.compile_stale()
