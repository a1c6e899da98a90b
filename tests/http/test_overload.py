"""Clients that hammer the HTTP API are refused; agents and people on the sockets of this machine are not."""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.support.http_api import EVALUATION, Wire, live, request, todo_world, until
from tests.support.server import serving
from tests.support.store import LOG_KEY, LOG_VERIFIER, Place

from mayact import client
from mayact.core.log.proof import verify_proof
from mayact.ports import CrashPoint
from mayact.server.http.serve import THREADS
from mayact.store.sqlite import SqliteStore

QUEUE = 4


class Held:
    """A disk that answers when it is told to."""

    def __init__(self) -> None:
        self._goes = threading.Event()
        self._goes.set()
        self.writing = threading.Semaphore(0)

    def at(self, point: CrashPoint) -> None:
        if point is CrashPoint.BEFORE_COMMIT:
            self.writing.release()
            assert self._goes.wait(60)

    def hold(self) -> None:
        self._goes.clear()
        while self.writing.acquire(blocking=False):
            pass

    def go(self) -> None:
        self._goes.set()


@pytest.fixture
def held() -> Iterator[Held]:
    made = Held()
    yield made
    made.go()


@pytest.fixture
def store(tmp_path: Path, held: Held) -> Iterator[SqliteStore]:
    place = Place(tmp_path / "store")
    with SqliteStore.open(
        place.database, key=LOG_VERIFIER, sign=LOG_KEY.sign, anchor=place.anchor, trace=held, queue=QUEUE
    ) as opened:
        yield opened
        held.go()


def ask(path: str, **message: Any) -> Any:
    return json.loads(client.call(path, json.dumps(message).encode(), timeout=60))


@pytest.mark.requirement("OPS-2", "AUTHZ-6")
def test_a_hook_is_decided_while_http_is_refused(tmp_path: Path, store: SqliteStore, held: Held) -> None:
    world = todo_world(tmp_path, store=store)
    call = {"tool": "shell", "arguments": {"command": "echo hello"}, "cwd": str(world.project), "environment": {}}
    with (
        live(tmp_path, world=world, figures=store.figures, decide_s=60) as api,
        serving(tmp_path / "run", world.gate, gate_ms=60_000) as sockets,
        ExitStack() as wires,
    ):
        size = store.size()
        held.hold()
        post = request("POST", "/access/v1/evaluation", token=api.tokens["pep"], body=json.dumps(EVALUATION).encode())
        clients: list[Wire] = []
        # One write is on its way to the disk, QUEUE wait for it, and every other one is refused.
        for number in range(QUEUE + 1):
            clients.append(wires.enter_context(api.wire()))
            clients[-1].send(post)
            if number == 0:
                assert held.writing.acquire(timeout=20)
            until(lambda waits=number: store.figures().waiting == waits)
        for _ in range(10):
            with api.wire() as refused:
                refused.send(post)
                status, _, body = refused.answer()
                assert (status, json.loads(body)["code"]) == (503, "store.overloaded")
        # The API's own threads are all taken too.
        for number in range(THREADS + 2):
            other = {**call, "arguments": {"command": f"echo {number}"}}
            boundary = json.dumps({"user": "alice", "home": "/home/alice", "call": other}).encode()
            busy = wires.enter_context(api.wire())
            busy.send(request("POST", "/v1/authorize", token=api.tokens["boundary"], body=boundary))
        until(lambda: store.figures().waiting == QUEUE + THREADS)
        answers: list[Any] = []
        hook = threading.Thread(target=lambda: answers.append(ask(sockets.agent, op="authorize", call=call)))
        hook.start()
        until(lambda: store.figures().waiting == QUEUE + THREADS + 1)
        assert ask(sockets.control, op="requests")["requests"] == []
        held.go()
        hook.join(60)
        assert [answer["outcome"] for answer in answers] == ["allow"]
        for one in clients:
            status, _, body = one.answer()
            assert (status, json.loads(body)["decision"]) == (200, True)
        assert store.size() > size + QUEUE + 1


@pytest.mark.requirement("OPS-3", "AUDIT-2")
def test_the_figures_and_the_proofs_of_a_real_store_are_served(tmp_path: Path, store: SqliteStore, held: Held) -> None:
    world = todo_world(tmp_path, store=store)
    with live(tmp_path, world=world, figures=store.figures, decide_s=60) as api, ExitStack() as wires:
        before = store.figures()
        held.hold()
        post = request("POST", "/access/v1/evaluation", token=api.tokens["pep"], body=json.dumps(EVALUATION).encode())
        clients: list[Wire] = []
        for number in range(3):
            clients.append(wires.enter_context(api.wire()))
            clients[-1].send(post)
            if number == 0:
                assert held.writing.acquire(timeout=20)
            until(lambda waits=number: store.figures().waiting == waits)
        shown = api.send("metrics", "GET", "/metrics").text
        assert "mayact_store_queue 2.0" in shown
        held.go()
        assert [one.answer()[0] for one in clients] == [200] * 3
        shown = api.send("metrics", "GET", "/metrics").text
        # Two that waited went together, after the one that was alone.
        assert "mayact_store_queue 0.0" in shown
        assert f"mayact_store_group_entries_sum {before.entries + 3:.1f}" in shown
        assert f"mayact_store_group_entries_count {sum(before.groups) + 2:.1f}" in shown
        assert f'mayact_store_group_entries_bucket{{le="1"}} {before.groups[0] + 1:.1f}' in shown
        proof = api.send("reviewer", "GET", f"/v1/log/entries/{store.size() - 1}/proof").json()
        assert verify_proof(proof, key=LOG_VERIFIER).seq == store.size() - 1
        beyond = api.send("reviewer", "GET", f"/v1/log/entries/{store.size()}/proof")
        assert beyond.status_code == 404, beyond.text
