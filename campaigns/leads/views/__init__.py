"""Leads on the screen."""
