"""An approver's key: made by a person, encrypted under a passphrase, unlocked only to sign one statement.

Law: the gate never sees the private half. The file is useless without the passphrase; it says how the passphrase
was stretched, and a file that asks for less than the floors below, or for so much that it would stop the machine,
is refused before any work is done. Every byte outside the ciphertext is bound as associated data.

Wire format `mayact-approver-key/1`, may never change: JSON with exactly the members `format`, `id`, `name`,
`public_key`, `kdf`, `cipher` and `ciphertext`; the associated data is the RFC 8785 form of all but the last.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any, Final, cast

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from mayact.core.approval import b64, key_id, signing_bytes, unb64
from mayact.core.canonical import JsonObject, canonical_bytes, parse_json
from mayact.core.errors import ConfigInvalid, InvalidInput, Unauthenticated, shown
from mayact.identity.files import read_private, write_new

FORMAT: Final = "mayact-approver-key/1"
MIN_PASSPHRASE: Final = 12
"""Characters. Whoever can read the file can guess as fast as their hardware allows; below this the stretching would
not be enough (NIST SP 800-63B asks for 8 where guesses are limited, which a file cannot do)."""

MAX_PASSPHRASE: Final = 1_024
MAX_NAME: Final = 64
MAX_FILE_BYTES: Final = 8_192

_VERSION: Final = 19  # argon2 1.3, the only version of RFC 9106
_TIME_COST: Final = 3
_MEMORY_KIB: Final = 65_536
_LANES: Final = 4
# RFC 9106 section 4, second recommended option: t=3, 64 MiB, 4 lanes. They are also the floors.

_MAX_TIME_COST: Final = 64
_MAX_MEMORY_KIB: Final = 4_194_304
_MAX_LANES: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproverKeyFile:
    """A locked key as it lies in its file. `header` is every member but the ciphertext."""

    path: str
    id: str
    name: str
    public_key: bytes
    header: JsonObject
    ciphertext: bytes


class ApproverKey:
    """An unlocked key. It lives as long as one command and signs statements, never bytes from elsewhere."""

    __slots__ = ("_private", "id", "name", "public_key")

    def __init__(self, private: Ed25519PrivateKey, *, name: str) -> None:
        self._private = private
        self.name = name
        self.public_key = private.public_key().public_bytes_raw()
        self.id = key_id(self.public_key)

    def sign(self, statement: JsonObject) -> str:
        """Base64 of the Ed25519 signature over `core.approval.signing_bytes(statement)`."""
        return b64(self._private.sign(signing_bytes(statement)))


def check_passphrase(passphrase: str) -> str:
    """`passphrase` in the one form that is used (NFC), or `InvalidInput`."""
    normal = unicodedata.normalize("NFC", passphrase)
    if len(normal) < MIN_PASSPHRASE:
        raise InvalidInput(
            "the passphrase is too short", hint=f"use at least {MIN_PASSPHRASE} characters", field="passphrase"
        )
    if len(normal) > MAX_PASSPHRASE:
        raise InvalidInput(
            "the passphrase is too long", hint=f"use at most {MAX_PASSPHRASE} characters", field="passphrase"
        )
    return normal


def check_name(name: str) -> str:
    """`name` when it may stand in a file name and on a terminal, or `InvalidInput`."""
    if not 0 < len(name) <= MAX_NAME or not all(ch.isalnum() or ch in "-_." for ch in name) or name[0] in "-.":
        raise InvalidInput(
            f"{shown(name)} is not a name for a key", hint="letters, digits, `-`, `_`, `.`", field="name"
        )
    return name


def create(path: str, *, name: str, passphrase: str) -> ApproverKey:
    """A new key, written to `path` (which must not exist), encrypted under `passphrase`."""
    key = ApproverKey(Ed25519PrivateKey.generate(), name=check_name(name))
    header = _header(key)
    secret = _cipher(check_passphrase(passphrase), header).encrypt(
        _nonce(header), key._private.private_bytes_raw(), canonical_bytes(header)
    )
    write_new(path, canonical_bytes({**header, "ciphertext": b64(secret)}) + b"\n")
    return key


def _header(key: ApproverKey) -> JsonObject:
    return {
        "format": FORMAT,
        "id": key.id,
        "name": key.name,
        "public_key": b64(key.public_key),
        "kdf": {
            "name": "argon2id",
            "version": _VERSION,
            "time_cost": _TIME_COST,
            "memory_kib": _MEMORY_KIB,
            "lanes": _LANES,
            "salt": b64(secrets.token_bytes(16)),
        },
        "cipher": {"name": "chacha20-poly1305", "nonce": b64(secrets.token_bytes(12))},
    }


def read(path: str) -> ApproverKeyFile:
    """The locked key at `path`. Raises `NotFound`, or `ConfigInvalid` for anything that is not such a key."""
    value = parse_json(read_private(path, limit=MAX_FILE_BYTES), what="key file")
    match value:
        case {
            "format": "mayact-approver-key/1",
            "id": str(key),
            "name": str(name),
            "public_key": str(public),
            "kdf": kdf,
            "cipher": cipher,
            "ciphertext": str(secret),
            **rest,
        } if not rest:
            header: JsonObject = {
                "format": FORMAT,
                "id": key,
                "name": name,
                "public_key": public,
                "kdf": kdf,
                "cipher": cipher,
            }
        case _:
            raise ConfigInvalid(f"{shown(path)} is not an approver's key", hint=f"its format must be {FORMAT}")
    _check_parameters(header, path)
    public_key, ciphertext = _raw(public, 32, path), _raw(secret, 48, path)
    if key_id(public_key) != key:
        raise ConfigInvalid(f"{shown(path)} names another key than it holds", hint="restore it from a copy")
    return ApproverKeyFile(
        path=path, id=key, name=check_name(name), public_key=public_key, header=header, ciphertext=ciphertext
    )


def _check_parameters(header: JsonObject, path: str) -> None:
    """Floors: a weakened file would let the passphrase be guessed. Ceilings: it would stop the machine."""
    match header["kdf"], header["cipher"]:
        case (
            {
                "name": "argon2id",
                "version": 19,
                "time_cost": int(passes),
                "memory_kib": int(memory),
                "lanes": int(lanes),
                "salt": str(salt),
                **more_kdf,
            },
            {"name": "chacha20-poly1305", "nonce": str(nonce), **more_cipher},
        ) if not more_kdf and not more_cipher:
            pass
        case _:
            raise ConfigInvalid(f"{shown(path)} is encrypted in an unknown way", hint=f"its format must be {FORMAT}")
    within = (
        _TIME_COST <= passes <= _MAX_TIME_COST and _MEMORY_KIB <= memory <= _MAX_MEMORY_KIB and 1 <= lanes <= _MAX_LANES
    )
    if not within:
        raise ConfigInvalid(
            f"{shown(path)} is stretched by less or more than is accepted",
            hint=f"argon2id with at least {_TIME_COST} passes over {_MEMORY_KIB} KiB",
        )
    _raw(salt, 16, path)
    _raw(nonce, 12, path)


def _raw(text: str, size: int, path: str) -> bytes:
    try:
        raw = unb64(text)
    except Unauthenticated:
        raw = b""
    if len(raw) != size:
        raise ConfigInvalid(f"{shown(path)} is damaged", hint="restore it from a copy")
    return raw


def unlock(file: ApproverKeyFile, passphrase: str) -> ApproverKey:
    """The key, or `Unauthenticated` for a wrong passphrase (or a header that was changed: they look the same)."""
    normal = unicodedata.normalize("NFC", passphrase)
    if len(normal) > MAX_PASSPHRASE:
        raise _wrong_passphrase()
    try:
        raw = _cipher(normal, file.header).decrypt(_nonce(file.header), file.ciphertext, canonical_bytes(file.header))
    except InvalidTag:
        raise _wrong_passphrase() from None
    key = ApproverKey(Ed25519PrivateKey.from_private_bytes(raw), name=file.name)
    if key.id != file.id:
        raise ConfigInvalid(f"{shown(file.path)} names another key than it holds", hint="restore it from a copy")
    return key


def _wrong_passphrase() -> Unauthenticated:
    return Unauthenticated("the passphrase does not unlock this key", hint="try again; nothing was signed")


def _cipher(passphrase: str, header: JsonObject) -> ChaCha20Poly1305:
    kdf = cast("dict[str, Any]", header["kdf"])
    try:
        secret = hash_secret_raw(
            passphrase.encode("utf-8", "surrogatepass"),
            unb64(kdf["salt"]),
            time_cost=kdf["time_cost"],
            memory_cost=kdf["memory_kib"],
            parallelism=kdf["lanes"],
            hash_len=32,
            type=Type.ID,
            version=kdf["version"],
        )
    except HashingError as error:
        raise ConfigInvalid(f"the passphrase could not be stretched: {error}", hint="free some memory") from None
    return ChaCha20Poly1305(secret)


def _nonce(header: JsonObject) -> bytes:
    return unb64(cast("dict[str, Any]", header["cipher"])["nonce"])
