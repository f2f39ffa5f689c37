"""`python -m tests.bench [--rounds N] [--only pages,changes,…]`; see the package's docstring.

Without DATABASE_URL everything happens on an embedded database in a temporary folder. A
PostgreSQL database given by it is migrated and keeps the plans for the next run.
"""

import argparse
import os
import sys
import tempfile

PARTS = (
    "pages",
    "changes",
    "streams",
    "seen",
    "history",
    "timeline",
    "moving",
    "workload",
    "bringing",
    "numbers",
    "observations",
    "leads",
    "inbox",
)


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=25, help="runs of each figure and floor")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--keep", metavar="FOLDER", help="data folder to keep between runs")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        begin(chosen.keep or folder)
        missed = run(chosen.only.split(","), chosen.rounds)
    if missed:
        print(f"{len(missed)} bars missed: {'; '.join(missed)}", file=sys.stderr)


def begin(folder):
    """Set Django up on that data folder, with the floors beside the product's addresses."""
    os.environ["DATA_DIR"] = folder
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "tests.bench.floors"
    # Compressing all files, as an installation does once, would take longer than the bench.
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    # One connection for all of it: the meter reads the CPU of its backend.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = None
    django.setup()
    from django.core.management import call_command

    settings.STATIC_ROOT.mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)


def run(parts, rounds):
    from tests.bench import (
        bringing,
        changes,
        floors,
        history,
        inbox,
        leads,
        meter,
        moving,
        numbers,
        observations,
        pages,
        plans,
        schedule,
        seen,
        timeline,
        viewers,
    )
    from tests.bench.figures import Figures
    from workspace.kernel.analysing import analyse_all

    figures = Figures()
    measured = {size: plans.plan_of(size) for size in plans.SIZES}
    floors.make_activity_table()
    analyse_all()
    meter.settle()
    if "pages" in parts:
        pages.measure(figures, measured, rounds)
    if "changes" in parts:
        changes.measure(figures, measured, rounds)
    if "streams" in parts:
        viewers.measure(figures)
    if "seen" in parts:
        seen.measure(figures)
    if "history" in parts:
        history.measure(figures, measured, rounds)
    if "timeline" in parts:
        timeline.measure(figures, measured, rounds)
    if "numbers" in parts:
        numbers.measure(figures, measured, rounds)
    if "leads" in parts:
        leads.measure(figures, measured, rounds)
    if "moving" in parts:
        moving.measure(figures, measured, rounds)
    if "workload" in parts:
        schedule.measure(figures, rounds)
    if "bringing" in parts:
        bringing.measure(figures, measured)
    if "observations" in parts:
        observations.measure(figures, rounds)
    if "inbox" in parts:
        inbox.measure(figures, measured, rounds)
    return figures.missed


if __name__ == "__main__":
    main()
