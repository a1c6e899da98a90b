"""What `mayact exec` says to the gate and what it makes of the answers: pure, so that it can be tried case by case.

Law: what runs is what was hashed. The digest is computed here, over the values that are then handed to the operating
system, and compared with the one that was decided; the gate is told these same values when the permit is spent.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mayact.core.canonical import Digest, JsonObject, freeze, parse_json, thaw
from mayact.core.errors import DigestMismatch, InvalidInput, shown
from mayact.core.model import Chain, Hop, HopKind, Source, ToolCall, action_digest
from mayact.core.wire.environment import OBSERVED, completed

BASH: Final = "/bin/bash"

_COMMANDS: Final = frozenset({"shell", "exec"})
"""Tools that have an environment; others are done by their boundary itself."""

ENFORCED: Final[frozenset[str]] = frozenset()
"""The obligations that this boundary can enforce by itself: none, so a permit that carries one is run in a lane
(`core.sandbox.lanes`) or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the caller wants to run, before the gate has named who is asking."""

    tool: str
    arguments: JsonObject
    cwd: str
    environment: Mapping[str, str]
    stdin: Digest | None = None
    """Of the whole standard input; None: there is none, or a terminal."""
    agent: str = ""
    subagent: str = ""
    task: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Decided, rehashed, not yet redeemed. `pins` are the gate's."""

    token: str
    stated: Stated
    call: ToolCall
    pins: Mapping[str, str]


def authorize_message(stated: Stated, *, wait_ms: int) -> bytes:
    return _bytes({"op": "authorize", "call": fields(stated), "wait_ms": wait_ms})


def claim_message(token: str) -> bytes:
    return _bytes({"op": "claim", "token": token})


def redeem_message(ready: Ready) -> bytes:
    return _bytes({"op": "redeem", "token": ready.token, "call": fields(ready.stated)})


def outcome_message(permit: str, *, exit_code: int, detail: str = "") -> bytes:
    status = "succeeded" if exit_code == 0 else "failed"
    return _bytes({"op": "outcome", "permit": permit, "status": status, "exit_code": exit_code, "detail": detail})


def fields(stated: Stated) -> dict[str, Any]:
    return {
        "tool": stated.tool,
        "arguments": thaw(stated.arguments),
        "cwd": stated.cwd,
        "environment": dict(stated.environment),
        "stdin": stated.stdin,
        "task": stated.task,
        "agent": stated.agent,
        "subagent": stated.subagent,
    }


def _bytes(message: Mapping[str, Any]) -> bytes:
    # ASCII escapes keep a lone surrogate (an argument that is not utf-8) visible to the gate, which refuses it.
    return json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def parse_answer(body: bytes) -> dict[str, Any]:
    """The reply as an object. Raises `InvalidInput`."""
    value = thaw(parse_json(body, what="reply"))
    if not isinstance(value, dict):
        raise InvalidInput("the gate's reply is not an object", hint="is that a mayact gate?")
    return value


def permitted(
    stated: Stated, reply: Mapping[str, Any], *, keep: Collection[str], enforced: Collection[str] = ENFORCED
) -> Ready:
    """A permit that was minted for what was asked. Raises `DigestMismatch`, `InvalidInput`."""
    ready = _ready(stated, reply, keep=keep)
    obligations = reply.get("obligations")
    if not isinstance(obligations, list):
        raise InvalidInput("the reply names no obligations", hint="is that a mayact gate?", field="obligations")
    unknown = [_as_text(name) for name in obligations if name not in enforced]
    if unknown:
        raise InvalidInput(f"this boundary cannot enforce {shown(', '.join(unknown))}", hint="nothing ran")
    return ready


def is_opaque(reply: Mapping[str, Any]) -> bool:
    """Whether what would run depends on something that cannot be known. A gate that does not say: it does."""
    return reply.get("opaque") is not False


def reads_input(reply: Mapping[str, Any]) -> bool:
    """Whether the call of a claimed permit has a standard input. Raises `InvalidInput`."""
    return _optional(_object(reply, "call"), "stdin") is not None


