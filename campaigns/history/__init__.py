"""What the plan was, and what became of it: baselines, and two moments side by side."""
