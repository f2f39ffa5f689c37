"""Bringing leads in from a file: read, looked at, run in the worker, perhaps taken out again."""