def claimed(token: str, reply: Mapping[str, Any], *, stdin: Digest | None = None) -> Ready:
    """What an earlier permit is for, restated from the gate's own words, but for the input that is really held.

    Raises `DigestMismatch`, `InvalidInput`.
    """
    given = _object(reply, "call")
    environment = _texts(_object(given, "environment"))
    stated = Stated(
        tool=_text(given, "tool"),
        arguments=freeze(_object(given, "arguments")),  # type: ignore[arg-type]
        cwd=_text(given, "cwd"),
        environment={name: value for name, value in environment.items() if name not in OBSERVED},
        stdin=stdin,
        agent=_hop(given, HopKind.AGENT),
        subagent=_hop(given, HopKind.SUBAGENT),
        task=_optional(given, "task"),
    )
    return _ready(stated, {**reply, "token": token}, keep=environment)


def _ready(stated: Stated, reply: Mapping[str, Any], *, keep: Collection[str]) -> Ready:
    given = _object(reply, "call")
    home, user = _text(given, "home"), _text(given, "user")
    call = ToolCall(
        tool=stated.tool,
        arguments=stated.arguments,
        cwd=stated.cwd,
        home=home,
        user=user,
        chain=_chain(given),
        target=_text(given, "target"),
        environment=(
            completed(stated.environment, home=home, user=user, cwd=stated.cwd, extra=keep)
            if stated.tool in _COMMANDS
            else ()
        ),
        stdin=stated.stdin,
        task=stated.task,
    )
    pins = _texts(_object(reply, "pins"))
    same = _optional(given, "stdin") == stated.stdin
    if not same or call.target != "local" or action_digest(call, pins) != _text(reply, "action"):
        raise DigestMismatch("what would run is not what was decided", hint="nothing ran; ask again")
    return Ready(token=_text(reply, "token"), stated=stated, call=call, pins=pins)


def command_line(call: ToolCall) -> tuple[str, ...]:
    """The words that run: of a shell text, bash without start-up files. Raises `InvalidInput` for other tools."""
    match call.tool, call.arguments:
        case "shell", {"command": str(text), **rest} if not rest and "\0" not in text:
            return (BASH, "--noprofile", "--norc", "-c", text)
        case "exec", {"argv": tuple(argv), **rest} if not rest and argv and all(_is_word(word) for word in argv):
            return tuple(str(word) for word in argv)
        case _:
            raise InvalidInput(f"{shown(call.tool)} is nothing that can be run here", hint="nothing ran")


def _is_word(word: object) -> bool:
    return isinstance(word, str) and "\0" not in word


# ── reading the reply ────────────────────────────────────────────────────────────────────────────────────


def _chain(given: Mapping[str, Any]) -> Chain:
    hops = given.get("chain")
    if not isinstance(hops, list):
        raise InvalidInput("the reply names no chain", hint="is that a mayact gate?", field="chain")
    try:
        return tuple(Hop(HopKind(hop["kind"]), str(hop["id"]), Source(hop["source"])) for hop in hops)
    except (KeyError, TypeError, ValueError):
        raise InvalidInput("the reply's chain is not one", hint="is that a mayact gate?", field="chain") from None


def _hop(given: Mapping[str, Any], kind: HopKind) -> str:
    return next((hop.id for hop in _chain(given) if hop.kind is kind), "")


def _object(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    if not isinstance(found, dict):
        raise InvalidInput(f"the reply has no {name}", hint="is that a mayact gate?", field=name)
    return found


def _texts(value: Mapping[str, Any]) -> dict[str, str]:
    return {_as_text(name): _as_text(held) for name, held in value.items()}


def _text(value: Mapping[str, Any], name: str) -> str:
    return _as_text(value.get(name))


def _optional(value: Mapping[str, Any], name: str) -> str | None:
    found = value.get(name)
    return None if found is None else _as_text(found)


def _as_text(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidInput("the reply has a member that is not text", hint="is that a mayact gate?")
    return value
