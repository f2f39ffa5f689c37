"""What happens to calendars from elsewhere, and to feeds for elsewhere."""
