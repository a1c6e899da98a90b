"""The HTTP API over a gate in this process, on a real socket: real listener, real tokens file, real policy.

`live` gives everything; `Wire` speaks raw bytes, as clients that mean no good do.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from tests.support.gate_world import Person, World
from tests.support.store_memory import MemoryStore

from mayact.core.bearer import Role
from mayact.core.canonical import JsonObject, freeze
from mayact.core.errors import MayactError, ProofInvalid
from mayact.core.log.entry import Draft, leaf_bytes
from mayact.core.log.merkle import leaf_hash
from mayact.core.log.proof import make_proof
from mayact.core.model import Strength
from mayact.core.record import decision_json
from mayact.identity.tokens import TokenBook, add_token
from mayact.observe.rights import NothingTold
from mayact.packs import read_folder, read_pack
from mayact.ports import AuthzenDecider, Done, Gate, Prepared, StoreFigures
from mayact.server.bells import Tower
from mayact.server.http.logs import RequestLog
from mayact.server.http.serve import http
from mayact.server.http.settings import HttpSettings, HttpWorld, LogViews
from mayact.server.settings import Views

TODO = Path(__file__).parents[2] / "examples" / "policies" / "todo"

EVALUATION = {
    "subject": {"type": "user", "id": "CiRmZDA2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs"},
    "action": {"name": "can_read_todos"},
    "resource": {"type": "todo", "id": "todo-1"},
}
"""Allowed by the example policy: everybody may read todos."""

CALL = {"tool": "shell", "arguments": {"command": "echo hello"}, "cwd": "/home/alice/project"}


class HeldStore(MemoryStore):
    """Answers `submit` only when it is told to, from another thread than the loop's."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[tuple[Sequence[Draft], Done]] = []
        self.holding = True
        self.refuse: MayactError | None = None
        """Raised by the next `submit`s."""

    def submit(self, drafts: Sequence[Draft], done: Done) -> None:
        if self.refuse is not None:
            raise self.refuse
        if self.holding:
            self.held.append((drafts, done))
        else:
            super().submit(drafts, done)

    def release(self, error: MayactError | None = None) -> None:
        """Answer what waits: with `error`, or as a store would."""
        held, self.held = self.held, []
        for drafts, done in held:
            if error is not None:
                done(error)
            else:
                super().submit(drafts, done)


@dataclass
class FakeDecider:
    """Allows everything; `prepare_` replaces what it does."""

    prepare_: Callable[..., Prepared] | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)

    def prepare(self, api: Any, raw: bytes, *, pep: str, request_id: str) -> Prepared:
        from mayact.core.log.entry import Kind

        self.asked.append({"api": api, "raw": raw, "pep": pep, "request_id": request_id})
        if self.prepare_ is not None:
            return self.prepare_(api, raw)
        body: JsonObject = {"type": "mayact/evaluation/v1", "policy": None, "id": f"evl-{len(self.asked)}"}
        return Prepared(body=b'{"decision":true,"context":{}}', draft=Draft(Kind.GATE_STARTED, body, 1))


@dataclass
class Api:
    """A listener that runs. `tokens`: by role."""

    url: str
    tokens: dict[str, str]
    tokens_file: Path
    world: World
    lines: list[str]
    logged: Path
    tower: Tower
    verify: Any = True

    @property
    def address(self) -> tuple[str, int]:
        host, _, port = self.url.partition("//")[2].rpartition(":")
        return host.strip("[]"), int(port)

    def client(self, role: str | None = None, **changed: Any) -> httpx.Client:
        headers = {} if role is None else {"authorization": f"Bearer {self.tokens[role]}"}
        return httpx.Client(
            base_url=self.url, headers=headers, trust_env=False, verify=self.verify, timeout=60, **changed
        )

    def send(self, role: str | None, method: str, path: str, **changed: Any) -> httpx.Response:
        with self.client(role) as client:
            return client.request(method, path, **changed)

    def wire(self) -> "Wire":
        return Wire(socket.create_connection(self.address, timeout=60))


