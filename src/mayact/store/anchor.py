"""The head of the log, kept outside the store: what makes a store that was put back to an earlier state visible.

Law: an acknowledged head is never lost, whatever breaks while the next is written; an anchor that is missing or
unreadable while the log has entries refuses, because deleting it must not be the way around it. It stands in another
directory than the store: whoever restores the one does not restore the other by accident.
File format, may never change: two slots of `SLOT_BYTES` each, or a single line (as written before 0.2.0). A slot is
empty (zero bytes) or a line followed by zero bytes. The line `mayact/anchor/v1` is canonical JSON with `type`, `size`,
`root` (hex), `checkpoint` (the signed note, empty for size 0) and `sum` (SHA-256 over the canonical form of the
others; against torn writes, not against attackers: the note is signed). The slot with the larger size counts.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mayact.core.canonical import JsonObject, canonical_bytes, digest_of, parse_json
from mayact.core.errors import InvalidInput, ProofInvalid, StoreCorrupt, StoreUnavailable, shown
from mayact.core.log.checkpoint import VerifierKey, open_checkpoint
from mayact.core.log.merkle import EMPTY_ROOT
from mayact.store.place import identity, prepare_directory, prepare_file

SLOT_BYTES: Final = 4_096
"""One page, and never less than a sector: writing one slot does not touch the other."""

_TYPE: Final = "mayact/anchor/v1"
_LOOKS: Final = 3
"""A reader beside a writing gate may catch each slot half written; not three times."""

_HINT: Final = "run `mayact log verify`, then go on deliberately with `mayact log adopt`"


@dataclass(frozen=True, slots=True)
class Anchored:
    """The head as of the last acknowledged append. `checkpoint` is empty for size 0."""

    size: int
    root: bytes
    checkpoint: str


@dataclass(slots=True)
class _Slots:
    """The file while this process writes it. `free`: the slot that does not hold the newest head, 0 or 1."""

    descriptor: int
    identity: tuple[int, int]
    newest: int
    free: int = 1

    def __del__(self) -> None:
        os.close(self.descriptor)


class Anchor:
    """The file at `path`. Its directory is made (0700) or checked when the first anchor is written."""

    def __init__(self, path: str | Path) -> None:
        self._path = os.path.abspath(path)
        self._slots: _Slots | None = None

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
        for _ in range(_LOOKS - 1):
            try:
                return parse_anchor(self._content(), key=key, where=self._path)
            except StoreCorrupt:
                continue
        return parse_anchor(self._content(), key=key, where=self._path)

    def _content(self) -> bytes:
        try:
            with open(self._path, "rb", buffering=0) as file:
                return file.read(2 * SLOT_BYTES + 1) or b""
        except OSError as error:
            raise StoreUnavailable(f"anchor {shown(self._path)}: {error.strerror}", hint="check the disk") from None

    def write(self, head: Anchored) -> None:
        """Anchor `head`. When this returns a power cut does not lose it. Raises `StoreUnavailable`."""
        # Taken away until it is known to be good again: what a failed flush left on the disk cannot be known, so
        # the next write makes a new file rather than trust the one at hand.
        slots, self._slots = self._slots, None
        try:
            if slots is None or head.size <= slots.newest or slots.identity != identity(self._path):
                slots = self._replace(head)
            else:
                _overwrite(slots, head)
        except OSError as error:
            raise StoreUnavailable(
                f"the head could not be anchored at {shown(self._path)}: {error.strerror}",
                hint="free space, then restart",
            ) from None
        self._slots = slots

    def _replace(self, head: Anchored) -> _Slots:
        """A new file with nothing but `head`: at first, after a failure, and when a person adopts an older head."""
        folder = os.path.dirname(self._path)
        prepare_directory(folder)
        draft = f"{self._path}.new"
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(draft, flags, 0o600)
        found = os.fstat(descriptor)
        slots = _Slots(descriptor, (found.st_dev, found.st_ino), head.size)
        _written(descriptor, slot_bytes(head) + bytes(SLOT_BYTES), 0)
        os.fsync(descriptor)
        # COMMIT POINT. Before: the old anchor stands, and the store is ahead of it, which is allowed. After: the
        # new one does. The directory is flushed too, else a power cut could bring the old name back.
        os.replace(draft, self._path)
        sync_directory(folder)
        return slots


def _overwrite(slots: _Slots, head: Anchored) -> None:
    _written(slots.descriptor, slot_bytes(head), slots.free * SLOT_BYTES)
    # COMMIT POINT. Before: this slot may be torn or missing, and the other holds the head that was acknowledged last.
    # After: this one holds the newer. Only content changed, in blocks that the file already has, so that flushing the
    # data is enough.
    os.fdatasync(slots.descriptor)
    slots.newest, slots.free = head.size, 1 - slots.free


def _written(descriptor: int, content: bytes, offset: int) -> None:
    if os.pwrite(descriptor, content, offset) != len(content):
        raise OSError(0, "a write was cut short")


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


def slot_bytes(head: Anchored) -> bytes:
    """One slot. Raises `StoreUnavailable` when the note does not fit: a name of the log that long is a mistake."""
    line = anchor_bytes(head)
    if len(line) > SLOT_BYTES:
        raise StoreUnavailable("the checkpoint does not fit into the anchor", hint="choose a shorter origin")
    return line.ljust(SLOT_BYTES, b"\0")


def parse_anchor(raw: bytes, *, key: VerifierKey, where: str) -> Anchored:
    """The newest head in `raw`. Raises `StoreCorrupt` unless some slot is whole and its checkpoint is `key`'s.

    One slot may be torn: the write that tore it was never acknowledged. A whole slot that nobody signed is no accident,
    so it refuses even beside a good one.
    """
    found = _heads(raw)
    if not found:
        raise StoreCorrupt(f"anchor {shown(where)} is torn or was altered", hint=_HINT)
    for head in found:
        _require_signed(head, key=key, where=where)
    newest = max(found, key=lambda head: head.size)
    if any(head.size == newest.size and head.root != newest.root for head in found):
        raise StoreCorrupt(f"anchor {shown(where)} has two heads of the same size", hint=_HINT)
    return newest


def newest_of(raw: bytes) -> Anchored | None:
    """The head that the file's content claims, for those who check its signature themselves; None when it is torn."""
    return max(_heads(raw), key=lambda head: head.size, default=None)


