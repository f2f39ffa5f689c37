"""Radar tests: two people of two teams, and moments of March 2026 in Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

from campaigns.insights import radar_queries
from campaigns.plan import actions
from workspace.kernel import clock

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 16, 12, tzinfo=BERLIN)


def at(day, hour, minute=0):
    """A moment of March 2026, of which the 2nd and the 9th are Mondays."""
    return clock.at(datetime(2026, 3, day, hour, minute, tzinfo=BERLIN))


def add(campaign, by, title, **values):
    with at(2, 8):
        return actions.add(campaign, by=by, title=title, **values)


def look(person, **options):
    return radar_queries.look(person("manager"), 28, now=NOW, **options)


def rounded(lengths):
    return [round(length, 4) for length in lengths]
