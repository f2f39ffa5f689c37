"""The API's description: complete, valid, and the same as what is served."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver

from workspace.kernel import checks

pytestmark = pytest.mark.alike


def test_the_description_is_valid_and_without_warnings(tmp_path):
    call_command(
        "spectacular", "--fail-on-warn", "--validate", "--file", str(tmp_path / "schema.yaml")
    )


@pytest.fixture(scope="module")
def described():
    return Client().get("/api/schema/?format=json").json()


def test_every_route_of_the_api_is_described_with_its_methods(described):
    served = {
        (f"/{path}", method)
        for path, pattern in checks.routes(get_resolver().url_patterns)
        if path.startswith("api/v1/")
        for method in set(pattern.callback.actions) - {"head"}
    }
    described_ones = {
        (path, method) for path, operations in described["paths"].items() for method in operations
    }

    assert {(plainly(path), method) for path, method in served} == described_ones


def plainly(path):
    """`/items/<int:item>/` as OpenAPI writes it."""
    return path.replace("<int:", "{").replace("<slug:", "{").replace(">", "}")


def test_every_operation_has_a_sentence_a_scheme_and_its_errors(described):
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            assert operation["security"] == [{"token": []}], (method, path)
            assert "application/problem+json" in operation["responses"]["401"]["content"]


def test_operations_that_need_a_version_say_so(described):
    needing = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
        if any(each["name"] == "If-Match" for each in operation["parameters"])
    }

    assert needing == {
        "DELETE /channels/{channel}/",
        "DELETE /comments/{comment}/",
        "DELETE /items/{item}/",
        "DELETE /members/{member}/",
        "DELETE /partners/{partner}/",
        "DELETE /stages/{stage}/",
        "DELETE /targets/{target}/",
        "DELETE /teams/{team}/",
        "DELETE /lead-forms/{form}/",
        "PATCH /campaigns/{campaign}/",
        "PATCH /channels/{channel}/",
        "PATCH /comments/{comment}/",
        "PATCH /items/{item}/",
        "PATCH /leads/{lead}/",
        "PATCH /members/{member}/",
        "PATCH /members/{member}/time/",
        "PATCH /metrics/{metric}/",
        "PATCH /partners/{partner}/",
        "DELETE /rejection-reasons/{reason}/",
        "PATCH /rejection-reasons/{reason}/",
        "PATCH /stages/{stage}/",
        "PATCH /targets/{target}/",
        "PATCH /teams/{team}/",
        "PATCH /templates/{template}/",
        "PATCH /touchpoints/{touchpoint}/",
        "PATCH /workspace/",
        "PATCH /workspace/week/",
        "POST /batches/{batch}/take-up/",
        "POST /campaigns/{campaign}/phase/",
        "POST /imports/{import}/answers/",
        "POST /imports/{import}/run/",
        "POST /imports/{import}/take-up/",
        "POST /items/{item}/move/",
        "POST /items/{item}/place/",
        "POST /lead-imports/{lead_import}/answers/",
        "POST /lead-imports/{lead_import}/run/",
        "POST /members/{member}/bring_back/",
        "POST /metrics/{metric}/bring-back/",
        "POST /metrics/{metric}/retire/",
    }


def test_the_description_comes_as_yaml_too(client):
    answer = client.get("/api/schema/")

    assert answer["Content-Type"] == "application/vnd.oai.openapi"
    assert answer.content.startswith(b"openapi: 3.")
