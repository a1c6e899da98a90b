"""A tool call as its boundary states it, and whether a gate's answer is about exactly that call. Pure.

Law: what was decided is compared with what is about to run by recomputing the digest from the caller's own words; of
the gate's answer only what the gate alone can know (who is behind the call, what was pinned) goes in (BOUND-3).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import msgspec

from mayact.boundary.sdk.exchange import not_a_gate
from mayact.core.canonical import Digest, JsonObject, freeze, thaw
from mayact.core.errors import DigestMismatch, InvalidInput, MayactError
from mayact.core.model import Chain, Hop, HopKind, Source, ToolCall, action_digest
from mayact.core.wire.environment import OBSERVED, ordered
from mayact.core.wire.messages import CallFields

_EMPTY: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One action, exactly as it would run. `tool` and `arguments` as `core.model.ToolCall` describes them; `user` is
    an account this token may speak for, `cwd` and `home` absolute paths on the machine where it runs. `environment`:
    only what the tool is given beside HOME, USER, LOGNAME and PWD. `stdin`: digest of standard input, or None.
    `agent`, `subagent`, `session`, `call_id` and `claims` are claims. Frozen as it is made; raises `InvalidInput`.
    """

    tool: str
    arguments: JsonObject
    user: str
    home: str
    cwd: str
    environment: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    stdin: Digest | None = None
    task: str | None = None
    agent: str = ""
    subagent: str = ""
    session: str = ""
    call_id: str = ""
    claims: JsonObject = field(default_factory=lambda: _EMPTY)

    def __post_init__(self) -> None:
        # What was decided on must not change between the question and the run.
        object.__setattr__(self, "arguments", freeze(self.arguments, what="arguments"))
        object.__setattr__(self, "claims", freeze(self.claims, what="claims"))
        object.__setattr__(self, "environment", MappingProxyType(dict(self.environment)))
        _valid(self)


def _valid(call: Call) -> None:
    try:
        msgspec.convert(_fields(call), type=CallFields, strict=True)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"the call is not valid: {error}", hint="see `Call`") from None


def _fields(call: Call) -> dict[str, Any]:
    return {
        "tool": call.tool,
        "arguments": thaw(call.arguments),
        "cwd": call.cwd,
        "environment": dict(call.environment),
        "stdin": call.stdin,
        "task": call.task,
        "agent": call.agent,
        "subagent": call.subagent,
        "session": call.session,
        "call_id": call.call_id,
        "claims": thaw(call.claims),
    }


def call_members(call: Call) -> dict[str, Any]:
    """`call` as the members of a request."""
    return {"user": call.user, "home": call.home, "call": _fields(call)}


# ── the gate's view of it ────────────────────────────────────────────────────────────────────────────────


class _Hop(msgspec.Struct, frozen=True):
    kind: HopKind
    id: str
    source: Source


class SeenCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call in a gate's answer (`server.replies.call_json`)."""

    tool: str
    arguments: dict[str, Any]
    cwd: str
    home: str
    user: str
    chain: list[_Hop]
    target: str
    environment: dict[str, str]
    stdin: str | None
    task: str | None


def as_tool_call(seen: SeenCall) -> ToolCall:
    """The call as the gate holds it."""
    return ToolCall(
        tool=seen.tool,
        arguments=freeze(seen.arguments),  # type: ignore[arg-type]
        cwd=seen.cwd,
        home=seen.home,
        user=seen.user,
        chain=_chain(seen),
        target=seen.target,
        environment=ordered(seen.environment.items()),
        stdin=Digest(seen.stdin) if seen.stdin is not None else None,
        task=seen.task,
    )


def _chain(seen: SeenCall) -> Chain:
    return tuple(Hop(hop.kind, hop.id, hop.source) for hop in seen.chain)


def check_digest(call: ToolCall, pins: Mapping[str, str], action: str) -> None:
    """Raise `DigestMismatch` unless `action` is the digest of exactly this call and these pins."""
    try:
        found = action_digest(call, pins)
    except MayactError as error:
        raise not_a_gate(error.message) from None
    if found != action:
        raise DigestMismatch("what would run is not what was decided", hint="nothing ran; ask again")


def confirmed(call: Call, seen: SeenCall, pins: Mapping[str, str], action: str) -> ToolCall:
    """The call that `action` permits, from the caller's own words. Raises `DigestMismatch`.

    1. who       the user is this call's, as the gate writes it (`USER@TOKEN`), and so is the home directory
    2. target    the machine of the caller; a permit for elsewhere is not ours to run
    3. words     tool, arguments, directory, task and standard input are the caller's, not the answer's
    4. variables the caller's, and beside them only what the gate fills in itself
    5. digest    all of it together is what was decided
    """
    mine = ToolCall(
        tool=call.tool,  # 3
        arguments=call.arguments,
        cwd=call.cwd,
        home=call.home,
        user=seen.user,
        chain=_chain(seen),
        target="local",  # 2
        environment=ordered({**seen.environment, **call.environment}.items()),
        stdin=call.stdin,
        task=call.task,
    )
    same_user = seen.user.rpartition("@")[0] == call.user  # 1
    added = seen.environment.keys() - call.environment.keys()
    filled_in = {"HOME": call.home, "PWD": call.cwd, "USER": call.user, "LOGNAME": call.user}
    as_filled = all(name in OBSERVED and seen.environment[name] == filled_in.get(name) for name in added)  # 4
    if not (same_user and seen.home == call.home and seen.target == "local" and as_filled):
        raise DigestMismatch("what was decided is another call", hint="nothing ran; ask again")
    check_digest(mine, pins, action)  # 5
    return mine
