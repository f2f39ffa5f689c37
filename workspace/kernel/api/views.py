"""The base of the API's views: a policy in front, one action inside, one row or page back."""

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from workspace.kernel.api import fields, once, pages, parsers, tags


class AlwaysJSON(BaseContentNegotiation):
    """The API speaks JSON, whatever was asked for."""

    def select_parser(self, request, parsers):
        wanted = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == wanted), None)

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class Resource(GenericViewSet):
    """Rows of one noun.

    `abilities` names the ability of `policy` that each action needs. `lookup` maps model fields
    to URL parameters: `self.row` is then the row that the policy let through. `within` is the
    same for a thing above it that must be seen first, as (policy, lookup): `self.parent`.
    `conditional` are the actions that need If-Match; `perishable` rows may be gone by the time
    they are changed; `asking` is the shape of a list's query.
    """

    policy = None
    abilities: dict = {}
    lookup: dict = {}
    within = None
    conditional = frozenset({"partial_update", "destroy"})
    perishable = False
    asking = None
    queryset = None
    content_negotiation_class = AlwaysJSON
    metadata_class = None
    format_kwarg = None

    def dispatch(self, request, *args, **kwargs):
        """As Django REST framework does it, with each change answered once (see `once`)."""
        self.args, self.kwargs = args, kwargs
        self.request = request = self.initialize_request(request, *args, **kwargs)
        self.headers = self.default_response_headers
        try:
            self.initial(request, *args, **kwargs)
            response = once.answered(request, self.handled)
        except Exception as error:
            response = self.handle_exception(error)
        self.response = self.finalize_response(request, response, *args, **kwargs)
        return self.response

    def initial(self, request, *args, **kwargs):
        """All that comes before a stored answer may be given."""
        if not parsers.storable(request.path) or not all(
            parsers.storable([name, *values]) for name, values in request.query_params.lists()
        ):
            raise exceptions.ParseError(_("The address holds a NUL or half a surrogate pair."))
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(
            request
        )
        self.perform_authentication(request)
        self.check_throttles(request)

    def handled(self):
        self.check_permissions(self.request)
        handler = getattr(self, self.request.method.lower(), self.http_method_not_allowed)
        return handler(self.request, *self.args, **self.kwargs)

    def admit(self, member, ability):
        """Fetch what the address names, or raise 404 or 403."""
        if self.within:
            policy, lookup = self.within
            self.parent = policy.fetch(member, "view", **self.named(lookup))
        if self.lookup:
            self.row = self.policy.fetch(member, ability, **self.named(self.lookup))
        else:
            self.policy.demand(member, ability)

    def named(self, lookup):
        return {field: self.kwargs[parameter] for field, parameter in lookup.items()}

    @property
    def member(self):
        return self.request.member

    def get_queryset(self):
        return self.furnished(self.policy.visible_to(self.member))

    def furnished(self, rows):
        """`rows` joined with what their JSON shows."""
        return rows

    def get_serializer_context(self):
        return {
            "request": self.request,
            "view": self,
            "reader": getattr(self.request, "member", None),
        }

    def wanted(self, shape=None, **options):
        """The values of the body, in the shape that this action takes."""
        given = (shape or self.get_serializer_class())(
            data=self.request.data, context=self.get_serializer_context(), **options
        )
        given.is_valid(raise_exception=True)
        return given.validated_data

    def seen_version(self):
        """The version of `self.row`, which If-Match must name."""
        return tags.seen_version(self.request, self.row)

    def narrowed(self, rows):
        """The rows that the query asks for; a parameter that nobody knows is refused."""
        given = self.request.query_params.dict()
        for name in pages.PARAMETERS:
            given.pop(name, None)
        if self.asking is None:
            fields.refuse_others(given, {})
            return rows
        asked = self.asking(data=given, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return rows.filter(**asked.validated_data)

    @property
    def asking_parameters(self):
        """What the API's description says of the query of a list."""
        return [self.asking] if self.asking else []

    def page(self, rows):
        found = self.paginate_queryset(self.narrowed(rows))
        return self.get_paginated_response(self.get_serializer(found, many=True).data)

    def answer(self, row, status=200, **headers):
        """One row as JSON, with its tag; nothing of it when the caller has it already."""
        if hasattr(row, "version"):
            headers["ETag"] = tags.tag_of(row)
            if self.request.method in {"GET", "HEAD"} and tags.is_known(self.request, row):
                return Response(status=304, headers=headers)
        return Response(self.get_serializer(row).data, status=status, headers=headers)

    def answer_anew(self, row, status=200, **headers):
        """The same after a change, read again with all that its JSON shows."""
        return self.answer(self.get_queryset().get(pk=row.pk), status, **headers)

    def made(self, row):
        """201, and where the new row is to be found."""
        address = self.request.build_absolute_uri(self.address_of(row))
        return self.answer_anew(row, 201, Location=address)

    def done(self):
        return Response(status=204)


class Listed:
    def list(self, request, **_named):
        """A page of them, in the order in which they were made."""
        return self.page(self.get_queryset())


class Shown:
    def retrieve(self, request, **_named):
        """One of them, with its ETag."""
        return self.answer(self.get_queryset().get(pk=self.row.pk))
