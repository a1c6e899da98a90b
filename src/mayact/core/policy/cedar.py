"""Cedar behind one adapter: the only module that knows the engine.

Law: handles are prepared once, every evaluation runs with the schema, every entity set is built with the schema, and
whatever the engine does not answer cleanly is `Broken`, which refuses. Cedar by itself *skips* a rule that errors
(docs.cedarpolicy.com/auth/authorization.html), and without a schema an `__entity` inside data changes the answer.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import cedarpy
import msgspec

from mayact.core.errors import PolicyInvalid, shown
from mayact.core.limits import MAX_RULE_CHARS, MAX_RULE_DEPTH
from mayact.core.policy.schema import SCHEMA

Uid: TypeAlias = tuple[str, str]
"""Entity type and id. Never written as Cedar text: an id can hold anything."""

RuleJson: TypeAlias = dict[str, Any]
"""One policy in Cedar's JSON form."""


@dataclass(frozen=True, slots=True)
class Schema:
    handle: cedarpy.Schema


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A prepared policy set; matches are reported by the ids it was prepared with."""

    handle: cedarpy.PolicySet


@dataclass(frozen=True, slots=True)
class EntitySet:
    handle: cedarpy.Entities
    uids: frozenset[Uid]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    principal: Uid
    action: str
    resource: Uid
    context: str
    """The context record as JSON text, made once for all hops."""
    action_type: str = "Action"


@dataclass(frozen=True, slots=True)
class Matched:
    """The rules that matched, and whether Cedar's own decision was allow."""

    ids: frozenset[str]
    allowed: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """The engine did not answer cleanly. The worst case."""

    because: str


def read_schema(text: str) -> Schema:
    """Raises `PolicyInvalid`."""
    try:
        return Schema(cedarpy.Schema.from_str(text))
    except ValueError as error:
        raise PolicyInvalid(f"the schema does not parse: {shown(str(error))}") from None


def schema_text(schema: Schema) -> str:
    """The engine's own rendering: one spelling for everything, sorted."""
    return str(schema.handle)


AGENT_SCHEMA: Final = read_schema(SCHEMA)


def parse(text: str, *, file: str) -> list[RuleJson]:
    """The rules in `text`, in Cedar's JSON form. Raises `PolicyInvalid` (syntax, templates, no rules)."""
    _check_size(text, file=file)
    try:
        found = json.loads(cedarpy.policies_to_json_str(text))
    except (ValueError, RecursionError) as error:
        raise PolicyInvalid(
            f"{shown(file)} does not parse: {shown(str(error))}", hint=_where(text), field=file
        ) from None
    if found.get("templates") or found.get("templateLinks"):
        raise PolicyInvalid(f"{shown(file)} holds a template", hint="write the rule out without slots", field=file)
    return list(found["staticPolicies"].values())


_TOKEN: Final = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n\r]*|[;()\[\]{}]|\bif\b', re.DOTALL)
"""What nests, what ends a rule, and the strings and comments in which neither counts (Cedar grammar, lexical part)."""


def _check_size(text: str, *, file: str) -> None:
    """Refuse what the engine could not survive parsing: it recurses on the native stack."""
    start = depth = ifs = 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "(" | "[" | "{":
                depth += 1
            case ")" | "]" | "}":
                depth -= 1
            case "if":
                ifs += 1
            case ";":
                _check_length(text, start, token.start(), file=file)
                start, depth, ifs = token.end(), 0, 0
        if depth + ifs > MAX_RULE_DEPTH:
            line = text.count("\n", 0, token.start()) + 1
            raise PolicyInvalid(
                f"{shown(file)} nests deeper than {MAX_RULE_DEPTH}", hint=f"split the rule at line {line}", field=file
            )
    _check_length(text, start, len(text), file=file)


def _check_length(text: str, start: int, end: int, *, file: str) -> None:
    if end - start > MAX_RULE_CHARS:
        line = text.count("\n", 0, start) + 1
        raise PolicyInvalid(
            f"a rule in {shown(file)} is {end - start} characters long",
            hint=f"at most {MAX_RULE_CHARS}; split the one that begins at line {line}",
            field=file,
        )


