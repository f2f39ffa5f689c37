"""The plan as bars along the days, with its twin in a table."""
