"""The addresses of leads."""

public = []

campaign = []

workspace = []
