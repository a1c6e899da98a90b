"""The signed head of the log: a C2SP tlog-checkpoint in a C2SP signed note (c2sp.org/tlog-checkpoint, /signed-note).

Law: a checkpoint is believed only after its signature verified under a key the verifier already had; `peek` exists
for what comes before that and its result proves nothing. Parsing is strict: one text, one reading, else `ProofInvalid`.
It refuses to know where keys are kept: signing is a callable.
Wire format, may never change: body `ORIGIN\\nSIZE\\nBASE64(root)\\n` without extension lines (no monitor could audit
them); signature type 0x01 (Ed25519); the key's name is the origin.
"""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mayact.core.errors import ProofInvalid, shown
from mayact.core.log.merkle import HASH_BYTES

_ED25519: Final = b"\x01"
_SIGNATURE_MARK: Final = "\u2014 "  # em dash, space
_KEY_HASH_BYTES: Final = 4
_MAX_NOTE_CHARS: Final = 65_536  # room for far more than the 16 signatures every verifier must accept
_MAX_SIZE_DIGITS: Final = 15  # sizes stay exact in JSON numbers; at 1e5 entries a second that is a thousand years

SignBytes = Callable[[bytes], bytes]
"""64 bytes of Ed25519 signature (RFC 8032) over exactly these bytes."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Whose signature counts: the log's name (its origin) and 32 raw Ed25519 public bytes. `ProofInvalid` otherwise."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        if not self.name or any(ch.isspace() or ch == "+" or not ch.isprintable() for ch in self.name):
            raise ProofInvalid(f"{shown(self.name)} cannot name a key", hint="no spaces, no `+`, not empty")
        if len(self.public_key) != 32:
            raise ProofInvalid("a public key is not 32 bytes", hint="give the log's Ed25519 key")

    @property
    def key_hash(self) -> bytes:
        """Four bytes that tell keys of one name apart. An identifier, not a commitment."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:_KEY_HASH_BYTES]

    def text(self) -> str:
        """`NAME+HASH+BASE64`, what verifiers pin (a "vkey")."""
        return f"{self.name}+{self.key_hash.hex()}+{_b64(_ED25519 + self.public_key)}"


def parse_key(text: str) -> VerifierKey:
    """The key of a vkey text. Raises `ProofInvalid`."""
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise ProofInvalid(f"{shown(text)} is not a verifier key", hint="it reads NAME+HASH+BASE64")
    raw = _unb64(parts[2])
    if raw[:1] != _ED25519:
        raise ProofInvalid("the verifier key is not an Ed25519 key", hint="only type 0x01 is used here")
    key = VerifierKey(parts[0], raw[1:])
    if key.key_hash.hex() != parts[1]:
        raise ProofInvalid("the verifier key's hash does not match it", hint="copy it again, whole")
    return key


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One head: the first `size` entries of log `origin` have this `root`."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n"


def sign_checkpoint(checkpoint: Checkpoint, *, key: VerifierKey, sign: SignBytes) -> str:
    """The signed note of `checkpoint`. Raises `ProofInvalid` for a checkpoint of another log."""
    if checkpoint.origin != key.name:
        raise ProofInvalid(f"a checkpoint of {shown(checkpoint.origin)}", hint=f"this key signs for {shown(key.name)}")
    body = checkpoint.body()
    _parse_body(body)
    return f"{body}\n{_SIGNATURE_MARK}{key.name} {_b64(key.key_hash + sign(body.encode()))}\n"


def open_checkpoint(note: str, *, key: VerifierKey) -> Checkpoint:
    """The checkpoint in `note`, after `key`'s signature verified. Raises `ProofInvalid`.

    Signatures of keys not known here are ignored (witnesses may have added theirs); a wrong one of the known key
    refuses the whole note.
    """
    body, signatures = _split(note)
    ours = [raw[_KEY_HASH_BYTES:] for name, raw in signatures if name == key.name and raw.startswith(key.key_hash)]
    if not ours:
        raise ProofInvalid(f"no signature by {shown(key.name)} on the checkpoint", hint="check the pinned key")
    for signature in ours:
        try:
            Ed25519PublicKey.from_public_bytes(key.public_key).verify(signature, body.encode())
        except (InvalidSignature, ValueError):
            raise ProofInvalid("the checkpoint's signature does not verify", hint="it was altered") from None
    checkpoint = _parse_body(body)
    if checkpoint.origin != key.name:
        raise ProofInvalid(f"a checkpoint of {shown(checkpoint.origin)}", hint=f"expected {shown(key.name)}")
    return checkpoint


def peek(note: str) -> Checkpoint:
    """What `note` claims, its signature not looked at. Raises `ProofInvalid`."""
    return _parse_body(_split(note)[0])


def _split(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    if len(note) > _MAX_NOTE_CHARS or any(ch < " " and ch != "\n" for ch in note):
        raise ProofInvalid("a signed note is too long or holds control characters", hint="it was altered")
    body, gap, tail = note.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise ProofInvalid("a signed note has no signature lines", hint="it was cut off")
    return body + "\n", [_signature(line) for line in tail[:-1].split("\n")]


def _signature(line: str) -> tuple[str, bytes]:
    name, gap, encoded = line.removeprefix(_SIGNATURE_MARK).partition(" ")
    raw = _unb64(encoded)
    if not line.startswith(_SIGNATURE_MARK) or not gap or not name or len(raw) <= _KEY_HASH_BYTES:
        raise ProofInvalid("a signature line is malformed", hint="it was altered")
    return name, raw


def _parse_body(body: str) -> Checkpoint:
    lines = body.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0]:
        raise ProofInvalid("a checkpoint is not three lines", hint="origin, size and root, each on its line")
    origin, digits, encoded = lines[:3]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MAX_SIZE_DIGITS and str(int(digits)) == digits):
        raise ProofInvalid("a checkpoint's size is malformed", hint="it was altered")
    root = _unb64(encoded)
    if len(root) != HASH_BYTES:
        raise ProofInvalid("a checkpoint's root is not 32 bytes", hint="it was altered")
    return Checkpoint(origin, int(digits), root)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _unb64(text: str) -> bytes:
    # Encoded again and compared: base64 with stray trailing bits would give one value two texts.
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise ProofInvalid("what should be base64 is not", hint="it was altered") from None
    if _b64(raw) != text:
        raise ProofInvalid("base64 with stray bits", hint="it was altered")
    return raw
