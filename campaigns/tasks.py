"""The contents page of the campaigns' effects, chapter by chapter."""

from campaigns.brief import tasks as brief

__all__ = ["brief"]
