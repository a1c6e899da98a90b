"""What a store must show before the gate relies on it.

1. tree        every entry's bytes hash to their leaf, in order, without a gap; the frontier is the tree's
2. head        the newest checkpoint is signed by our key and speaks of exactly this tree
3. anchor      the tree continues the head that was anchored outside the store
4. governance  approvers and policies are, byte for byte, what the entries make of them
5. live        so are the requests and permits that can still change: none more, none less, none changed

Law: any doubt is `StoreCorrupt` or `RolledBack`, and the gate does not start. Requests and permits that ended are not
replayed here (that costs a parse per entry): they have no power, and `log verify` replays all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from mayact.core.errors import IllegalTransition, ProofInvalid, RolledBack, StoreCorrupt, shown
from mayact.core.log.checkpoint import Checkpoint, VerifierKey, open_checkpoint
from mayact.core.log.entry import Entry, Kind, parse_leaf
from mayact.core.log.fold import Fold
from mayact.core.log.merkle import HASH_BYTES, Frontier, leaf_hash
from mayact.core.log.replay import LIVE, apply, is_live
from mayact.store.anchor import Anchored
from mayact.store.group import Head
from mayact.store.rows import GOVERNANCE, Kept, all_live, encode, keep
from mayact.store.tables import CHECKPOINTS, ENTRIES, FRONTIER, STATE
from mayact.store.trail import Trail

_HINT: Final = "run `mayact log verify`; restore a good copy, or go on deliberately with `mayact log adopt`"
_PAGE: Final = 500
_MAX_FIRST_APPEND: Final = 8  # `mayact init` writes one entry first; nothing writes more

_GOVERNING: Final = frozenset({Kind.APPROVER_ENROLLED, Kind.APPROVER_REVOKED, Kind.POLICY_ACTIVATED})


@dataclass(frozen=True, slots=True)
class Opened:
    """`live`: every request and permit that can still change, verified."""

    head: Head
    governed: Fold
    live: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class _Scanned:
    frontier: Frontier
    at: int
    replayed: tuple[Entry, ...]
    """The entries behind governance and behind whatever is live, in order."""
    at_anchor: bytes | None


def examine(connection: Connection, *, key: VerifierKey, anchored: Anchored | None) -> Opened:
    """The head and the governance rows of a store that passed. Raises `StoreCorrupt`, `RolledBack`."""
    scanned = _tree(connection, anchored)  # 1
    frontier = scanned.frontier
    if stored_frontier(connection) != frontier:
        raise StoreCorrupt("the stored frontier is not the tree's", hint=_HINT)
    note = _head(connection, frontier, key)  # 2
    _continues(frontier, anchored, scanned.at_anchor)  # 3
    if anchored is not None and anchored.size == 0:
        _first_append_only(connection, frontier)
    fold = _folded(scanned.replayed)
    governed = _governed(connection, fold)  # 4
    return Opened(Head(frontier, scanned.at, note), governed, _live(connection, fold))  # 5


def _tree(connection: Connection, anchored: Anchored | None) -> _Scanned:
    frontier, at, trail = Frontier(), 0, Trail()
    governing: list[Entry] = []
    at_anchor: bytes | None = frontier.root() if anchored is not None and anchored.size == 0 else None
    for stored in _entries(connection):
        if stored.seq != frontier.size or stored.at < at or leaf_hash(stored.leaf) != stored.leaf_hash:
            raise StoreCorrupt(f"entry {frontier.size} was altered or removed", hint=_HINT)
        if not (stored.leaf.startswith(_front(stored.at)) and stored.leaf.endswith(_tail(stored.kind, stored.seq))):
            raise StoreCorrupt(f"entry {frontier.size} is filed as what it is not", hint=_HINT)
        frontier, at = frontier.append(stored.leaf_hash), stored.at
        if anchored is not None and frontier.size == anchored.size:
            at_anchor = frontier.root()
        if stored.kind in _GOVERNING:
            governing.append(parse_leaf(stored.leaf))
        else:
            trail.take(stored.kind, stored.leaf, seq=stored.seq)
    replayed = sorted((*governing, *trail.entries()), key=lambda entry: entry.seq)
    return _Scanned(frontier, at, tuple(replayed), at_anchor)


def _entries(connection: Connection) -> Iterator[Any]:
    # In pages, without a cursor: one that is left half read by a refusal would stay open with the server.
    wanted = select(ENTRIES).order_by(ENTRIES.c.seq).limit(_PAGE)
    page = connection.execute(wanted).all()
    while page:
        yield from page
        page = connection.execute(wanted.where(ENTRIES.c.seq > page[-1].seq)).all()


def _front(at: int) -> bytes:
    # How the canonical form begins: else the `at` column of the last entry would set the log's clock.
    return b'{"at":%d,"body":' % at


def _tail(kind: str, seq: int) -> bytes:
    # How the canonical form of an entry ends (members in order of their names: at, body, kind, seq, v). Comparing it
    # is a hundred times cheaper than parsing, and keeps the `kind` column from hiding a revocation.
    return f',"kind":"{kind}","seq":{seq},"v":1}}'.encode()


def stored_frontier(connection: Connection) -> Frontier:
    """The frontier row, or the empty frontier. Raises `StoreCorrupt`."""
    return frontier_of(connection.execute(select(FRONTIER.c.id, FRONTIER.c.size, FRONTIER.c.hashes)).all())


def frontier_of(stored: Sequence[Any]) -> Frontier:
    """The frontier in all rows (id, size, hashes) of its table. Raises `StoreCorrupt`."""
    if not stored:
        return Frontier()
    key, size, raw = stored[0]
    if len(stored) != 1 or key != 0 or type(size) is not int or type(raw) is not bytes or len(raw) % HASH_BYTES:
        raise StoreCorrupt("the stored frontier is malformed", hint=_HINT)
    peaks = tuple(raw[start : start + HASH_BYTES] for start in range(0, len(raw), HASH_BYTES))
    try:
        return Frontier(size, peaks)
    except ProofInvalid:
        raise StoreCorrupt("the stored frontier is malformed", hint=_HINT) from None


def leaf_hashes_of(stored: Sequence[tuple[Any, ...]], *, start: int) -> Sequence[bytes]:
    """The hashes in rows (seq, leaf_hash) that begin with entry `start`. Raises `StoreCorrupt`."""
    for at, (seq, found) in enumerate(stored, start):
        if seq != at or type(found) is not bytes or len(found) != HASH_BYTES:
            raise StoreCorrupt(f"entry {at} was altered or removed", hint=_HINT)
    return [found for _, found in stored]


def _head(connection: Connection, frontier: Frontier, key: VerifierKey) -> str:
    newest = connection.execute(select(CHECKPOINTS).order_by(CHECKPOINTS.c.size.desc()).limit(1)).one_or_none()
    if newest is None:
        if frontier.size:
            raise StoreCorrupt("the log has entries and no checkpoint", hint=_HINT)
        return ""
    try:
        signed = open_checkpoint(newest.note, key=key)
    except ProofInvalid as error:
        raise StoreCorrupt(f"the newest checkpoint: {error.message}", hint=_HINT) from None
    if signed != Checkpoint(key.name, frontier.size, frontier.root()) or newest.size != frontier.size:
        raise StoreCorrupt("the newest checkpoint is not about this tree", hint=_HINT)
    return str(newest.note)


def own_head(connection: Connection, *, key: VerifierKey) -> Anchored:
    """The head that the store's newest checkpoint speaks of. Raises `StoreCorrupt`."""
    newest = connection.execute(select(CHECKPOINTS).order_by(CHECKPOINTS.c.size.desc()).limit(1)).one_or_none()
    if newest is None:
        raise StoreCorrupt("the log is empty: there is no head to adopt", hint="restore a backup first")
    try:
        signed = open_checkpoint(newest.note, key=key)
    except ProofInvalid as error:
        raise StoreCorrupt(f"the newest checkpoint: {error.message}", hint="restore another backup") from None
    return Anchored(signed.size, signed.root, newest.note)


