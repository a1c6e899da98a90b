"""Requests generated from the OpenAPI document, good and bad, against a live listener: no status that is not
documented, no fault, and every answer as its schema says."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.support.http_api import Api, live

from mayact.server.http.openapi import document
from mayact.server.http.routes import ROUTES

SCHEMA = schemathesis.openapi.from_dict(document("0"))
ROLES = {route.name: sorted(role.value for role in route.roles) for route in ROUTES}
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with live(tmp_path_factory.mktemp("api")) as running:
        yield running


@pytest.mark.requirement("OPS-3", "OPS-2")
@SCHEMA.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_undocumented_answer(case: Any, api: Api) -> None:
    roles = ROLES[case.operation.definition.raw["operationId"]]
    headers = {"authorization": f"Bearer {api.tokens[roles[0]]}"} if roles else {}
    answer = case.call(base_url=api.url, headers=headers)
    unready = answer.status_code == 503 and case.path == "/readyz"
    case.validate_response(answer, checks=CHECKS if unready else [*CHECKS, not_a_server_error], headers=headers)
