"""The real gate under load: `mayact init`, a policy with the bench's application, a token, `mayact up` with HTTP on."""

import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.cli_gate import MAYACT, PASSPHRASE, Machine

from bench import scenario
from bench.flushing import flushes
from bench.load import MARK, Target
from bench.places import Places
from bench.servers.process import free_port, running

PATH = "/access/v1/evaluation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A gate to measure. `flush`: as in `flushing.flushes`. `group`: `store.group`. `lines`: a log line per request, as
    `mayact up` has by default with HTTP on. `fresh`: as in `scenario`."""

    rules: int = 20
    types: int = 1
    flush: str = ""
    group: int = 128
    lines: bool = True
    fresh: bool = False
    store_url: str = ""


def initialised(kind: Kind) -> Machine:
    """A gate that is not running, under its policy. The caller removes it."""
    machine = Machine()
    machine.init()
    with machine.up():
        policy = machine.root / "policy"
        _ran(machine, "policy", "show", "--to", str(policy))
        place = policy / "application"
        place.mkdir()
        application = scenario.application(kind.rules, types=kind.types)
        (place / "schema.cedarschema").write_text(application["schema"], encoding="utf-8")
        (place / "entities.json").write_text("[]\n", encoding="utf-8")
        for name, text in application["policies"].items():
            (place / name).write_text(text, encoding="utf-8")
        _ran(machine, "policy", "activate", str(policy), passphrase=PASSPHRASE)
    return machine


@contextmanager
def gate(
    kind: Kind, *, where: Places, machine: Machine | None = None, up: Sequence[str] = (MAYACT,)
) -> Iterator[Target]:
    """`up`: what runs `mayact`. Raises `RuntimeError` when it does not start."""
    made = machine or initialised(kind)
    try:
        port = free_port()
        _configure(made, kind, port)
        token = _ran(made, "token", "add", f"bench-{port}", "--role", "pep").strip()
        environment = {**made.environment, **flushes(made.root, kind.flush)}
        command = [*where.server, *up, "up", "--log", "json" if kind.lines else "text"]
        requests = (scenario.authzen(number, types=kind.types, fresh=kind.fresh) for number in range(scenario.DISTINCT))
        bodies = scenario.bodies(made.root / "authzen.bodies", requests)
        with running(command, port=port, probe="/readyz", environment=environment, cwd=made.root) as server:
            target = Target(
                name="mayact",
                url=f"http://127.0.0.1:{port}{PATH}",
                process=server.pid,
                bodies=bodies,
                headers={"Authorization": f"Bearer {token}"},
            )
            yield target
    finally:
        if machine is None:
            made.remove()


def _configure(machine: Machine, kind: Kind, port: int) -> None:
    """No limit of rate may be what is measured."""
    file = machine.home / "config" / "mayact.toml"
    text = file.read_text(encoding="utf-8")
    for key, value in {
        "listen": f'"127.0.0.1:{port}"', "rate": "1000000", "connections": "1024", "group": str(kind.group),
        "queue": "4096", **({"url": f'"{kind.store_url}"'} if kind.store_url else {}),
    }.items():  # fmt: skip
        text, count = re.subn(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
        if count != 1:
            raise RuntimeError(f"mayact.toml has {count} lines `{key}`")
    file.write_text(text, encoding="utf-8")


def _ran(machine: Machine, *words: str, passphrase: str | None = None) -> str:
    done: subprocess.CompletedProcess[str] = machine.run(*words, passphrase=passphrase)
    if done.returncode != 0:
        raise RuntimeError(f"mayact {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


def probe(target: Target, count: int) -> tuple[int, int]:
    """How many of the first `count` requests are answered at all, and how many of those allow."""
    import json
    import urllib.request

    allowed = 0
    for line in Path(target.bodies).read_text(encoding="utf-8").splitlines()[:count]:
        body = line.replace(MARK, "0" * 12).encode()
        request = urllib.request.Request(target.url, body, {"Content-Type": "application/json", **target.headers})
        with urllib.request.urlopen(request, timeout=10) as answer:
            allowed += json.load(answer)["decision"] is True
    return count, allowed