def _continues(frontier: Frontier, anchored: Anchored | None, at_anchor: bytes | None) -> None:
    if anchored is None:
        if frontier.size:
            # Deleting the anchor must not be the way around it.
            raise StoreCorrupt("the log has entries and the anchor is missing", hint=_HINT)
        return
    if frontier.size < anchored.size:
        raise RolledBack(
            f"the store holds {frontier.size} entries and {anchored.size} were anchored: it was put back", hint=_HINT
        )
    if at_anchor != anchored.root:
        raise RolledBack(f"the first {anchored.size} entries are not those that were anchored", hint=_HINT)


def _first_append_only(connection: Connection, frontier: Frontier) -> None:
    """An anchor of size 0 carries no signature, so it vouches for no more than a crash could leave beside it: the one
    first append, which was committed and not yet anchored."""
    sizes = connection.execute(select(CHECKPOINTS.c.size)).scalars().all()
    if frontier.size > _MAX_FIRST_APPEND or any(size != frontier.size for size in sizes):
        raise RolledBack(f"the log has {frontier.size} entries and its anchor says it is empty", hint=_HINT)


def _folded(entries: Iterable[Entry]) -> Fold:
    fold = Fold()
    for entry in entries:
        try:
            fold.put(apply(entry, fold))
        except IllegalTransition as error:
            raise StoreCorrupt(f"entry {entry.seq} does not replay: {error.message}", hint=_HINT) from None
    return fold


def _governed(connection: Connection, fold: Fold) -> Fold:
    governed = Fold()
    governed.put(row for (table, _), row in fold.rows.items() if table in GOVERNANCE)
    for table in GOVERNANCE:
        columns = STATE[table]
        stored = {row.id: dict(row._mapping) for row in connection.execute(select(columns))}
        implied = {row.id: encode(row) for (kind, _), row in governed.rows.items() if kind is table}
        if stored != implied:
            raise StoreCorrupt(f"the {table.value} are not those that the log names", hint=_HINT)
    return governed


def _live(connection: Connection, fold: Fold) -> tuple[Kept, ...]:
    verified: list[Kept] = []
    for table in LIVE:
        implied = {row.id: keep(row) for (kind, _), row in fold.rows.items() if kind is table and is_live(row)}
        stored = {kept.row.id: kept.digest for kept in all_live(connection, table)}
        wrong = {*stored.items()} ^ {(key, kept.digest) for key, kept in implied.items()}
        if wrong:
            key, _ = min(wrong)
            raise StoreCorrupt(f"{table.value[:-1]} {shown(key)} is not what the log makes of it", hint=_HINT)
        verified.extend(implied.values())
    return tuple(verified)
