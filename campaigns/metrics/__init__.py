"""What is measured: definitions, targets, and the numbers that come in."""
