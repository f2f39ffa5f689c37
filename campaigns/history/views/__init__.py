"""What was, on the screen."""
