"""Pages by cursor: a row added meanwhile neither repeats nor hides another."""

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    page_size_query_param = "page_size"
    max_page_size = 500
    ordering = "pk"
