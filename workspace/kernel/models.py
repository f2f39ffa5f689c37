"""The kernel's tables; it knows no campaign. The code that uses each is beside its name."""

from workspace.kernel.api_requests import Answered
from workspace.kernel.live.models import Listener
from workspace.kernel.outbox.models import Effect, Finished, Heartbeat
from workspace.kernel.streams.models import Event, Stream, Version

__all__ = ["Answered", "Effect", "Event", "Finished", "Heartbeat", "Listener", "Stream", "Version"]
