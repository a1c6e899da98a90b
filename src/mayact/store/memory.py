"""What this process knows of the log: its head, its governance, its live rows.

Law: it changes in two ways only. A group that this process committed is settled as it was composed; entries that
other processes committed are taken in: hashed, followed from the own head to the stored one, which a checkpoint of
our key must sign, and applied by the same reducer. Anything that does not follow is `StoreCorrupt`, and nothing of it
is kept. Readers see either the old knowledge or the new, never half of it.
"""

import threading
from collections.abc import Collection, Iterable, Mapping

from mayact.core.errors import IllegalTransition, MayactError, ProofInvalid, RolledBack, StoreCorrupt
from mayact.core.log.checkpoint import Checkpoint, VerifierKey, open_checkpoint
from mayact.core.log.entry import Entry, parse_leaf
from mayact.core.log.fold import Fold, RowKey
from mayact.core.log.merkle import Frontier, leaf_hash
from mayact.core.log.replay import apply
from mayact.core.log.state import Row, Table
from mayact.core.log.stored import StoredEntry, StoredRow, stored_row
from mayact.store.group import Group, Head, Overlay
from mayact.store.live import LiveRows
from mayact.store.opening import Opened
from mayact.store.rows import GOVERNANCE, Kept, digest_of_row

_HINT = "run `mayact log verify`"
_PUT_BACK = "run `mayact log verify`; restore a good copy, or go on deliberately with `mayact log adopt`"


class Memory:
    """Implements `group.KnownRows`. Safe for threads; whoever reads things that belong together holds `lock`."""

    def __init__(self, opened: Opened) -> None:
        self.lock = threading.RLock()
        self.rows = LiveRows(opened.live)
        self._head = opened.head
        self._governed = opened.governed

    @property
    def head(self) -> Head:
        return self._head

    @property
    def governed(self) -> Fold:
        """Never changed in place: whoever holds it keeps one state of governance."""
        return self._governed

    def live(self, table: Table, key: str) -> Kept | None:
        return self.rows.get(table, key)

    def settle(self, group: Group) -> None:
        """`group` was committed. Raises `StoreCorrupt` when it does not stand on the head that is known."""
        with self.lock:
            if self._head.frontier == group.head.frontier:
                return  # a reader found it in the database first, and took it in
            if self._head.frontier != group.base.frontier:
                raise StoreCorrupt("a group was committed over another head", hint=_HINT)
            self._become(group.head, group.rows, group.stored)

    def take_in(self, entries: Iterable[StoredEntry], *, frontier: Frontier, note: str, key: VerifierKey) -> None:
        """Follow the log from the own head to `frontier`, whose newest checkpoint is `note`. `entries` may begin
        earlier than needed; all come from one snapshot. Raises `StoreCorrupt`, `RolledBack` for a shorter log."""
        with self.lock:
            base = self._head
            if frontier.size < base.frontier.size:
                raise shorter(frontier.size, base.frontier.size)
            rows, hashes, at = Overlay(self, self._as_known), list[bytes](), base.at
            for stored in entries:
                if stored.seq < base.frontier.size:
                    continue
                entry = _followed(stored, seq=base.frontier.size + len(hashes), at=at)
                try:
                    rows.put(apply(entry, rows))
                except IllegalTransition as error:
                    raise StoreCorrupt(f"entry {entry.seq} does not replay: {error.message}", hint=_HINT) from None
                rows.keep()
                hashes.append(stored.leaf_hash)
                at = entry.at
            if base.frontier.extend(hashes) != frontier:
                raise StoreCorrupt("the stored head does not continue the one that was known", hint=_HINT)
            if not hashes:
                return
            _signed(note, frontier, key)
            changed = tuple(rows.changed.values())
            self._become(Head(frontier, at, note), changed, tuple(stored_row(row) for row in changed))

    def _as_known(self, keys: Collection[RowKey]) -> Mapping[RowKey, StoredRow]:
        # The tables stand behind these entries already, so they cannot say what was there before them. What ended is
        # absent here: the gate that wrote the entry looked, and `log verify` replays all.
        return {key: stored_row(known.row) for key in keys if (known := self.live(*key)) is not None}

    def _become(self, head: Head, rows: Collection[Row], stored: Collection[StoredRow]) -> None:
        governing = [row for row in rows if row.table in GOVERNANCE]
        if governing:
            governed = self._governed.copy()
            governed.put(governing)
            self._governed = governed
        self.rows.note(Kept(row, digest_of_row(as_stored)) for row, as_stored in zip(rows, stored, strict=True))
        self._head = head


def shorter(stored: int, known: int) -> RolledBack:
    return RolledBack(
        f"the store holds {stored} entries and {known} were acknowledged here: it was put back", hint=_PUT_BACK
    )


def why(
    error: StoreCorrupt, known: Head, *, frontier: Frontier, note: str, at_known: str, key: VerifierKey
) -> StoreCorrupt:
    """What `error`, met while following the log from `known` to `frontier`, means: `RolledBack` when our key signed the
    stored head (`note`) and what is stored of the size of `known` (`at_known`, empty for nothing) is not `known`.

    Then another history of ours stands there: an older copy, and what was written on it since. All else was altered.
    """
    if not known.frontier.size or isinstance(error, RolledBack):
        return error
    if _speaks_of(note, frontier, key) and not _speaks_of(at_known, known.frontier, key):
        return RolledBack(
            f"the first {known.frontier.size} entries are not those that were acknowledged here: it was put back",
            hint=_PUT_BACK,
        )
    return error


def _speaks_of(note: str, frontier: Frontier, key: VerifierKey) -> bool:
    try:
        _signed(note, frontier, key)
    except StoreCorrupt:
        return False
    return True


def _followed(stored: StoredEntry, *, seq: int, at: int) -> Entry:
    try:
        entry = parse_leaf(stored.leaf)
    except MayactError:
        raise StoreCorrupt(f"entry {seq} was altered", hint=_HINT) from None
    said = (entry.seq, entry.at, entry.kind.value)
    if leaf_hash(stored.leaf) != stored.leaf_hash or said != (seq, stored.at, stored.kind) or entry.at < at:
        raise StoreCorrupt(f"entry {seq} was altered", hint=_HINT)
    return entry


def _signed(note: str, frontier: Frontier, key: VerifierKey) -> None:
    try:
        signed = open_checkpoint(note, key=key)
    except ProofInvalid as error:
        raise StoreCorrupt(f"the newest checkpoint: {error.message}", hint=_HINT) from None
    if signed != Checkpoint(key.name, frontier.size, frontier.root()):
        raise StoreCorrupt("the newest checkpoint is not about this tree", hint=_HINT)
