"""Calendars of the plan, calendars laid over it, and feeds for other calendars."""
