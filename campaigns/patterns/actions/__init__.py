"""What happens to templates, and to items that return."""