def _where(text: str) -> str:
    """The engine seldom says where: the first rule that does not parse by itself is where a person should look."""
    start = 0
    for found in re.finditer(";", text):
        if _parses(text[start : found.end()]):
            start = found.end()
    before, lines = text[:start].count("\n"), text[start:].split("\n")
    skip = next((at for at, line in enumerate(lines) if line.strip() and not line.strip().startswith("//")), 0)
    return f"look at the rule that begins at line {before + skip + 1}"


def _parses(text: str) -> bool:
    try:
        cedarpy.policies_to_json_str(text)
    except ValueError:
        return False
    return True


def check(text: str, *, schema: Schema = AGENT_SCHEMA) -> list[tuple[str, str]]:
    """What strict validation finds in `text`: pairs of rule `@id` (or "") and message."""
    result = cedarpy.validate_policies(text, schema.handle)
    names = result.id_annotations_by_policy_id
    found = [(names.get(error.policy_id, ""), error.error) for error in result.errors]
    return found if found or result.validation_passed else [("", "it does not validate")]


def prepare(rules: Mapping[str, RuleJson]) -> RuleSet:
    """A set whose rules keep the given ids. Raises `PolicyInvalid`."""
    body = {"staticPolicies": rules, "templates": {}, "templateLinks": []}
    try:
        return RuleSet(cedarpy.PolicySet.from_json_str(json.dumps(body)))
    except (ValueError, RecursionError) as error:
        raise PolicyInvalid(f"the rules do not compile: {shown(str(error))}") from None


def as_text(rules: RuleSet) -> str:
    return str(rules.handle)


def entities(rows: Sequence[Mapping[str, Any]], *, schema: Schema = AGENT_SCHEMA) -> EntitySet | Broken:
    """An entity set that conforms to the schema, or why there is none."""
    try:
        handle = cedarpy.Entities.from_json_str(json.dumps(rows), schema.handle)
    except (ValueError, TypeError, RecursionError) as error:
        return Broken(f"the facts do not fit the schema: {error}")
    return EntitySet(handle, frozenset((row["uid"]["type"], row["uid"]["id"]) for row in rows))


def entities_with(
    base: EntitySet, rows: Sequence[Mapping[str, Any]], *, schema: Schema = AGENT_SCHEMA
) -> EntitySet | Broken:
    """`base` and `rows`. The engine copies `base`: keep it small."""
    try:
        handle = base.handle.with_added_json_str(msgspec.json.encode(rows).decode(), schema.handle)
    except (ValueError, TypeError, RecursionError) as error:
        return Broken(f"the facts do not fit the schema: {error}")
    return EntitySet(handle, base.uids | {(row["uid"]["type"], row["uid"]["id"]) for row in rows})


def evaluate(
    requests: Sequence[Request], *, rules: RuleSet, known: EntitySet, schema: Schema = AGENT_SCHEMA
) -> list[Matched | Broken]:
    """One answer per request, in order. Never raises."""
    try:
        results = cedarpy.is_authorized_batch(
            [_wire(request) for request in requests], rules.handle, known.handle, schema.handle
        )
    except (ValueError, TypeError, RecursionError) as error:
        return [Broken(f"the engine refused the request: {error}")] * len(requests)
    if len(results) != len(requests):
        return [Broken("the engine lost an answer")] * len(requests)
    return [_answer(request, result, known) for request, result in zip(requests, results, strict=True)]


def _wire(request: Request) -> dict[str, Any]:
    return {
        "principal": {"type": request.principal[0], "id": request.principal[1]},
        "action": {"type": request.action_type, "id": request.action},
        "resource": {"type": request.resource[0], "id": request.resource[1]},
        "context": request.context,
    }


def _answer(request: Request, result: cedarpy.AuthzResult, known: EntitySet) -> Matched | Broken:
    # Cedar evaluates for principals and resources that no entity describes; their attributes would be missing.
    for uid in (request.principal, request.resource):
        if uid not in known.uids:
            return Broken(f"no entity for {shown(uid[0])}")
    if result.diagnostics.errors:
        return Broken(f"a rule errs: {result.diagnostics.errors[0]}")
    if result.decision is cedarpy.Decision.NoDecision:
        return Broken("the engine made no decision")
    return Matched(frozenset(result.diagnostics.reasons), result.decision is cedarpy.Decision.Allow)
