"""Templates of plans, and items that return."""