class Wire:
    """One connection, bytes as they are."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def send(self, raw: bytes) -> None:
        self.connection.sendall(raw)

    def rest(self) -> bytes:
        """Everything until the other end closes."""
        found = b""
        while True:
            try:
                part = self.connection.recv(65_536)
            except ConnectionResetError:
                return found
            if not part:
                return found
            found += part

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        """The next whole answer."""
        found = b""
        while b"\r\n\r\n" not in found:
            part = self.connection.recv(1)
            assert part, f"closed after {found!r}"
            found += part
        head = found.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = b""
        while len(body) < int(headers["content-length"]):
            part = self.connection.recv(int(headers["content-length"]) - len(body))
            assert part, "closed inside the body"
            body += part
        return int(head[0].split()[1]), headers, body


def request(
    method: str, path: str, *, token: str = "", body: bytes | None = None, headers: Sequence[str] = ()
) -> bytes:
    """The bytes of one request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: gate", *headers]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b"")


def until(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def todo_world(folder: Path, *, store: Any = None, person: Person | None = None) -> World:
    """A gate whose policy is the starter pack with the todo application; remote users' files are unknown to it."""
    (folder / "home" / "project").mkdir(parents=True, exist_ok=True)
    todo = read_folder(TODO)
    pack = {**read_pack("developer"), "application": todo["application"]}
    world = World(
        store=store if store is not None else MemoryStore(),
        home=folder / "home",
        project=folder / "home" / "project",
        **({} if person is None else {"person": person}),
        pack=freeze(pack),  # type: ignore[arg-type]
    )
    object.__setattr__(world.tools, "observer", NothingTold())
    return world


IDLE = StoreFigures(waiting=0, group_bounds=(1, 8), groups=(0, 0, 0), entries=0)


def log_views_of(store: Any) -> LogViews:
    def proof(seq: int) -> JsonObject:
        leaves = [leaf_bytes(entry) for entry in store.entries(start=0, count=store.size())]
        if seq >= len(leaves):
            raise ProofInvalid(f"there is no entry {seq}")
        return make_proof(
            leaf=leaves[seq], index=seq, leaf_hashes=[leaf_hash(leaf) for leaf in leaves], checkpoint=store.checkpoint()
        )

    return LogViews(
        entries=lambda start, count: [(e.seq, leaf_bytes(e)) for e in store.entries(start=start, count=count)],
        checkpoint=store.checkpoint,
        proof=proof,
    )


@contextmanager
def live(
    folder: Path,
    *,
    world: World | None = None,
    gate: Gate | None = None,
    decider: AuthzenDecider | None = None,
    is_account: Callable[[str], bool] = lambda _name: False,
    log_views: LogViews | None = None,
    figures: Callable[[], StoreFigures] = lambda: IDLE,
    verify: Any = True,
    **changed: Any,
) -> Iterator[Api]:
    """The API on a port of its own; `changed` goes into `HttpSettings`."""
    folder.mkdir(parents=True, exist_ok=True)
    made = world if world is not None else todo_world(folder)
    tokens_file = folder / "tokens.toml"
    tokens = {
        role.value: add_token(
            str(tokens_file),
            name=f"a-{role.value}",
            role=role,
            users=("alice", "bob") if role is Role.BOUNDARY else (),
            strength=Strength.ADVISORY,
        )
        for role in Role
    }
    lines: list[str] = []
    asked = gate if gate is not None else made.gate

    def policy() -> JsonObject:
        row = made.store.active_policy()
        return {"digest": row.id if row else "", "bundle": freeze(row.bundle if row else {})}

    def status() -> JsonObject:
        return {**made.gate.status(), "version": "0", "origin": "mayact/test", "log_key": "", "anchor": None}

    tower = Tower()
    logged = folder / "requests.log"
    settings = HttpSettings(**{"listen": "127.0.0.1:0", "rate": 100_000, "grace_s": 10.0, **changed})
    behind = HttpWorld(
        gate=asked,
        store=made.store,
        decider=decider if decider is not None else made.gate.authzen,
        tokens=TokenBook(str(tokens_file), clock=time.monotonic, log=lines.append),
        views=Views(status=status, policy=policy, decision=decision_json),
        log_views=log_views if log_views is not None else log_views_of(made.store),
        figures=figures,
        is_account=is_account,
        log=lines.append,
    )
    with closing(made), logged.open("w", buffering=1) as stream:
        requests = RequestLog(stream, now=lambda: "2026-01-01T00:00:00.000+00:00")
        with http(settings, behind, tower=tower, requests=requests, failed=lines.append) as listener:
            yield Api(
                url=listener.address,
                tokens=tokens,
                tokens_file=tokens_file,
                world=made,
                lines=lines,
                logged=logged,
                tower=tower,
                verify=verify,
            )


def client_tls(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))
