"""What a client may be told, and what it refuses to be told."""

import pickle
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.sdk import BASE, TOKEN, Driven, Scripted, Slept, always, driven

from mayact.boundary.sdk import AsyncClient, Client
from mayact.boundary.sdk.address import parse_address
from mayact.boundary.sdk.secret import Secret, token_from
from mayact.core.errors import ConfigInvalid, GateUnreachable, Unauthenticated


@pytest.mark.parametrize(
    ("text", "origin", "socket"),
    [
        ("https://pdp.example", "https://pdp.example", ""),
        ("https://pdp.example:8443/", "https://pdp.example:8443", ""),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443", ""),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", ""),
        ("http://127.8.8.8", "http://127.8.8.8", ""),
        ("http://[::1]:1", "http://[::1]:1", ""),
        ("unix:/run/mayact/http.sock", "http://mayact", "/run/mayact/http.sock"),
    ],
)
def test_addresses(text: str, origin: str, socket: str) -> None:
    found = parse_address(text)
    assert (found.origin, found.socket) == (origin, socket)


@pytest.mark.requirement("CRED-5")
@pytest.mark.parametrize(
    "text",
    [
        "http://pdp.example",
        "http://localhost:80",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://127.0.0.1.evil.example",
        "http://127.1",
        "http://user:pass@127.0.0.1",
        "https://127.0.0.1@evil.example",
        "https://pdp.example/path",
        "https://pdp.example?x",
        "https://pdp.example#x",
        "https://",
        "https://:80",
        "https://pdp.example:port",
        "https://pdp.example\\@evil.example",
        "https://pdp.example\n.evil.example",
        "https://pdp\u3002example",
        "ftp://pdp.example",
        "//pdp.example",
        "pdp.example",
        "",
        "unix:",
        "unix:relative.sock",
        "unix:/run/../etc/x",
        "unix:/run//x",
        "unix:/x\0y",
    ],
)
def test_a_token_is_sent_nowhere_in_the_clear(text: str) -> None:
    with pytest.raises(ConfigInvalid):
        Client(text, token=TOKEN)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30).map(lambda rest: "http" + rest) | st.text(max_size=30))
def test_what_is_accepted_is_secure_or_stays_here(text: str) -> None:
    try:
        found = parse_address(text)
    except ConfigInvalid:
        return
    assert found.remote or found.socket or re.match(r"http://(127\.|\[)", found.origin)


def test_a_token_from_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n")
    file.chmod(0o600)
    found = token_from(token=None, token_file=file)
    assert found is not None
    assert found.reveal() == TOKEN
    file.chmod(0o640)
    with pytest.raises(ConfigInvalid, match="not private"):
        token_from(token=None, token_file=file)
    with pytest.raises(ConfigInvalid, match="cannot be read"):
        token_from(token=None, token_file=tmp_path / "none")
    with pytest.raises(ConfigInvalid):
        token_from(token=None, token_file=tmp_path)
    with pytest.raises(ConfigInvalid, match="give one"):
        token_from(token=TOKEN, token_file=file)


@pytest.mark.parametrize("text", ["", "a b", "a\nX-Other: 1", "tökén", "x" * 5_000, "a\0"])
def test_a_token_that_could_break_a_header_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        token_from(token=text, token_file=None)
    assert not text or text not in str(caught.value)


def test_a_secret_shows_nothing() -> None:
    secret = Secret(TOKEN)
    assert TOKEN not in repr(secret) + str(secret) + f"{secret}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_without_a_token_nothing_is_sent_but_the_metadata(kind: str, slept: Slept) -> None:
    gate = always({"policy_decision_point": BASE, "access_evaluation_endpoint": BASE + "/access/v1/evaluation"})
    client = driven(kind, gate, slept, token=None)
    assert client.call("metadata").policy_decision_point == BASE
    with pytest.raises(Unauthenticated):
        client.call("status")
    assert len(gate.asked) == 1
    client.close()


@pytest.mark.parametrize("timeout", [0, -1, 3_601, float("nan"), float("inf")])
def test_a_time_out_is_one(timeout: float) -> None:
    with pytest.raises(ConfigInvalid):
        Client(BASE, token=TOKEN, timeout=timeout)


@pytest.mark.parametrize(
    ("base", "proxy"),
    [
        (BASE, "http://proxy.example:3128"),
        ("unix:/run/x.sock", "http://proxy.example"),
        ("https://pdp.example", "socks5://proxy.example"),
        ("https://pdp.example", "nonsense"),
        ("https://pdp.example", "http://[x"),
    ],
)
def test_a_proxy_that_would_read_the_token_is_refused(base: str, proxy: str) -> None:
    with pytest.raises(ConfigInvalid, match="proxy"):
        Client(base, token=TOKEN, proxy=proxy)


def test_certificates_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "ca.pem"
    broken.write_text("nonsense")
    for file in (broken, tmp_path / "none.pem"):
        with pytest.raises(ConfigInvalid, match="certificates"):
            Client("https://pdp.example", token=TOKEN, ca_file=file)


def test_there_is_no_way_to_switch_verification_off() -> None:
    for client in (Client, AsyncClient):
        with pytest.raises(TypeError):
            client("https://pdp.example", token=TOKEN, verify=False)  # type: ignore[call-arg]


@pytest.mark.requirement("CRED-5")
def test_the_environments_proxy_is_not_used(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    client = Driven(kind, base_url="http://127.0.0.1:9", token=TOKEN)
    assert not client.client._http._mounts
    assert client.client._http._trust_env is False
    client.close()


def test_a_socket_in_a_place_where_others_write_is_not_spoken_to(kind: str, tmp_path: Path, slept: Slept) -> None:
    gate: Scripted = always({"a": 1})
    place = tmp_path / "run"
    place.mkdir(mode=0o700)
    client: Any = driven(kind, gate, slept, base_url=f"unix:{place}/http.sock")
    assert client.call("status") == {"a": 1}
    place.chmod(0o1777)
    with pytest.raises(GateUnreachable, match="written by others"):
        client.call("status")
    assert len(gate.asked) == 1
    client.close()
