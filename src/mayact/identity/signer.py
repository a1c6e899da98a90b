"""The gate's own key: it signs permits and the log's checkpoints, and nothing a person must sign.

Law: the key file holds 32 raw bytes, owned and private. A permit is a JWS with `typ` `txntoken+jwt` and `alg`
`Ed25519`, nothing else: no `none`, no `EdDSA` alias, no key or certificate named by the token itself. Expiry is judged
by the gate's clock, not here; that the members are present is.
"""

from collections.abc import Mapping
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from mayact.core.canonical import Json, JsonObject, canonical_bytes, parse_json
from mayact.core.errors import ConfigInvalid, InvalidInput, MayactError, Unauthenticated, shown
from mayact.identity.files import read_private, write_new

PERMIT_TYPE: Final = "txntoken+jwt"
ALGORITHM: Final = "Ed25519"
MAX_TOKEN_CHARS: Final = 16_384
REQUIRED_CLAIMS: Final = ("iss", "aud", "exp", "iat", "txn", "act")


def create_gate_key(path: str) -> None:
    """A new gate key at `path`, which must not exist."""
    write_new(path, Ed25519PrivateKey.generate().private_bytes_raw())


class GateSigner:
    """Implements `ports.PermitSigner`; `sign` is the callable that the log's checkpoints are signed with."""

    def __init__(self, private: Ed25519PrivateKey, *, origin: str) -> None:
        self._private = private
        self._origin = origin
        self._jwk = OKPKey.import_key(private, parameters={"alg": ALGORITHM, "use": "sig"})
        self.public_key = private.public_key().public_bytes_raw()

    @classmethod
    def load(cls, path: str, *, origin: str) -> "GateSigner":
        """Raises `NotFound` or `ConfigInvalid`."""
        raw = read_private(path, limit=32)
        if len(raw) != 32:
            raise ConfigInvalid(f"gate key {shown(path)} is damaged", hint="restore it from a copy")
        return cls(Ed25519PrivateKey.from_private_bytes(raw), origin=origin)

    def sign(self, message: bytes) -> bytes:
        """64 bytes, RFC 8032. For checkpoints: a C2SP note body is text and never the input of a JWS signature,
        which has no newline, so that neither can pass for the other."""
        if b"\n" not in message:
            raise InvalidInput("what is to be signed is not a checkpoint", hint="sign notes only")
        return self._private.sign(message)

    def permit_token(self, claims: JsonObject) -> str:
        _check_claims(claims, self._origin)
        header = {"alg": ALGORITHM, "typ": PERMIT_TYPE}
        return jws.serialize_compact(header, canonical_bytes(claims), self._jwk, algorithms=[ALGORITHM])

    def permit_claims(self, token: str) -> JsonObject:
        try:
            return self._claims(token)
        except (JoseError, MayactError, ValueError, TypeError, KeyError):
            # One answer for everything that is not our permit: which check failed helps only whoever forges.
            raise Unauthenticated("this is not a permit of this gate", hint="ask the gate again") from None

    def _claims(self, token: str) -> JsonObject:
        if len(token) > MAX_TOKEN_CHARS or token.count(".") != 2 or not token.isascii():
            raise InvalidInput("not a compact token")
        # 1. the signature, under our key and our algorithm only
        found = jws.deserialize_compact(token, self._jwk, algorithms=[ALGORITHM])
        # 2. exactly our header: a token that names its own key, type or extension is somebody else's
        if found.protected != {"alg": ALGORITHM, "typ": PERMIT_TYPE}:
            raise InvalidInput("not a permit's header")
        # 3. one reading of the payload, and every member that the gate will rely on
        claims = parse_json(found.payload, what="permit")
        return _check_claims(claims, self._origin)


def _check_claims(claims: Json, origin: str) -> JsonObject:
    if not isinstance(claims, Mapping):
        raise InvalidInput("a permit's claims are not an object")
    missing = [name for name in REQUIRED_CLAIMS if not claims.get(name)]
    if missing or claims["iss"] != origin or not isinstance(claims["aud"], str) or type(claims["exp"]) is not int:
        raise InvalidInput("a permit's claims are not whole", hint=f"needs {', '.join(REQUIRED_CLAIMS)}")
    return claims
