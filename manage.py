#!/usr/bin/env python
"""Every command of Roundtable starts here."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
    from django.core.management import execute_from_command_line

    from workspace.environment import WrongSettings

    try:
        execute_from_command_line(sys.argv)
    except WrongSettings as found:
        for says, mend in found.wrong:
            print(f"BAD   settings  {says}\n                → {mend}", file=sys.stderr)
        sys.exit(f"{len(found.wrong)} to mend; nothing starts before.")


if __name__ == "__main__":
    main()
