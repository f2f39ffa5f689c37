"""Several dispatchers at once, and effects that never succeed."""
