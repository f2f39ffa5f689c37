"""`manage.py doctor`: is everything set up well, and if not, how is it mended?"""

import sys

from django.core.management.base import BaseCommand

from workspace.kernel import examination


class Command(BaseCommand):
    help = "Examine settings, database, Redis, mail and disk; the exit code is 1 when one is bad."
    requires_system_checks = []  # they are part of what is examined

    def handle(self, **options):
        bad = 0
        for finding in examination.examine():
            bad += bool(finding.mend and not finding.warns)
            self.stdout.write(f"{finding.mark}  {finding.part:<9} {finding.says}")
            if finding.mend:
                self.stdout.write(f"                → {finding.mend}")
        if bad:
            self.stdout.write(f"{bad} to mend.")
            sys.exit(1)
