"""The contents page of the campaigns' effects, chapter by chapter."""

from campaigns.brief import tasks as brief
from campaigns.calendar import tasks as calendar
from campaigns.leads import tasks as leads
from campaigns.metrics.intake import tasks as numbers
from campaigns.patterns import tasks as patterns
from campaigns.plan import tasks as plan
from campaigns.plan.imports import tasks as imports
from campaigns.plan.moving import tasks as moving

__all__ = ["brief", "calendar", "imports", "leads", "moving", "numbers", "patterns", "plan"]
