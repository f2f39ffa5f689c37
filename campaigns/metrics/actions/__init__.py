"""What can happen to definitions, targets and numbers."""

from campaigns.metrics.actions.observing import Number, observe

__all__ = ["Number", "observe"]
