"""The plan as a calendar, what else happens on those days, and feeds for other calendars."""
