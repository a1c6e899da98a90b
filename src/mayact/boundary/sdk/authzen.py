"""Asking a decision point by the OpenID AuthZEN Authorization API 1.0: what is sent and how answers are read. Pure.

Law: a decision is `true` and nothing like it, or it is no permission. A batch has an answer for every item that the
chosen semantic evaluates, in order, or the whole batch is refused: a list that is one short would put every later
answer beside another question.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Generic, NoReturn, TypeVar

import msgspec

from mayact.boundary.sdk.exchange import Ask, convert, frozen, json_body, not_a_gate
from mayact.core.canonical import JsonObject, freeze
from mayact.core.errors import InvalidInput, LimitExceeded
from mayact.core.limits import MAX_BATCH_ITEMS

_NONE: Final[JsonObject] = MappingProxyType({})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is asking. `properties`: what the caller says about it."""

    type: str
    id: str
    properties: JsonObject = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Action:
    """What it wants to do."""

    name: str
    properties: JsonObject = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Resource:
    """What it wants to do it to."""

    type: str
    id: str
    properties: JsonObject = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the decision point says. `context` may tell why, and what else to do; it changes nothing about `allowed`."""

    allowed: bool
    context: JsonObject = field(default_factory=lambda: _NONE)

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One evaluation of a batch. What is None is taken from the batch."""

    subject: Subject | None = None
    action: Action | None = None
    resource: Resource | None = None
    context: JsonObject | None = None


