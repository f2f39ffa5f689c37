"""Pages by cursor: a row added meanwhile neither repeats nor hides another."""

import re

from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

PARAMETERS = ("cursor", "page_size")
WHOLE = re.compile(r"[0-9]{1,18}")


class CursorPages(BasePagination):
    """`?cursor=…&page_size=…`; the cursor is where the page before ended, and `next` names it."""

    order: tuple = ("pk",)
    size = 100
    largest = 500

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        size = self.size_of(request)
        rows = after(queryset, self.order, self.start_of(request)).order_by(*self.order)
        page = list(rows[: size + 1])
        self.last = page[size - 1] if len(page) > size else None
        return page[:size]

    def size_of(self, request):
        given = request.query_params.get("page_size", str(self.size))
        if not WHOLE.fullmatch(given) or not 1 <= int(given) <= self.largest:
            raise exceptions.ValidationError(
                {"page_size": [_("Use a number from 1 to %(most)d.") % {"most": self.largest}]}
            )
        return int(given)

    def start_of(self, request):
        given = request.query_params.get("cursor", "")
        if not given:
            return None
        parts = given.split(".")
        if len(parts) != len(self.order) or not all(map(WHOLE.fullmatch, parts)):
            raise exceptions.ValidationError(
                {"cursor": [_("This is no cursor; take it from “next”.")]}
            )
        return [int(part) for part in parts]

    def get_paginated_response(self, data):
        return Response({"results": data, "next": self.next_link()})

    def next_link(self):
        if self.last is None:
            return None
        return self.link_to(".".join(str(getattr(self.last, name)) for name in self.order))

    def link_to(self, cursor):
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def get_paginated_response_schema(self, schema):
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": schema,
                "next": {"type": "string", "format": "uri", "nullable": True},
            },
        }

    def get_schema_operation_parameters(self, view):
        return [
            {
                "name": "cursor",
                "in": "query",
                "description": "Where the page begins; taken from `next` of the page before.",
                "schema": {"type": "string"},
            },
            {
                "name": "page_size",
                "in": "query",
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": self.largest,
                    "default": self.size,
                },
            },
        ]


class EventPages(CursorPages):
    """Oldest first, in the order in which things happened."""

    order = ("revision", "position")


def after(rows, order, start):
    """The rows that come after `start` (the values of `order`) in that order."""
    if start is None:
        return rows
    wanted = Q()
    for place, name in enumerate(order):
        same = dict(zip(order[:place], start, strict=False))
        wanted |= Q(**same, **{f"{name}__gt": start[place]})
    return rows.filter(wanted)
