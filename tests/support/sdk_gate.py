"""A gate as `mayact up` runs it, with the HTTP API on, for the client's tests, examples and pages."""

import re
import select
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
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
def gate(prepare: Callable[[Machine], Mapping[str, str]] = lambda _machine: {}) -> Iterator[Running]:
    """`prepare` may make files and returns settings of the table `http`."""
    machine = Machine()
    try:
        machine.init()
        settings = machine.home / "config" / "mayact.toml"
        changed = {"listen": "127.0.0.1:0", **prepare(machine)}
        settings.write_text(_with(settings.read_text(encoding="utf-8"), changed), encoding="utf-8")
        tokens = {role: _token(machine, role) for role in ("pep", "boundary", "reviewer", "metrics")}
        approver = keys.unlock(keys.read(str(next((machine.home / "keys").iterdir()))), PASSPHRASE)
        log_key = parse_key((machine.home / "config" / "log.vkey").read_text(encoding="utf-8").strip())
        with _up(machine) as url:
            yield Running(machine, url, tokens, approver, log_key)
    finally:
        machine.remove()


def _with(settings: str, changed: Mapping[str, str]) -> str:
    """The settings file with other values for these members of its table `http`."""
    before, table, after = settings.partition("[http]\n")
    for name, value in changed.items():
        after, count = re.subn(rf"(?m)^{name} = .*$", lambda _, name=name, value=value: f'{name} = "{value}"', after)
        assert count == 1, (name, settings)
    return before + table + after


def certificate(machine: Machine, host: str = "localhost", *, days: int = 1) -> tuple[Path, Path]:
    """A certificate for `host` that signs itself, and its key, in files of the gate's own."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([_name(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, key_file = machine.home / "tls.pem", machine.home / "tls.key"
    for path, raw in (
        (file, made.public_bytes(serialization.Encoding.PEM)),
        (
            key_file,
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
        ),
    ):
        path.touch(mode=0o600)
        path.write_bytes(raw)
    return file, key_file


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


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
