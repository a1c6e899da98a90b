"""The head of the log, kept outside the store: what makes a store that was put back to an earlier state visible.

Law: the anchor never goes backwards and is replaced whole or not at all; an anchor that is missing or unreadable
while the log has entries refuses, because deleting it must not be the way around it. It stands in another directory
than the store: whoever restores the one does not restore the other by accident.
File format `mayact/anchor/v1`, may never change: one line of canonical JSON with `type`, `size`, `root` (hex),
`checkpoint` (the signed note, empty for size 0) and `sum` (SHA-256 over the canonical form of the others; against
torn writes, not against attackers: the note is signed).
"""

import os
from dataclasses import dataclass
from pathlib import Path

from mayact.core.canonical import JsonObject, canonical_bytes, digest_of, parse_json
from mayact.core.errors import InvalidInput, ProofInvalid, StoreCorrupt, StoreUnavailable, shown
from mayact.core.log.checkpoint import VerifierKey, open_checkpoint
from mayact.core.log.merkle import EMPTY_ROOT
from mayact.store.place import prepare_directory, prepare_file

_TYPE = "mayact/anchor/v1"
_MAX_BYTES = 65_536
_HINT = "run `mayact log verify`, then go on deliberately with `mayact log adopt`"


@dataclass(frozen=True, slots=True)
class Anchored:
    """The head as of the last acknowledged append. `checkpoint` is empty for size 0."""

    size: int
    root: bytes
    checkpoint: str


class Anchor:
    """The file at `path`. Its directory is made (0700) or checked when the first anchor is written."""

    def __init__(self, path: str | Path) -> None:
        self._path = os.path.abspath(path)

    @property
    def path(self) -> str:
        return self._path

    def read(self, *, key: VerifierKey) -> Anchored | None:
        """The anchored head, its checkpoint verified; None when there is no file.

        Raises `StoreCorrupt` when the file is torn, foreign or not signed by `key`, `StoreUnavailable` when it cannot
        be read.
        """
        if not os.path.lexists(self._path):
            return None
        prepare_file(self._path)
        try:
            with open(self._path, "rb") as file:
                raw = file.read(_MAX_BYTES + 1)
        except OSError as error:
            raise StoreUnavailable(f"anchor {shown(self._path)}: {error.strerror}", hint="check the disk") from None
        return parse_anchor(raw, key=key, where=self._path)

    def write(self, head: Anchored) -> None:
        """Replace the anchor. When this returns a power cut does not lose it. Raises `StoreUnavailable`."""
        folder = os.path.dirname(self._path)
        prepare_directory(folder)
        draft = f"{self._path}.new"
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(anchor_bytes(head))
                file.flush()
                os.fsync(file.fileno())
            # COMMIT POINT. Before: the old anchor stands, and the store is ahead of it, which is allowed. After: the
            # new one does. The directory is flushed too, else a power cut could bring the old name back.
            os.replace(draft, self._path)
            sync_directory(folder)
        except OSError as error:
            raise StoreUnavailable(
                f"the head could not be anchored at {shown(self._path)}: {error.strerror}",
                hint="free space, then restart",
            ) from None


def sync_directory(path: str) -> None:
    """Flush a directory's entries to disk. Raises `OSError`."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _members(head: Anchored) -> JsonObject:
    return {"type": _TYPE, "size": head.size, "root": head.root.hex(), "checkpoint": head.checkpoint}


def anchor_bytes(head: Anchored) -> bytes:
    members = _members(head)
    return canonical_bytes({**members, "sum": digest_of(members)}) + b"\n"


def parse_anchor(raw: bytes, *, key: VerifierKey, where: str) -> Anchored:
    """The head in `raw`. Raises `StoreCorrupt` unless it is whole and its checkpoint is `key`'s."""
    try:
        value = parse_json(raw, what="anchor")
    except InvalidInput:
        raise StoreCorrupt(f"anchor {shown(where)} is unreadable", hint=_HINT) from None
    match value:
        case {"type": "mayact/anchor/v1", "size": int(size), "root": str(root), "checkpoint": str(note), "sum": str()}:
            head = Anchored(size, _from_hex(root), note)
        case _:
            raise StoreCorrupt(f"anchor {shown(where)} has the wrong members", hint=_HINT)
    if anchor_bytes(head) != raw:
        raise StoreCorrupt(f"anchor {shown(where)} is torn or was altered", hint=_HINT)
    if head == Anchored(0, EMPTY_ROOT, ""):
        return head
    try:
        signed = open_checkpoint(note, key=key)
    except ProofInvalid as error:
        raise StoreCorrupt(f"anchor {shown(where)}: {error.message}", hint=_HINT) from None
    if (signed.size, signed.root) != (head.size, head.root):
        raise StoreCorrupt(f"anchor {shown(where)} disagrees with its own checkpoint", hint=_HINT)
    return head


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""  # no root is empty, so the comparison with the file's bytes refuses it