class Semantic(StrEnum):
    """How much of a batch is evaluated (`options.evaluations_semantic`)."""

    EXECUTE_ALL = "execute_all"
    DENY_ON_FIRST_DENY = "deny_on_first_deny"
    PERMIT_ON_FIRST_PERMIT = "permit_on_first_permit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Results of one search, and the token of what follows ("" when nothing does)."""

    results: tuple[T, ...]
    next_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the decision point says about itself. `endpoints`: member name → URL."""

    policy_decision_point: str
    endpoints: Mapping[str, str]


# ── evaluation ───────────────────────────────────────────────────────────────────────────────────────────


def evaluation(
    *, subject: Subject, action: Action, resource: Resource, context: JsonObject | None = None
) -> Ask[Decision]:
    body = _members(subject=subject, action=action, resource=resource, context=context)
    return _post("/access/v1/evaluation", body, lambda raw: _decision(convert(raw, _Decision)))


def evaluations(
    items: Sequence[Item],
    *,
    subject: Subject | None = None,
    action: Action | None = None,
    resource: Resource | None = None,
    context: JsonObject | None = None,
    semantic: Semantic = Semantic.EXECUTE_ALL,
) -> Ask[tuple[Decision, ...]]:
    """Raises `InvalidInput` for no items (the specification then reads one evaluation), `LimitExceeded`."""
    if not items:
        raise InvalidInput("nothing is asked", hint="give at least one item", field="items")
    if len(items) > MAX_BATCH_ITEMS:
        raise LimitExceeded(f"{len(items)} items", hint=f"at most {MAX_BATCH_ITEMS} at once", field="items")
    body: JsonObject = {
        **_members(subject=subject, action=action, resource=resource, context=context),
        "evaluations": tuple(
            _members(subject=item.subject, action=item.action, resource=item.resource, context=item.context)
            for item in items
        ),
        "options": {"evaluations_semantic": semantic.value},
    }
    asked = len(items)
    return _post("/access/v1/evaluations", body, lambda raw: _decisions(raw, asked, semantic))


class _Decision(msgspec.Struct, frozen=True):
    decision: bool
    context: dict[str, Any] = {}


class _Decisions(msgspec.Struct, frozen=True):
    evaluations: list[_Decision]


def _decision(said: _Decision) -> Decision:
    return Decision(said.decision is True, frozen(said.context))


def _decisions(raw: bytes, asked: int, semantic: Semantic) -> tuple[Decision, ...]:
    found = tuple(_decision(said) for said in convert(raw, _Decisions).evaluations)
    if not _complete([decision.allowed for decision in found], asked, semantic):
        raise not_a_gate(f"it gave {len(found)} decisions for {asked} items, and not those that {semantic} asks for")
    return found


def _complete(allowed: Sequence[bool], asked: int, semantic: Semantic) -> bool:
    """Whether these are the decisions of a batch of `asked` items: all, or up to the first that ends it."""
    if semantic is Semantic.EXECUTE_ALL:
        return len(allowed) == asked
    last = semantic is Semantic.PERMIT_ON_FIRST_PERMIT
    goes_on = all(given is not last for given in allowed[:-1])
    return 0 < len(allowed) <= asked and goes_on and (len(allowed) == asked or allowed[-1] is last)


# ── search ───────────────────────────────────────────────────────────────────────────────────────────────


def search_subjects(
    *, subject_type: str, action: Action, resource: Resource, context: JsonObject | None, token: str, limit: int | None
) -> Ask[Page[Subject]]:
    body = {
        **_members(action=action, resource=resource, context=context),
        "subject": {"type": subject_type},
        **_paged(token, limit),
    }
    return _post("/access/v1/search/subject", body, lambda raw: _page(raw, lambda row: _subject(row, subject_type)))


def search_resources(
    *, subject: Subject, action: Action, resource_type: str, context: JsonObject | None, token: str, limit: int | None
) -> Ask[Page[Resource]]:
    body = {
        **_members(subject=subject, action=action, context=context),
        "resource": {"type": resource_type},
        **_paged(token, limit),
    }
    return _post("/access/v1/search/resource", body, lambda raw: _page(raw, lambda row: _resource(row, resource_type)))


def search_actions(
    *, subject: Subject, resource: Resource, context: JsonObject | None, token: str, limit: int | None
) -> Ask[Page[Action]]:
    body = {**_members(subject=subject, resource=resource, context=context), **_paged(token, limit)}
    return _post("/access/v1/search/action", body, lambda raw: _page(raw, _action))


class _PageOf(msgspec.Struct, frozen=True):
    next_token: str


class _Results(msgspec.Struct, frozen=True):
    results: list[dict[str, Any]]
    page: _PageOf | None = None


class _Thing(msgspec.Struct, frozen=True):
    type: str
    id: str
    properties: dict[str, Any] = {}


class _Named(msgspec.Struct, frozen=True):
    name: str
    properties: dict[str, Any] = {}


def _paged(token: str, limit: int | None) -> JsonObject:
    if limit is not None and not 0 < limit <= MAX_BATCH_ITEMS:
        raise LimitExceeded(f"a page of {limit}", hint=f"between 1 and {MAX_BATCH_ITEMS}", field="limit")
    page: JsonObject = {**({"token": token} if token else {}), **({"limit": limit} if limit is not None else {})}
    return {"page": page} if page else {}


def _page(raw: bytes, of: Callable[[dict[str, Any]], T]) -> Page[T]:
    found = convert(raw, _Results)
    token = found.page.next_token if found.page is not None else ""
    return Page(results=tuple(of(row) for row in found.results), next_token=token)


def _thing(row: dict[str, Any], asked: str) -> _Thing:
    thing = msgspec.convert(row, type=_Thing, strict=True)
    if thing.type != asked:
        raise not_a_gate("a search found what was not searched for")
    return thing


def _subject(row: dict[str, Any], asked: str) -> Subject:
    thing = _thing(row, asked)
    return Subject(thing.type, thing.id, frozen(thing.properties))


def _resource(row: dict[str, Any], asked: str) -> Resource:
    thing = _thing(row, asked)
    return Resource(thing.type, thing.id, frozen(thing.properties))


def _action(row: dict[str, Any]) -> Action:
    named = msgspec.convert(row, type=_Named, strict=True)
    return Action(named.name, frozen(named.properties))


# ── metadata ─────────────────────────────────────────────────────────────────────────────────────────────


def metadata(*, expected: str | None) -> Ask[Metadata]:
    """`expected`: the address that the document must be about; None where callers cannot know it (this machine)."""
    return Ask(
        method="GET",
        path="/.well-known/authzen-configuration",
        read=lambda raw: _metadata(raw, expected),
        open_to_all=True,
    )


class _Metadata(msgspec.Struct, frozen=True):
    policy_decision_point: str
    access_evaluation_endpoint: str
    access_evaluations_endpoint: str | None = None
    search_subject_endpoint: str | None = None
    search_resource_endpoint: str | None = None
    search_action_endpoint: str | None = None


def _metadata(raw: bytes, expected: str | None) -> Metadata:
    found = convert(raw, _Metadata)
    # A document about another decision point must not be used (AuthZEN 1.0, validating the metadata).
    if expected is not None and found.policy_decision_point.rstrip("/") != expected:
        raise not_a_gate("its metadata is about another decision point")
    endpoints = {
        name: url
        for name in found.__struct_fields__
        if name.endswith("_endpoint") and (url := getattr(found, name)) is not None
    }
    return Metadata(policy_decision_point=found.policy_decision_point, endpoints=MappingProxyType(endpoints))


# ── what is sent ─────────────────────────────────────────────────────────────────────────────────────────


def _post(path: str, body: JsonObject, read: Callable[[bytes], T]) -> Ask[T]:
    return Ask(method="POST", path=path, body=json_body(body), read=read)


def _members(
    *,
    subject: Subject | None = None,
    action: Action | None = None,
    resource: Resource | None = None,
    context: JsonObject | None = None,
) -> JsonObject:
    body: dict[str, Any] = {}
    if subject is not None:
        body["subject"] = {"type": subject.type, "id": subject.id, **_properties(subject.properties)}
    if action is not None:
        body["action"] = {"name": action.name, **_properties(action.properties)}
    if resource is not None:
        body["resource"] = {"type": resource.type, "id": resource.id, **_properties(resource.properties)}
    if context is not None:
        body["context"] = context
    return freeze(body, what="the request")  # type: ignore[return-value]


def _properties(properties: JsonObject) -> JsonObject:
    return {"properties": properties} if properties else {}


def refuse_circle(seen: set[str], token: str) -> None:
    """Raise `GateUnreachable` when a search or list is led back to a page that it has had."""
    if token in seen:
        _circle()
    seen.add(token)


def _circle() -> NoReturn:
    raise not_a_gate("its pages lead in a circle")
