"""One line for each address of the API."""

from django.urls import path


def route(address, view, name, **actions):
    """`route("items/<int:item>", Items, "item", get="retrieve")`; the last slash is optional."""
    return path(f"{address}/", view.as_view(actions, basename=name), name=name)
