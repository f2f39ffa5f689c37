"""What the API's description says of every operation, beside what its view declares."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from workspace.kernel.api import problems

CODES = {
    "400": "parse_error",
    "401": "not_authenticated",
    "403": "forbidden",
    "404": "not_found",
    "409": "conflict",
    "410": "gone",
    "412": "stale",
    "413": "too_large",
    "415": "unsupported_media_type",
    "422": "invalid",
    "428": "precondition_required",
    "429": "throttled",
    "503": "busy",
}
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="1 to 200 visible ASCII characters. A request sent again with the same key is "
    "answered as the first time, and changes nothing again.",
    pattern="^[!-~]{1,200}$",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the version that you change.",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="The ETag that you have."
)
DONE = {
    "200": "It is so. A row that has a version comes with its ETag.",
    "201": "It was made; Location says where it is.",
}
ERRORS = {
    "400": "The request cannot be read.",
    "401": "The token is missing, unknown, expired or revoked.",
    "403": "The role or the token's scopes do not allow this.",
    "404": "There is no such thing, or you may not know of it.",
    "409": "Somebody was faster, or the present state does not admit it.",
    "410": "It has been used, answered or withdrawn meanwhile.",
    "412": "The version named by If-Match is not the present one.",
    "413": "The body is too large.",
    "415": "The body has the wrong media type.",
    "422": "What was sent cannot be used; `fields` says why.",
    "428": "If-Match is missing.",
    "429": "Too many requests; Retry-After says when to go on.",
    "503": "The database is busy; nothing was changed.",
}


class Problem(serializers.Serializer):
    """An error, as RFC 9457 has it."""

    type = serializers.CharField()
    title = serializers.CharField(help_text="The name of the status.")
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="What happened, for programs.")
    detail = serializers.CharField(help_text="What happened, for people.")
    mend = serializers.CharField(required=False, help_text="How to go on.")
    fields = serializers.DictField(  # type: ignore[assignment]
        required=False, help_text="The sentences about each field that was refused."
    )


class Schema(AutoSchema):
    def get_summary(self):
        """The first line of the action's docstring."""
        return self.sentences[0].strip().rstrip(".")

    def get_description(self):
        """The rest of it, and what the parts of the address are."""
        return "\n".join(line.strip() for line in self.sentences[1:]).strip()

    @property
    def sentences(self):
        return (getattr(self.view, self.view.action).__doc__ or "").strip().splitlines()

    def get_operation_id(self):
        return f"{self.view.basename}_{self.view.action}"

    def get_tags(self):
        return [self._tokenize_path()[0]]

    def get_serializer_name(self, serializer, direction):
        return type(serializer).__name__.removesuffix("Shape")

    def get_override_parameters(self):
        parameters = list(self.view.asking_parameters) if self.view.action == "list" else []
        if self.method in CHANGING:
            parameters.append(IDEMPOTENCY_KEY)
        if self.view.action in self.view.conditional:
            parameters.append(IF_MATCH)
        if self.view.action == "retrieve":
            parameters.append(IF_NONE_MATCH)
        return parameters

    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction)
        for status, body in bodies.items():
            body["description"] = body["description"] or DONE.get(status, "")
        if self.view.action == "retrieve":
            bodies["304"] = {"description": "You have it as it is."}
        component = self.resolve_serializer(Problem, direction).ref
        for status in self.possible_errors():
            bodies[status] = {
                "description": ERRORS[status],
                "content": {
                    "application/problem+json": {
                        "schema": component,
                        "example": problems.body(int(status), CODES[status], ERRORS[status]),
                    }
                },
            }
        return dict(sorted(bodies.items()))

    def possible_errors(self):
        possible = {"400", "401", "403", "404", "422", "429"}
        if self.method in CHANGING:
            possible |= {"409", "413", "415", "503"}
        if self.view.action in self.view.conditional:
            possible |= {"412", "428"}
        if self.method in CHANGING and self.view.perishable:
            possible.add("410")
        return sorted(possible)
