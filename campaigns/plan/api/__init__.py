"""The plan as JSON."""

from campaigns.plan.api import comments, files, history, items, many, words

routes = [
    *items.routes,
    *many.routes,
    *comments.routes,
    *files.routes,
    *history.routes,
    *words.routes,
]

__all__ = ["routes"]
