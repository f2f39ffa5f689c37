"""Effects of leads, carried out by the worker."""
