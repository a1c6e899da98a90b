"""The OpenAPI document: what is served is what lies in docs, and covers every operation."""

import json
from pathlib import Path

import pytest
from tests.support.http_api import live

import mayact
from mayact.server.http.native import _OPERATIONS
from mayact.server.http.openapi import document, document_bytes
from mayact.server.http.routes import ROUTES

STORED = Path(__file__).parents[2] / "docs" / "openapi.json"


@pytest.mark.requirement("OPS-3")
def test_the_document_in_docs_is_the_one_that_is_served(tmp_path: Path) -> None:
    assert STORED.read_bytes() == document_bytes(mayact.__version__), "write it with `python scripts/openapi_page.py`"
    with live(tmp_path) as api:
        served = api.send(None, "GET", "/openapi.json").json()
    stored = json.loads(STORED.read_text())
    assert served["paths"] == stored["paths"]
    assert served["components"] == stored["components"]


def test_every_operation_is_described_and_answered() -> None:
    made = document("1")
    named = {route.name for route in ROUTES}
    assert len(named) == len(ROUTES)
    assert {op["operationId"] for path in made["paths"].values() for op in path.values()} == named
    assert {route.name for route in ROUTES if route.api is None} == set(_OPERATIONS)


def test_every_reference_leads_somewhere() -> None:
    made = document("1")
    schemas = made["components"]["schemas"]
    text = json.dumps(made)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in schemas
