"""What can happen to definitions, targets and numbers."""

from campaigns.metrics.actions.entries import Number
from campaigns.metrics.actions.observing import observe

__all__ = ["Number", "observe"]
