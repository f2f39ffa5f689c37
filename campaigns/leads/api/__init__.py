"""Leads by program: the contents page."""

from campaigns.leads.api import (
    decisions,
    duplicates,
    forms,
    imports,
    leads,
    log,
    rules,
    talk,
)

routes = [
    *decisions.routes,
    *talk.routes,
    *rules.routes,
    *leads.routes,
    *duplicates.routes,
    *imports.routes,
    *forms.routes,
    *log.routes,
]
