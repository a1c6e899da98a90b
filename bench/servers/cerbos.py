"""Cerbos with its audit log on: the embedded store, decisions logged. It answers before that log is on disk: its
writer collects entries and flushes on its own, so what is compared is CPU, not durability."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import scenario
from bench.load import Target
from bench.peers import installed
from bench.places import Places
from bench.servers.process import free_port, running

PATH = "/api/check/resources"


@contextmanager
def cerbos(folder: Path, *, rules: int, where: Places, audit: bool = True) -> Iterator[Target]:
    """Raises `installed.Missing` when it is not installed, `RuntimeError` when it does not start."""
    program = installed.cerbos()
    policies = folder / "policies"
    policies.mkdir(parents=True)
    scenario.cerbos_policies(policies, rules)
    port = free_port()
    settings = {
        "server": {"httpListenAddr": f"127.0.0.1:{port}", "grpcListenAddr": f"127.0.0.1:{free_port()}"},
        "telemetry": {"disabled": True},
        "storage": {"driver": "disk", "disk": {"directory": str(policies), "watchForChanges": False}},
        "audit": {
            "enabled": audit,
            "accessLogsEnabled": False,
            "decisionLogsEnabled": audit,
            "backend": "local",
            "local": {"storagePath": str(folder / "audit"), "retentionPeriod": "24h"},
        },
    }
    file = folder / "cerbos.json"
    file.write_text(json.dumps(settings), encoding="utf-8")
    command = [*where.server, str(program), "server", f"--config={file}", "--log-level=error"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "CERBOS_NO_TELEMETRY": "1"}
    made = (scenario.cerbos(number) for number in range(scenario.DISTINCT))
    bodies = scenario.bodies(folder / "cerbos.bodies", made)
    with running(command, port=port, probe="/_cerbos/health", environment=environment, cwd=folder) as server:
        yield Target(name="Cerbos", url=f"http://127.0.0.1:{port}{PATH}", process=server.pid, bodies=bodies, headers={})
