"""Models reached with a key that stays outside: nothing of the agent's names a key, and none comes back to it."""

import contextlib
import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from tests.egress.test_door import Told, ask

from mayact.boundary.egress import opened as ways
from mayact.core.egress.models import PROVIDERS, Model, check_key, parse_models, variables, with_key
from mayact.core.errors import InvalidInput, MayactError

pytestmark = pytest.mark.requirement("BOUND-2", "CRED-1")

KEY = "sk-the-key-that-stays-outside"
(MODEL,) = parse_models(["anthropic"])


def lines(head: bytes) -> list[bytes]:
    return head.removesuffix(b"\r\n\r\n").split(b"\r\n")


def test_a_request_goes_on_with_our_key_and_host_and_one_length() -> None:
    sent = (
        b"POST /v1/messages?beta=true HTTP/1.1\r\nHost: 127.0.0.1:3129\r\nX-Api-Key: held-outside\r\nCookie: a=b\r\n"
        b"Authorization: Bearer other\r\nConnection: keep-alive\r\nContent-Length: 2\r\nAnthropic-Version: 1\r\n\r\n"
    )
    assert sorted(lines(with_key(sent, MODEL, KEY))) == sorted(
        [
            b"POST /v1/messages?beta=true HTTP/1.1",
            b"anthropic-version: 1",
            b"content-length: 2",
            b"host: api.anthropic.com",
            b"connection: close",
            f"x-api-key: {KEY}".encode(),
        ]
    )


_names = st.sampled_from(
    [
        b"X-Api-Key",
        b"x-api-key",
        b"Authorization",
        b"AUTHORIZATION",
        b"X-Goog-Api-Key",
        b"Host",
        b"Connection",
        b"X-Other",
    ]
)


@given(st.lists(st.tuples(_names, st.from_regex(rb"[a-z]{1,12}", fullmatch=True)), max_size=6))
@pytest.mark.parametrize("name", list(PROVIDERS))
def test_of_the_agents_fields_none_names_a_key_a_host_or_a_connection(
    name: str, fields: list[tuple[bytes, bytes]]
) -> None:
    (model,) = parse_models([name])
    head = b"GET / HTTP/1.1\r\n" + b"".join(one + b": " + value + b"\r\n" for one, value in fields) + b"\r\n"
    found = [line.split(b": ", 1) for line in lines(with_key(head, model, KEY))[1:]]
    guarded = [value for one, value in found if one in (b"x-api-key", b"authorization", b"x-goog-api-key")]
    assert guarded == [f"{model.provider.prefix}{KEY}".encode()]
    assert [value for one, value in found if one == b"host"] == [model.provider.host.encode()]
    assert [value for one, value in found if one == b"connection"] == [b"close"]


@pytest.mark.parametrize(
    "head",
    [
        b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.0\r\n\r\n", b"GET http://other/ HTTP/1.1\r\n\r\n",
        b"CONNECT a.com:443 HTTP/1.1\r\n\r\n", b"GET  / HTTP/1.1\r\n\r\n", b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: y\nX-Api-Key: z\r\n\r\n", b"GET / HTTP/1.1\r\n X-Api-Key: z\r\n\r\n",
        b"GET / HTTP/1.1\r\nX-Api-Key : z\r\n\r\n", b"GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    ],
)  # fmt: skip
def test_a_request_with_two_readings_has_none(head: bytes) -> None:
    with pytest.raises(MayactError):
        with_key(head, MODEL, KEY)


@pytest.mark.parametrize(
    "text",
    ["", "other", "anthropic=", "anthropic=ftp://x", "anthropic=https://x/path", "anthropic=http://api.example.com",
     "anthropic=http://10.0.0.1", "anthropic=https://169.254.169.254", "anthropic=https://*"],
)  # fmt: skip
def test_what_is_no_model(text: str) -> None:
    with pytest.raises(MayactError):
        parse_models([text])
    with pytest.raises(MayactError):
        parse_models(["openai", "openai=https://x.test"])


def test_the_environment_inside_has_addresses_and_no_key() -> None:
    found = variables(list(PROVIDERS))
    assert found["ANTHROPIC_BASE_URL"] == "http://127.0.0.1:3129"
    assert {found[provider.key] for provider in PROVIDERS.values()} == {"held-outside"}
    assert len({provider.port for provider in PROVIDERS.values()}) == len(PROVIDERS)


@pytest.mark.parametrize("key", ["", "a b", "a\r\nX: y", "ä", "a\0"])
def test_what_is_no_key_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_key(key, MODEL.provider)
    assert not key or key not in str(refused.value)


# ── the door ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Llm:
    port: int
    heads: list[bytes] = field(default_factory=list)


@pytest.fixture
def llm() -> Iterator[Llm]:
    """A model on loopback that answers one request a connection and keeps what it was sent."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Llm(listening.getsockname()[1])

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    said = b""
                    while b"\r\n\r\nhi" not in said and (data := connection.recv(4096)):
                        said += data
                    made.heads.append(said)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello")

        threading.Thread(target=serve, daemon=True).start()
        yield made


REQUEST = b"POST /v1/messages HTTP/1.1\r\nHost: x\r\nX-Api-Key: held-outside\r\nContent-Length: 2\r\n\r\nhi"


def through(models: list[tuple[Model, str]], sent: bytes, told: Told) -> bytes:
    with ways.opened((), models, told) as directory:
        return ask(f"{directory}/{models[0][0].provider.name}.sock", sent)


def test_the_model_gets_the_key_and_the_agent_does_not(llm: Llm) -> None:
    told = Told()
    (model,) = parse_models([f"anthropic=http://127.0.0.1:{llm.port}"])
    said = through([(model, KEY)], REQUEST, told)
    assert said.endswith(b"hello")
    assert KEY.encode() not in said
    assert f"x-api-key: {KEY}\r\n".encode() in llm.heads[0]
    assert b"held-outside" not in llm.heads[0]
    assert told.contacts == [(f"127.0.0.1:{llm.port}", True, "")]
    assert KEY not in str(told.contacts)


@pytest.mark.requirement("AUDIT-1", "AUTHZ-6")
def test_what_cannot_be_written_down_carries_no_key(llm: Llm) -> None:
    (model,) = parse_models([f"anthropic=http://127.0.0.1:{llm.port}"])
    assert through([(model, KEY)], REQUEST, Told(fails=True)).startswith(b"HTTP/1.1 503 ")
    assert llm.heads == []


def test_what_speaks_no_tls_gets_no_key(llm: Llm) -> None:
    (model,) = parse_models([f"anthropic=https://model.test:{llm.port}=127.0.0.1"])
    assert through([(model, KEY)], REQUEST, Told()).startswith(b"HTTP/1.1 502 ")
    assert all(KEY.encode() not in head for head in llm.heads)


def test_a_server_that_cannot_prove_its_name_gets_no_key(tmp_path: Path) -> None:
    """It has a certificate for the name, which nobody vouches for."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(self_signed(tmp_path, "model.test"))
    heard: list[bytes] = []

    def serve(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with contextlib.suppress(OSError), connection, context.wrap_socket(connection, server_side=True) as safe:
            heard.append(safe.recv(4096))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,))
        thread.start()
        (model,) = parse_models([f"anthropic=https://model.test:{listening.getsockname()[1]}=127.0.0.1"])
        assert through([(model, KEY)], REQUEST, Told()).startswith(b"HTTP/1.1 502 ")
        thread.join()
    assert heard == []


def self_signed(folder: Path, host: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    file = folder / "both.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.sign(key, SHA256()).public_bytes(Encoding.PEM) + private)
    return file
