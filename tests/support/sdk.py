"""A gate made of answers, for the client's tests: it behaves as the API is written, or as hostile as it is told to."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from mayact.boundary.sdk import AsyncClient, Call, Client
from mayact.boundary.sdk.transport import World
from mayact.core.canonical import freeze
from mayact.core.errors import MayactError
from mayact.core.model import Hop, HopKind, Source, ToolCall, action_digest, chain_json
from mayact.core.wire.environment import completed

TOKEN = "mayact_" + "t" * 43
BASE = "http://127.0.0.1:9"

Answer = Callable[[httpx.Request], httpx.Response]


@dataclass
class Streamed(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that arrives in pieces, as from a socket."""

    chunks: Iterable[bytes]

    def __iter__(self) -> Iterator[bytes]:
        yield from self.chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            yield chunk


def json_reply(request: httpx.Request, value: object, status: int = 200, **headers: str) -> httpx.Response:
    """`value` as a gate would send it to `request`."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    kind = "application/json" if status == 200 else "application/problem+json"
    found = {"content-type": kind, "x-request-id": request.headers.get("x-request-id", ""), **headers}
    return httpx.Response(
        status, stream=Streamed([content]), headers={name.replace("_", "-"): v for name, v in found.items()}
    )


def problem(request: httpx.Request, error: MayactError, status: int, **headers: str) -> httpx.Response:
    return json_reply(
        request,
        {
            "type": f"urn:mayact:error:{error.code}",
            "title": "refused",
            "status": status,
            "detail": error.message,
            "hint": error.hint,
            "field": error.field,
            "code": error.code,
        },
        status,
        **headers,
    )


@dataclass
class Scripted:
    """Answers requests with `answers` in turn, the last one for ever. Raises what an answer raises."""

    answers: list[Answer]
    asked: list[httpx.Request] = field(default_factory=list)

    def handle(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        return self.answers[min(len(self.asked), len(self.answers)) - 1](request)

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(request.content) for request in self.asked]


def always(value: object) -> Scripted:
    return Scripted([lambda request: json_reply(request, value)])


def pages(*values: object) -> Scripted:
    return Scripted([lambda request, value=value: json_reply(request, value) for value in values])


@dataclass
class Slept:
    """Time that passes only when somebody sleeps."""

    now: float = 1_000.0
    pauses: list[float] = field(default_factory=list)
    count: int = 0

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)

    def new_id(self) -> str:
        self.count += 1
        return f"{self.count:032d}"

    @property
    def world(self) -> World:
        return World(now=lambda: self.now, jitter=lambda: 1.0, new_id=self.new_id)


class Driven:
    """Either client behind one face: `call` for answers, `listed` for what comes in pages."""

    def __init__(self, kind: str, **options: Any) -> None:
        self.kind = kind
        self.runner = asyncio.Runner()
        self.client: Client | AsyncClient
        if kind == "sync":
            self.client = Client(**options)
        else:
            self.client = AsyncClient(**options)

    def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        found = getattr(self.client, name)(*args, **kwargs)
        return self.runner.run(found) if asyncio.iscoroutine(found) else found

    def listed(self, name: str, *args: Any, **kwargs: Any) -> list[Any]:
        found: Iterator[Any] | AsyncIterator[Any] = getattr(self.client, name)(*args, **kwargs)
        if isinstance(found, Iterator):
            return list(found)

        async def drained() -> list[Any]:
            return [item async for item in found]

        return self.runner.run(drained())

    def close(self) -> None:
        with suppress(RuntimeError):
            self.call("close")
        self.runner.close()


def driven(kind: str, gate: Scripted, slept: Slept, **options: Any) -> Driven:
    """A client of `kind` whose other end is `gate`."""
    return Driven(
        kind,
        **{
            "base_url": BASE,
            "token": TOKEN,
            "transport": httpx.MockTransport(gate.handle),
            "world": slept.world,
            "sleep": slept.sleep if kind == "sync" else slept.asleep,
            **options,
        },
    )


# ── what a gate would say ────────────────────────────────────────────────────────────────────────────────


def shell_call(command: str = "make test", **members: Any) -> Call:
    return Call(
        **{
            "tool": "shell",
            "arguments": {"command": command},
            "user": "ana",
            "home": "/home/ana",
            "cwd": "/home/ana/repo",
            "environment": {"LANG": "C"},
            **members,
        }
    )


def seen_by_gate(call: Call, token_name: str = "ci") -> ToolCall:
    user = f"{call.user}@{token_name}"
    environment: Any = ()
    if call.tool in ("shell", "exec"):
        environment = completed(call.environment, home=call.home, user=call.user, cwd=call.cwd)
    return ToolCall(
        tool=call.tool,
        arguments=call.arguments,
        cwd=call.cwd,
        home=call.home,
        user=user,
        chain=(
            Hop(HopKind.PERSON, user, Source.ASSERTED),
            Hop(HopKind.AGENT, call.agent or "x", Source.CLAIMED),
        ),
        environment=environment,
        stdin=call.stdin,
        task=call.task,
    )


def call_members(call: ToolCall) -> dict[str, Any]:
    return {
        "tool": call.tool,
        "arguments": dict(call.arguments),
        "cwd": call.cwd,
        "home": call.home,
        "user": call.user,
        "chain": list(chain_json(call.chain)),  # type: ignore[arg-type]
        "target": call.target,
        "environment": dict(call.environment),
        "stdin": call.stdin,
        "task": call.task,
    }


def allow_reply(call: Call, *, pins: Mapping[str, str] | None = None, **members: Any) -> dict[str, Any]:
    """What a gate says that allows `call`."""
    seen, held = seen_by_gate(call), dict(pins or {"program:make": "/usr/bin/make"})
    freeze(held)
    return {
        "outcome": "allow",
        "permit": "prm-1",
        "token": "aaa.bbb.ccc",
        "action": action_digest(seen, held),
        "obligations": [],
        "expires_at": 2_000,
        "pins": held,
        "call": call_members(seen),
        "policy": "sha256:" + "0" * 64,
        "strength": "advisory",
        "risk": "low",
        "opaque": False,
        **members,
    }


DENY: dict[str, Any] = {
    "outcome": "deny",
    "action": "sha256:" + "1" * 64,
    "reasons": [{"rule": "never.secrets", "text": "it would send a secret out", "hint": "do not", "effect": 0}],
    "policy": None,
    "strength": None,
    "risk": None,
    "opaque": True,
}

WAIT: dict[str, Any] = {
    "outcome": "step-up",
    "action": "sha256:" + "2" * 64,
    "request": "req-1",
    "missing": [{"tier": "operator", "quorum": 1, "rules": ["ask.push"]}],
    "reasons": [{"rule": "ask.push", "text": "a push", "hint": "", "effect": None}],
    "expires_at": 5_000,
    "policy": "sha256:" + "0" * 64,
    "strength": "advisory",
    "risk": "high",
    "opaque": False,
}
