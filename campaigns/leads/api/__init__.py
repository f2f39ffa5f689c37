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
    told,
)

routes = [
    *decisions.routes,
    *talk.routes,
    *rules.routes,
    *leads.routes,
    *told.routes,
    *duplicates.routes,
    *imports.routes,
    *forms.routes,
    *log.routes,
]
