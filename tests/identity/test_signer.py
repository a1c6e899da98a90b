"""Permits: only this gate's key, only one algorithm, only whole claims."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey

from mayact.core.errors import ConfigInvalid, InvalidInput, NotFound, Unauthenticated
from mayact.identity.signer import GateSigner, create_gate_key

ORIGIN = "test.example/gate"
CLAIMS = {"iss": ORIGIN, "aud": "local", "iat": 1, "exp": 61, "txn": "prm-1", "act": "sha256:" + "0" * 64, "obl": ()}
PRIVATE = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
SIGNER = GateSigner(PRIVATE, origin=ORIGIN)


def b64url(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def token_with(header: dict[str, Any], claims: object = CLAIMS, key: Ed25519PrivateKey = PRIVATE) -> str:
    body = f"{b64url(header)}.{b64url(claims)}"
    return f"{body}.{base64.urlsafe_b64encode(key.sign(body.encode())).rstrip(b'=').decode()}"


GOOD_HEADER = {"alg": "Ed25519", "typ": "txntoken+jwt"}


@pytest.mark.requirement("BOUND-3")
def test_a_permit_comes_back_as_it_was_signed() -> None:
    token = SIGNER.permit_token(CLAIMS)
    assert dict(SIGNER.permit_claims(token)) == CLAIMS
    header = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    assert header == GOOD_HEADER
    assert dict(SIGNER.permit_claims(token_with(GOOD_HEADER))) == {**CLAIMS, "obl": ()}


@pytest.mark.requirement("BOUND-3")
@pytest.mark.parametrize(
    "header",
    [
        {**GOOD_HEADER, "alg": "none"},
        {**GOOD_HEADER, "alg": "EdDSA"},
        {**GOOD_HEADER, "alg": "HS256"},
        {**GOOD_HEADER, "typ": "JWT"},
        {"alg": "Ed25519"},
        {**GOOD_HEADER, "jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}},
        {**GOOD_HEADER, "kid": "other"},
        {**GOOD_HEADER, "crit": ["b64"], "b64": False},
    ],
    ids=str,
)
def test_another_header_is_no_permit_even_when_our_key_signed_it(header: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        SIGNER.permit_claims(token_with(header))


@pytest.mark.requirement("BOUND-3")
def test_another_key_signs_no_permit() -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"\x02" * 32)
    with pytest.raises(Unauthenticated):
        SIGNER.permit_claims(token_with(GOOD_HEADER, key=other))
    with pytest.raises(Unauthenticated):
        SIGNER.permit_claims(GateSigner(other, origin=ORIGIN).permit_token(CLAIMS))


def test_the_public_key_as_a_shared_secret_signs_no_permit() -> None:
    key = OctKey.import_key(SIGNER.public_key)
    token = jws.serialize_compact(
        {"alg": "HS256", "typ": "txntoken+jwt"}, json.dumps(CLAIMS), key, algorithms=["HS256"]
    )
    with pytest.raises(Unauthenticated):
        SIGNER.permit_claims(token)


@pytest.mark.parametrize("missing", ["iss", "aud", "exp", "iat", "txn", "act"])
def test_a_permit_without_a_member_is_neither_signed_nor_read(missing: str) -> None:
    claims = {name: value for name, value in CLAIMS.items() if name != missing}
    with pytest.raises(InvalidInput):
        SIGNER.permit_token(claims)
    with pytest.raises(Unauthenticated):
        SIGNER.permit_claims(token_with(GOOD_HEADER, claims))


@pytest.mark.parametrize(
    "claims",
    [{**CLAIMS, "iss": "other"}, {**CLAIMS, "aud": ["local"]}, {**CLAIMS, "exp": "61"}, {**CLAIMS, "exp": True}, [], 7],
    ids=str,
)
def test_claims_of_another_gate_or_kind_are_refused(claims: object) -> None:
    with pytest.raises(Unauthenticated):
        SIGNER.permit_claims(token_with(GOOD_HEADER, claims))


def test_claims_with_two_readings_are_refused() -> None:
    body = (
        f"{b64url(GOOD_HEADER)}."
        + base64.urlsafe_b64encode(json.dumps(CLAIMS)[:-1].encode() + b',"txn":"prm-2"}').rstrip(b"=").decode()
    )
    token = f"{body}.{base64.urlsafe_b64encode(PRIVATE.sign(body.encode())).rstrip(b'=').decode()}"
    with pytest.raises(Unauthenticated):
        SIGNER.permit_claims(token)


@settings(max_examples=200)
@given(at=st.integers(min_value=0), new=st.characters(min_codepoint=33, max_codepoint=126))
def test_a_changed_character_is_noticed(at: int, new: str) -> None:
    token = SIGNER.permit_token(CLAIMS)
    at %= len(token)
    changed = token[:at] + new + token[at + 1 :]
    if changed == token:
        return
    try:
        claims = SIGNER.permit_claims(changed)
    except Unauthenticated:
        return
    # Base64 leaves the last bits of its last character unused; nothing that is signed or said can differ.
    assert (at == len(token) - 1, dict(claims)) == (True, CLAIMS)


@settings(max_examples=200)
@given(token=st.text(max_size=200) | st.binary(max_size=100).map(lambda raw: raw.decode("latin-1")))
def test_garbage_is_refused_and_never_crashes(token: str) -> None:
    with pytest.raises(Unauthenticated):
        SIGNER.permit_claims(token)


def test_the_key_file_is_private_whole_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "gate.key"
    with pytest.raises(NotFound):
        GateSigner.load(str(path), origin=ORIGIN)
    create_gate_key(str(path))
    before = path.read_bytes()
    assert (len(before), path.stat().st_mode & 0o777) == (32, 0o600)
    with pytest.raises(InvalidInput):
        create_gate_key(str(path))
    assert path.read_bytes() == before
    path.write_bytes(before[:31])
    with pytest.raises(ConfigInvalid):
        GateSigner.load(str(path), origin=ORIGIN)
    path.write_bytes(before)
    path.chmod(0o644)
    with pytest.raises(ConfigInvalid):
        GateSigner.load(str(path), origin=ORIGIN)


def test_checkpoints_and_permits_cannot_pass_for_each_other() -> None:
    note = b"origin\n1\nAAAA\n"
    Ed25519PublicKey.from_public_bytes(SIGNER.public_key).verify(SIGNER.sign(note), note)
    with pytest.raises(InvalidInput):
        SIGNER.sign(SIGNER.permit_token(CLAIMS).rsplit(".", 1)[0].encode())
    assert isinstance(OKPKey.import_key(PRIVATE), OKPKey)
