"""Pages of campaigns and of who takes part in them, one module per page."""
