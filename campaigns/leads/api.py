"""Leads as JSON."""

routes = []
