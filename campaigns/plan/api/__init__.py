"""The plan as JSON."""

from campaigns.plan.api import comments, export, files, history, items, many, words

routes = [
    *items.routes,
    *many.routes,
    *comments.routes,
    *files.routes,
    *export.routes,
    *history.routes,
    *words.routes,
]

__all__ = ["routes"]
