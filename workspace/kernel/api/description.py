"""The API's description: OpenAPI at `/api/schema/`, as YAML or with `?format=json`."""

from functools import cache

from django.http import HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer

from workspace.kernel.access import public

FORMATS = {
    "json": (OpenApiJsonRenderer, "application/vnd.oai.openapi+json"),
    "yaml": (OpenApiYamlRenderer, "application/vnd.oai.openapi"),
}


@public(because="it describes the API and holds nobody's data")
@require_safe
def description(request):
    wanted = "json" if asks_for_json(request) else "yaml"
    return HttpResponse(written(wanted), content_type=FORMATS[wanted][1])


def asks_for_json(request):
    accepted = request.headers.get("Accept", "")
    return request.GET.get("format", "json" if "json" in accepted else "yaml") == "json"


@cache
def written(wanted):
    """The bytes of the description; they change only with the code."""
    with translation.override("en"):
        schema = SchemaGenerator().get_schema(request=None, public=True)
    return FORMATS[wanted][0]().render(schema, renderer_context={})
