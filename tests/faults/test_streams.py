"""Open streams through restarts, revocations and too much at once: nothing is missed unsaid."""