def _heads(raw: bytes) -> list[Anchored]:
    return [head for slot in _slots_of(raw) if (head := _whole(slot)) is not None]


def _slots_of(raw: bytes) -> tuple[bytes, ...]:
    if len(raw) == 2 * SLOT_BYTES:
        return tuple(part.rstrip(b"\0") for part in (raw[:SLOT_BYTES], raw[SLOT_BYTES:]))
    return (raw,)  # a single line, or nothing that was ever written here


def _whole(raw: bytes) -> Anchored | None:
    """What the line says when it is exactly the line that says it; who signed it is not asked here."""
    try:
        value = parse_json(raw, what="anchor")
    except InvalidInput:
        return None
    match value:
        case {"type": "mayact/anchor/v1", "size": int(size), "root": str(root), "checkpoint": str(note), "sum": str()}:
            head = Anchored(size, _from_hex(root), note)
            return head if anchor_bytes(head) == raw else None
        case _:
            return None


def _require_signed(head: Anchored, *, key: VerifierKey, where: str) -> None:
    if head == Anchored(0, EMPTY_ROOT, ""):
        return
    try:
        signed = open_checkpoint(head.checkpoint, key=key)
    except ProofInvalid as error:
        raise StoreCorrupt(f"anchor {shown(where)}: {error.message}", hint=_HINT) from None
    if (signed.size, signed.root) != (head.size, head.root):
        raise StoreCorrupt(f"anchor {shown(where)} disagrees with its own checkpoint", hint=_HINT)


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""  # no root is empty, so the comparison with the file's bytes refuses it
