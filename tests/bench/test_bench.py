"""The bench itself runs: on plans of a few items, and one round of everything in process."""

import json

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.bench import changes, floors, moving, pages, plans
from tests.bench.figures import Figures


@pytest.fixture
def _kept_open():
    """Requests of the bench are whole ones; they would close the connection of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def small_plans(db, settings, monkeypatch, _kept_open):
    settings.ROOT_URLCONF = "tests.bench.floors"
    monkeypatch.setattr(plans, "SIZES", {"1k": (1, 30), "10k": (1, 40), "one": (1, 1)})
    floors.make_activity_table()
    return {size: plans.plan_of(size) for size in plans.SIZES}


def test_every_figure_is_a_line_of_json(small_plans, capsys):
    figures = Figures()

    pages.measure(figures, small_plans, rounds=1)
    changes.measure(figures, small_plans, rounds=1)

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"board, first screen of 10k", "change one item of 1k, row back"} <= {
        line["name"] for line in lines
    }
    for line in lines:
        assert {"database", "figure", "unit", "floor", "ratio", "bar", "ok"} < set(line)
    assert {line["name"] for line in lines if line["ok"] is False} == set(figures.missed)


def test_a_missed_bar_is_told(capsys):
    figures = Figures()

    figures.ratio("slow", 30, 10, 2)
    figures.ratio("fast", 15, 10, 2)
    figures.amount("heavy", 70_000, "bytes", 60_000)

    assert figures.missed == ["slow", "heavy"]


def test_a_list_is_measured_until_its_last_byte(small_plans, capsys, monkeypatch):
    monkeypatch.setattr(moving, "CAMPAIGNS", 2)
    monkeypatch.setattr(moving, "EACH", 3)

    moving.measure(Figures(), small_plans, rounds=1)

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["name"] for line in lines] == [
        "impact, 6 items over 2 campaigns",
        "impact, 6 items over 2 campaigns, until the list is there",
    ]
