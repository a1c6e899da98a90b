"""A gate as `mayact up` runs it, with the HTTP API on, for the client's tests, examples and pages."""

import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.cli_gate import MAYACT, PASSPHRASE, START_SECONDS, Machine, stop

from mayact.boundary.sdk import VerifierKey, parse_key
from mayact.identity import keys
from mayact.identity.keys import ApproverKey

USER = "ana"


@dataclass(frozen=True, slots=True)
class Running:
    """`url` is what clients are given; `tokens` the files with each role's token; `approver` an unlocked key."""

    machine: Machine
    url: str
    tokens: dict[str, Path]
    approver: ApproverKey
    log_key: VerifierKey


@contextmanager
def gate(listen: str = "127.0.0.1:0", *, extra: str = "") -> Iterator[Running]:
    machine = Machine()
    try:
        machine.init()
        settings = machine.home / "config" / "mayact.toml"
        settings.write_text(_listening(settings.read_text(encoding="utf-8"), listen) + extra, encoding="utf-8")
        tokens = {role: _token(machine, role) for role in ("pep", "boundary", "reviewer", "metrics")}
        approver = keys.unlock(keys.read(str(next((machine.home / "keys").iterdir()))), PASSPHRASE)
        log_key = parse_key((machine.home / "config" / "log.vkey").read_text(encoding="utf-8").strip())
        with _up(machine) as url:
            yield Running(machine, url, tokens, approver, log_key)
    finally:
        machine.remove()


def _listening(settings: str, listen: str) -> str:
    """The settings file with the one line that switches the API on."""
    lines = settings.splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if line.lstrip("# ").startswith("listen"))
    lines[place] = f'listen = "{listen}"\n'
    return "".join(lines)


def _token(machine: Machine, role: str) -> Path:
    users = ["--user", USER] if role == "boundary" else []
    done = machine.run("token", "add", f"a-{role}", "--role", role, *users)
    assert done.returncode == 0, done.stderr
    file = machine.root / f"{role}.token"
    file.touch(mode=0o600)
    file.write_text(done.stdout, encoding="ascii")
    return file


@contextmanager
def _up(machine: Machine) -> Iterator[str]:
    # Lines of requests go to a file: a pipe that nobody empties would stop the gate.
    with (machine.root / "gate.log").open("w") as log:
        process = subprocess.Popen(
            [MAYACT, "up"],
            env=machine.environment,
            cwd=machine.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
        try:
            assert process.stdout is not None
            readable, _, _ = select.select([process.stdout], [], [], START_SECONDS)
            words = process.stdout.readline().split() if readable else []
            url = next((word.removeprefix("http=") for word in words if word.startswith("http=")), "")
            assert url, (words, (machine.root / "gate.log").read_text())
            yield url
        finally:
            stop(process)
