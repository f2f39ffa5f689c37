"""Metrics, targets and numbers on the screen."""
