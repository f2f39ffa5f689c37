"""Working days, and dates that depend on each other: pure functions over plain data."""
