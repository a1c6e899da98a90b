"""The server as clients of different years speak to it, line by line."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.support.cli_gate import MAYACT
from tests.support.http_api import until
from tests.support.server import FakeGate, Running, serving

from mayact.core.wire.tools import TOOLS

pytestmark = pytest.mark.e2e

END_S = 60


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "run", FakeGate()) as made:
        yield made


class Wire:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.number = 0

    def send(self, method: str, params: dict[str, Any], *, answered: bool = True) -> None:
        self.number += answered
        said = {"jsonrpc": "2.0", "method": method, "params": params, **({"id": self.number} if answered else {})}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(said) + "\n")
        self.process.stdin.flush()

    def ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self.send(method, params)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said = json.loads(line)
            if said.get("id") == self.number:
                return dict(said)
        raise AssertionError("it ended without an answer")


@contextmanager
def wire(served: Running, work: Path) -> Iterator[Wire]:
    with subprocess.Popen(
        [MAYACT, "tools", "--socket", served.agent, "--wait", "0"],
        cwd=work,
        env={"PATH": os.environ["PATH"], "HOME": str(work)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Wire(process)
        finally:
            process.kill()


def begun(line: Wire, version: str) -> dict[str, Any]:
    info = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    answer = line.ask("initialize", info)
    line.send("notifications/initialized", {}, answered=False)
    return answer


@pytest.mark.requirement("BOUND-1")
@pytest.mark.parametrize("version", ["2025-06-18", "2025-11-25"])
@pytest.mark.parametrize("probes", [False, True], ids=["at once", "after a probe"])
def test_clients_with_sessions(served: Running, tmp_path: Path, version: str, probes: bool) -> None:
    with wire(served, tmp_path) as line:
        if probes:
            line.ask("server/discover", {})
        assert begun(line, version)["result"]["protocolVersion"] == version
        listed = line.ask("tools/list", {})["result"]["tools"]
        assert [tool["name"] for tool in listed] == list(TOOLS)
        done = line.ask("tools/call", {"name": "shell", "arguments": {"command": "echo hi"}})["result"]
        assert done["content"] == [{"type": "text", "text": "hi\n"}]
        assert not done.get("isError")
        refused = line.ask("tools/call", {"name": "shell", "arguments": {"command": "echo never"}})["result"]
        assert refused["isError"] is True


@pytest.mark.requirement("BOUND-1")
def test_clients_without_sessions(served: Running, tmp_path: Path) -> None:
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    with wire(served, tmp_path) as line:
        assert "2026-07-28" in line.ask("server/discover", {"_meta": meta})["result"]["supportedVersions"]
        done = line.ask("tools/call", {"_meta": meta, "name": "shell", "arguments": {"command": "echo hi"}})["result"]
        assert done["content"] == [{"type": "text", "text": "hi\n"}]


@pytest.mark.requirement("AUTHZ-6")
def test_garbage_is_answered_or_ignored_and_runs_nothing(served: Running, tmp_path: Path) -> None:
    with wire(served, tmp_path) as line:
        begun(line, "2025-11-25")
        assert line.process.stdin is not None
        line.process.stdin.write('{"jsonrpc":"2.0","id":\n\x00\n[]\n"x"\n{"jsonrpc":"2.0","method":"tools/call"}\n')
        assert "error" in line.ask("tools/call", {"name": "shell", "arguments": "echo hi"})
        assert line.ask("tools/call", {"name": "shell", "arguments": {"command": 1}})["result"]["isError"] is True
        assert served.gate.calls == []


@pytest.mark.parametrize("how", ["leaves", "is ended", "cancels"])
def test_what_runs_is_ended_when_nobody_listens_any_more(served: Running, tmp_path: Path, how: str) -> None:
    with wire(served, tmp_path) as line:
        begun(line, "2025-11-25")
        line.send("tools/call", {"name": "shell", "arguments": {"command": "echo $$ > pid; exec sleep 600"}})
        until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip() != "", seconds=END_S)
        if how == "leaves":
            assert line.process.stdin is not None
            line.process.stdin.close()
        elif how == "is ended":
            line.process.send_signal(signal.SIGTERM)
        else:
            line.send("notifications/cancelled", {"requestId": line.number}, answered=False)
        until(lambda: bool(served.gate.outcomes), seconds=END_S)
        assert [outcome.exit_code for outcome in served.gate.outcomes.values()] == [143]
        if how != "cancels":
            line.process.wait(END_S)
