"""What a store holds, as plain values: the form in which entries and rows are written, read back and compared.

Law: the columns beside a leaf or a row's JSON only repeat it, for looking things up; they are derived, never decided.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from mayact.core.canonical import canonical_bytes
from mayact.core.log.state import PermitRow, RequestRow, Row, Table


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """`leaf`: the exact canonical bytes; `leaf_hash`: their RFC 6962 leaf hash."""

    seq: int
    at: int
    kind: str
    action: str | None
    leaf: bytes
    leaf_hash: bytes


@dataclass(frozen=True, slots=True)
class StoredRow:
    """`body`: the row's canonical JSON."""

    table: Table
    id: str
    status: str
    action: str | None
    expires_at: int | None
    body: bytes


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    size: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One consistent snapshot of a store. `entries` and `rows` may be read once, entries in order of `seq`,
    checkpoints in order of `size`; `frontier` is the stored size and the peaks' bytes, None when there is none;
    `strangers` are what the store's schema holds beside its own tables (`view requests`, `trigger x`)."""

    entries: Iterable[StoredEntry]
    rows: Iterable[StoredRow]
    checkpoints: Sequence[StoredCheckpoint]
    frontier: tuple[int, bytes] | None
    strangers: tuple[str, ...] = ()


def stored_row(row: Row) -> StoredRow:
    """How `row` is stored."""
    bound = row if isinstance(row, RequestRow | PermitRow) else None
    return StoredRow(
        table=row.table,
        id=row.id,
        status=row.status.value,
        action=bound.action if bound else None,
        expires_at=bound.expires_at if bound else None,
        body=canonical_bytes(msgspec.to_builtins(row, str_keys=True)),
    )
