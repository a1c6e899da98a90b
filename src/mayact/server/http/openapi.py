"""The OpenAPI 3.1 document, made from the table of routes and the structs of their bodies.

Law: what is here is what the table does, because nothing is written by hand but sentences; `docs/openapi.json` is this
document and a test compares them. It refuses to know how anything is answered.
"""

import json
from typing import Any, Final

import msgspec

from mayact.server.http.messages import Parameter
from mayact.server.http.problems import Problem
from mayact.server.http.routes import ANYBODY, ROUTES, Route

_REF: Final = "#/components/schemas/{name}"

_ERRORS: Final = {
    400: "The request is malformed or over a bound.",
    401: "There is no token, or it is not one of this gate.",
    403: "The token may not do this.",
    404: "There is no such thing.",
    405: "The path does not take this method.",
    409: "The state of things does not allow it: spent, answered, or the same request is under way.",
    410: "It is past its end.",
    413: "The body is larger than what is read.",
    414: "The address is too long.",
    415: "The body is not application/json.",
    422: "The policy is invalid, or an idempotency key was used for another request.",
    429: "Too many requests.",
    431: "The headers are too large.",
    500: "A fault of the gate. Nothing ran.",
    503: "The store does not confirm, or there is no answer in time. Nothing may run on it.",
}

_SEGMENTS: Final = {
    "id": {"type": "string", "pattern": "^[A-Za-z0-9-]{1,64}$"},
    "seq": {"type": "integer", "minimum": 0, "maximum": 999_999_999_999_999},
}


def document(version: str) -> dict[str, Any]:
    """The document for this version of the program."""
    structs = [struct for route in ROUTES for struct in (route.takes, route.gives) if struct is not None]
    _, components = msgspec.json.schema_components([*dict.fromkeys(structs), Problem], ref_template=_REF)
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.template, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mayact",
            "version": version,
            "description": "Action-time authorization for AI coding agents: every action is decided before it runs.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "mayact_…"}},
        },
    }


def document_bytes(version: str) -> bytes:
    return json.dumps(document(version), indent=2, ensure_ascii=False).encode("utf-8") + b"\n"


def _operation(route: Route) -> dict[str, Any]:
    made: dict[str, Any] = {"operationId": route.name, "summary": route.says, "responses": _responses(route)}
    if route.roles:
        made["security"] = [{"token": []}]
        made["description"] = f"Roles: {', '.join(sorted(role.value for role in route.roles))}."
    parameters = [_path_parameter(name) for name in _SEGMENTS if "{" + name + "}" in route.template]
    parameters += [_query_parameter(parameter) for parameter in route.asks]
    parameters.append(_header("X-Request-ID", "Echoed, if it is 1 to 128 printable ASCII characters.", 128))
    if route.takes is not None:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": _schema(route.takes)}}}
        if route.api is None:
            parameters.append(
                _header("Idempotency-Key", "The same key and request get the same answer for 10 minutes.", 255)
            )
    made["parameters"] = parameters
    return made


def _responses(route: Route) -> dict[str, Any]:
    media = route.content_type.partition(";")[0]
    schema = _schema(route.gives) if route.gives is not None else {"type": "string"}
    found: dict[str, Any] = {"200": {"description": "Done.", "content": {media: {"schema": schema}}}}
    for status in sorted(_statuses(route)):
        found[str(status)] = {
            "description": _ERRORS[status],
            "content": {"application/problem+json": {"schema": {"$ref": _REF.format(name="Problem")}}},
        }
    return found


def _statuses(route: Route) -> set[int]:
    statuses = {400, 405, 414, 429, 431, 500, 503, *route.errors}
    if route.roles is not ANYBODY:
        statuses |= {401, 403}
    if "{" in route.template:
        statuses.add(404)  # a segment that no path can have
    if route.takes is not None:
        statuses |= {413}
        statuses |= {415, 409, 422} if route.api is None else set()
    return statuses


def _schema(struct: Any) -> dict[str, Any]:
    return {"$ref": _REF.format(name=struct.__name__)}


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": _SEGMENTS[name]}


def _query_parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name, "in": "query", "required": False, "schema": parameter.schema,
        "description": parameter.says,
    }  # fmt: skip


def _header(name: str, says: str, longest: int) -> dict[str, Any]:
    schema = {"type": "string", "pattern": f"^[!-~]{{1,{longest}}}$"}
    return {"name": name, "in": "header", "required": False, "schema": schema, "description": says}
