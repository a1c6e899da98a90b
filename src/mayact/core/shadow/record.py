"""What an entry says of a call that was only observed: a call, a question of the client's own, an end.

    payload ──told──► Told            call + decision ──observed──► body of `call.observed`

Law: pure and total. What a client says of itself (its mode, its question) is a claim and is kept as one; the decision
is held as `decision.made` holds it. A question is joined to its call by `key`: session, tool and arguments, because
clients send no call id with it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mayact.core.canonical import JsonObject, digest_of, freeze
from mayact.core.errors import InvalidInput
from mayact.core.limits import MAX_ID_CHARS
from mayact.core.model import Decision
from mayact.core.record import decision_json
from mayact.core.wire.hooks.clients import Codec
from mayact.core.wire.hooks.events import AfterTool, AskedAgain, BeforeTool, OtherEvent, decoded

MAX_WHY_CHARS: Final = 300


@dataclass(frozen=True, slots=True)
class ToldCall:
    """A tool is about to run. `mode`: the client's word for how it asks, where it has one."""

    event: BeforeTool
    key: str
    mode: str


@dataclass(frozen=True, slots=True)
class ToldPrompt:
    """The client is about to ask its person."""

    session: str
    key: str


@dataclass(frozen=True, slots=True)
class ToldEnd:
    """The tool ran, so whoever could have stopped it did not."""

    session: str
    call_id: str
    status: str


Told: TypeAlias = ToldCall | ToldPrompt | ToldEnd | None
"""None: an event that tells nothing."""


def told(codec: Codec, payload: bytes, environment: Mapping[str, str]) -> Told:
    """What one event tells. Raises `MayactError`."""
    value = decoded(payload)
    asked = value.get("hook_event_name") == "PermissionRequest"
    if asked:
        # Claude Code's and Codex's question: the event before the tool under another name, and without a call id.
        as_call = {**value, "hook_event_name": "PreToolUse", "tool_use_id": str(value.get("tool_use_id", ""))}
        payload = json.dumps(as_call).encode()
    event = codec.parse_event(payload, environment)
    match event:
        case BeforeTool() if asked:
            return ToldPrompt(_short(event.call.session), _key(codec, event))
        case BeforeTool():
            return ToldCall(event, _key(codec, event), _short(value.get("permission_mode", "")))
        case AskedAgain():
            return ToldPrompt(_short(event.session), digest_of({"key": event.key}))
        case AfterTool():
            return ToldEnd(_short(event.session), _short(event.call_id), event.status)
        case OtherEvent():
            return None


def _key(codec: Codec, event: BeforeTool) -> str:
    call = event.call
    if codec.again is not None:
        return digest_of({"key": codec.again(event, None)})
    return digest_of({"tool": call.tool, "arguments": freeze(dict(call.arguments), what="arguments")})


def _short(text: object) -> str:
    if not isinstance(text, str) or len(text) > MAX_ID_CHARS:
        raise InvalidInput("an id is missing or too long", hint=f"at most {MAX_ID_CHARS} characters")
    return text


# ── bodies ───────────────────────────────────────────────────────────────────────────────────────────────


def observed_body(client: str, seen: ToldCall, decision: Decision) -> JsonObject:
    call = seen.event.call
    told_of = {"session": call.session, "call_id": call.call_id, "key": seen.key, "mode": seen.mode}
    return {"client": client, **told_of, "decision": decision_json(decision)}


def undecided_body(client: str, why: str) -> JsonObject:
    """A call that could not be read or decided: enforcing, it would not have run."""
    return {"client": client, "error": why[:MAX_WHY_CHARS]}


def prompted_body(client: str, seen: ToldPrompt) -> JsonObject:
    return {"client": client, "session": seen.session, "key": seen.key}


def finished_body(client: str, seen: ToldEnd) -> JsonObject:
    return {"client": client, "session": seen.session, "call_id": seen.call_id, "status": seen.status}


def text_of(value: Mapping[str, Any], *names: str) -> str:
    """A text member, by its path; "" where it is missing: entries of a later release may hold more or other members."""
    found: Any = value
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""
