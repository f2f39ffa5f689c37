"""Campaigns by program: the contents page."""

from campaigns.brief.api import campaigns, gate, health, people

routes = [
    *campaigns.routes,
    *gate.routes,
    *health.routes,
    *people.routes,
]
