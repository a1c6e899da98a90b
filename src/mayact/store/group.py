"""One group of appends over one head: pure, no database, no clock, no key of its own.

Each append, in the order in which they waited:
1. place    every draft gets its place and its time; `at` never decreases, so a clock put back un-expires nothing
2. bytes    the leaf is composed from the draft's canonical bytes
3. apply    what those bytes say, read back from them, is applied to the rows as the appends before left them
4. keep     all of it, or, when one draft is refused, nothing of this append and everything of the others

Law: the log that a group leaves is the log that its accepted appends would have left one by one; a refused one leaves
no trace. It refuses to know where rows come from: they are looked up through `Overlay`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

import msgspec

from mayact.core.canonical import JsonObject, canonical_bytes, freeze
from mayact.core.errors import IllegalTransition, InvalidInput, LimitExceeded, MayactError, StoreCorrupt
from mayact.core.limits import MAX_FRAME_BYTES
from mayact.core.log.entry import Draft, Entry, Kind, compose_leaf
from mayact.core.log.fold import Fold, RowKey
from mayact.core.log.history import action_of
from mayact.core.log.merkle import Frontier, leaf_hash
from mayact.core.log.replay import apply_bytes, is_live
from mayact.core.log.state import ApproverRow, PolicyRow, PolicyStatus, Row, Table
from mayact.core.log.stored import StoredEntry, StoredRow, stored_row
from mayact.store.live import changed_behind
from mayact.store.rows import GOVERNANCE, Kept, decode, digest_of_row, storable

_ENVELOPE_BYTES: Final = 128  # the other members of an entry, their numbers at full length


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log stands. `at`: time of the last entry. `note`: its signed checkpoint, empty when it has none."""

    frontier: Frontier
    at: int
    note: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft whose bytes are made. `body` is deeply immutable unless its maker gave the bytes along."""

    kind: Kind
    body: JsonObject
    at: int
    canonical: bytes


def ready(draft: Draft) -> Ready:
    """Raises `InvalidInput` or `LimitExceeded` for what could not be read back: it must not be written."""
    if draft.canonical:
        made = Ready(draft.kind, draft.body, draft.at, draft.canonical)
        try:
            _WHOLE.decode(made.canonical)
        except msgspec.DecodeError:
            raise InvalidInput("the bytes of an entry are not json", hint="give the canonical bytes of its body") from (
                None
            )
    else:
        # One level deeper than it stands here: the body is a member of the entry.
        body = freeze(draft.body, what="entry", depth=1)
        if not isinstance(body, Mapping):
            raise InvalidInput("the body of an entry is not an object", hint="give its members")
        made = Ready(draft.kind, body, draft.at, canonical_bytes(body))
    if len(made.canonical) > MAX_FRAME_BYTES - _ENVELOPE_BYTES:
        raise LimitExceeded(f"entry is {len(made.canonical)} bytes", hint=f"at most {MAX_FRAME_BYTES} are read back")
    return made


_WHOLE: Final = msgspec.json.Decoder(msgspec.Raw)

Look: TypeAlias = Callable[[Collection[RowKey]], Mapping[RowKey, StoredRow]]


class KnownRows(Protocol):
    """What the process knows by itself: governance, and every row that is live."""

    @property
    def governed(self) -> Fold: ...

    def live(self, table: Table, key: str) -> Kept | None: ...


class Overlay:
    """Implements `replay.Rows` for one group: what this append changed, what those before it changed, what is known,
    and the tables, as far as they agree with what is known. Raises `StoreCorrupt` where they do not."""

    def __init__(self, known: KnownRows, look: Look) -> None:
        self._known = known
        self._governed = known.governed
        self._look = look
        self._looked: dict[RowKey, StoredRow | None] = {}
        self._mine: dict[RowKey, Row] = {}
        self._active = self._my_active = self._governed.active_policy()
        self.changed: dict[RowKey, Row] = {}
        """By every append that was kept."""

    def fetch(self, keys: Iterable[RowKey]) -> None:
        """Look up at once what the group will ask for."""
        wanted = {key for key in keys if key not in self._looked}
        if wanted:
            found = self._look({key for key in wanted if storable(key[1])})
            self._looked.update((key, found.get(key)) for key in wanted)

    def get(self, table: Table, key: str) -> Row | None:
        at = (table, key)
        changed = self._mine.get(at) or self.changed.get(at)
        if changed is not None:
            return changed
        if table in GOVERNANCE:
            return self._governed.get(table, key)
        if at not in self._looked:
            self.fetch((at,))
        return agreed(table, key, self._known.live(table, key), self._looked[at])

    def active_policy(self) -> PolicyRow | None:
        return self._my_active

    def no_approvers(self) -> bool:
        return self._governed.no_approvers() and not any(
            isinstance(row, ApproverRow) for rows in (self.changed, self._mine) for row in rows.values()
        )

    def put(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._mine[(row.table, row.id)] = row
            if isinstance(row, PolicyRow):
                if row.status is PolicyStatus.ACTIVE:
                    self._my_active = row
                elif self._my_active is not None and self._my_active.id == row.id:
                    self._my_active = None

    def keep(self) -> None:
        if self._mine:
            self.changed.update(self._mine)
            self._mine = {}
        self._active = self._my_active

    def discard(self) -> None:
        self._mine = {}
        self._my_active = self._active


def agreed(table: Table, key: str, known: Kept | None, stored: StoredRow | None) -> Row | None:
    """The row, when what is known and what is stored agree; else raises `StoreCorrupt`."""
    if known is not None:
        if stored is None or digest_of_row(stored) != known.digest:
            raise changed_behind(table, key)
        return known.row
    if stored is None:
        return None
    row = decode(table, stored)
    if is_live(row):
        raise changed_behind(table, key)
    return row


@dataclass(frozen=True, slots=True)
class Group:
    """What a group makes of the log. `outcomes`: per append, in order, its entries or why it was refused. `rows` are
    those that changed, as they are after all of it, and `stored` the same as tables hold them."""

    base: Head
    head: Head
    outcomes: tuple[tuple[Entry, ...] | MayactError, ...]
    entries: tuple[StoredEntry, ...]
    rows: tuple[Row, ...]
    stored: tuple[StoredRow, ...]


def compose(base: Head, appends: Sequence[Sequence[Ready]], rows: Overlay, *, seal: Callable[[Frontier], str]) -> Group:
    """Apply `appends` over `base`. `seal` signs the one new head; it is not called when nothing was accepted."""
    rows.fetch(key for drafts in appends for draft in drafts for key in _keys(draft))
    outcomes: list[tuple[Entry, ...] | MayactError] = []
    entries: list[StoredEntry] = []
    at = base.at
    for drafts in appends:
        try:
            made, stored = _follow(drafts, base.frontier.size + len(entries), at, rows)
        except (IllegalTransition, InvalidInput, StoreCorrupt) as error:
            rows.discard()
            outcomes.append(error)
            continue
        rows.keep()
        outcomes.append(made)
        entries.extend(stored)
        at = made[-1].at
    if not entries:
        return Group(base, base, tuple(outcomes), (), (), ())
    frontier = base.frontier.extend([entry.leaf_hash for entry in entries])
    changed = tuple(rows.changed.values())
    head = Head(frontier, at, seal(frontier))
    return Group(base, head, tuple(outcomes), tuple(entries), changed, tuple(stored_row(row) for row in changed))


def _follow(
    drafts: Sequence[Ready], seq: int, at: int, rows: Overlay
) -> tuple[tuple[Entry, ...], tuple[StoredEntry, ...]]:
    made: list[Entry] = []
    stored: list[StoredEntry] = []
    for draft in drafts:
        at = max(draft.at, at)  # 1
        leaf = compose_leaf(seq=seq, at=at, kind=draft.kind, canonical=draft.canonical)  # 2
        changed = apply_bytes(draft.kind, draft.canonical, seq=seq, at=at, rows=rows)  # 3
        rows.put(changed)
        entry = Entry(seq, at, draft.kind, draft.body)
        made.append(entry)
        stored.append(StoredEntry(seq, at, draft.kind.value, action_of(entry, changed), leaf, leaf_hash(leaf)))
        seq += 1
    return tuple(made), tuple(stored)


_NAMES: Final[Mapping[Kind, tuple[Table, str]]] = {
    Kind.REQUEST_OPENED: (Table.REQUESTS, "id"),
    Kind.REQUEST_ANSWERED: (Table.REQUESTS, "request"),
    Kind.REQUEST_EXPIRED: (Table.REQUESTS, "request"),
    Kind.REQUEST_VOIDED: (Table.REQUESTS, "request"),
    Kind.PERMIT_ISSUED: (Table.PERMITS, "id"),
    Kind.PERMIT_REDEEMED: (Table.PERMITS, "permit"),
    Kind.PERMIT_EXPIRED: (Table.PERMITS, "permit"),
    Kind.PERMIT_VOIDED: (Table.PERMITS, "permit"),
    Kind.OUTCOME_REPORTED: (Table.PERMITS, "permit"),
}


def _keys(draft: Ready) -> Iterable[RowKey]:
    """The rows that applying `draft` will ask for, as far as its body names them; the rest is looked up singly."""
    named = _NAMES.get(draft.kind)
    if named is None:
        return
    table, member = named
    key = draft.body.get(member)
    if isinstance(key, str):
        yield table, key
    spent = draft.body.get("requests") if draft.kind is Kind.PERMIT_ISSUED else None
    if isinstance(spent, tuple | list):
        for request in spent:
            if isinstance(request, str):
                yield Table.REQUESTS, request
