"""The contents page of the campaigns' effects, chapter by chapter."""

from campaigns.brief import tasks as brief
from campaigns.plan import tasks as plan
from campaigns.plan.imports import tasks as imports

__all__ = ["brief", "imports", "plan"]
