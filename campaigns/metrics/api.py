"""Metrics, targets and numbers as JSON."""

routes: list = []
