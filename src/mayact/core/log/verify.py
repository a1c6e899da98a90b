"""`log verify`: recomputes everything a store claims from its entries, trusting neither server nor database.

1. entries      canonical bytes, no gap, time never backwards, columns that say what the leaf says
2. tree         every stored checkpoint is signed by the pinned key and is the root of exactly that prefix
3. outside      every head that was pinned or anchored elsewhere is a prefix of this log
4. statements   every approval, enrolment and activation is signed by whom it must be, over what it must be
5. replay       every entry is a legal transition
6. rows         every state row is, byte for byte, what the entries make of it; none is missing, none is extra

Law: it reports everything it finds and never stops at the first; a log with no findings is consistent only as far as
what was pinned outside reaches, and the report says how far that is. It refuses to know files, clocks and servers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

from mayact.core.errors import IllegalTransition, MayactError, ProofInvalid, Unauthenticated, shown
from mayact.core.log.checkpoint import Checkpoint, VerifierKey, open_checkpoint
from mayact.core.log.entry import Entry, parse_leaf
from mayact.core.log.fold import Fold
from mayact.core.log.history import action_of
from mayact.core.log.merkle import Frontier, leaf_hash
from mayact.core.log.state import RequestRow, Row, Table, row_from_json
from mayact.core.log.statements import check_statements
from mayact.core.log.stored import Recorded, StoredCheckpoint, StoredEntry, StoredRow, stored_row


class Flaw(StrEnum):
    """What can be wrong. The words are stable; tools match on them."""

    ENTRY_CHANGED = "changed entry"
    ENTRY_REMOVED = "removed entry"
    ENTRY_ILLEGAL = "illegal entry"
    INDEX_CHANGED = "changed index"
    ROW_CHANGED = "changed state row"
    ROW_REMOVED = "removed state row"
    ROW_ADDED = "added state row"
    STATEMENT_FORGED = "forged approval"
    CHECKPOINT_FORGED = "forged checkpoint"
    HEAD_FORKED = "forked head"
    ROLLED_BACK = "rolled back"
    ANCHOR_MISSING = "missing anchor"
    SCHEMA_FOREIGN = "foreign schema"


@dataclass(frozen=True, slots=True)
class Finding:
    """`where`: `entry 12`, `requests/req-…`, `checkpoint 40`, `pinned head 40`. `text` is one line for people."""

    flaw: Flaw
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A head kept elsewhere, its signature not yet checked. `name`: where it came from, for the report."""

    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`heads`: name and size of every outside head that this log continues. `statements`: how many signed statements
    were checked. `first_keys`: keys that enrolled themselves, which only somebody who knows them can vouch for."""

    findings: tuple[Finding, ...]
    size: int
    root: bytes
    checkpoints: int
    statements: int
    rows: int
    heads: tuple[tuple[str, int], ...]
    last_at: int
    first_keys: tuple[str, ...]

    @property
    def covered(self) -> int | None:
        """How many entries the largest outside head vouches for; None without one."""
        return max((size for _, size in self.heads), default=None)

    def covers(self) -> str:
        """One line: how far this verification reaches."""
        if self.findings:
            return f"not consistent: findings {len(self.findings)}, entries {self.size}"
        whole = f"consistent up to {self.size} entries"
        if not self.heads:
            return f"{whole}; no head was kept outside, so a rollback could not be noticed"
        name, size = max(self.heads, key=lambda head: head[1])
        if size < self.size:
            return f"{whole}; {name} at {size}, nothing outside vouches for what came since"
        return f"{whole}, all of them under the {name}"


def verify(recorded: Recorded, *, key: VerifierKey, outside: Sequence[Outside] = ()) -> Report:
    """Verify one snapshot under the pinned `key`. Reports what it finds; raises only what reading raises."""
    run = _Run(key, outside, recorded.checkpoints)
    for stored in recorded.entries:
        run.entry(stored)
    run.finish_tree(recorded.frontier)
    for stranger in recorded.strangers:
        # A view can show other rows than the table has; a trigger can change them. Neither is ours.
        run.find(Flaw.SCHEMA_FOREIGN, stranger, "the store holds what mayact never makes")
    seen = run.compare_rows(recorded.rows)
    return Report(
        findings=tuple(run.findings),
        size=run.size,
        root=run.frontier.root(),
        checkpoints=len(recorded.checkpoints),
        statements=run.statements,
        rows=seen,
        heads=tuple(run.heads),
        last_at=run.fold.at,
        first_keys=tuple(run.first_keys),
    )


_SIGNED: Final = frozenset({"approver.enrolled", "policy.activated", "request.answered", "head.adopted"})


class _Run:
    """One verification. `whole` turns false where the tree can no longer be followed (a gap)."""

    def __init__(self, key: VerifierKey, outside: Sequence[Outside], checkpoints: Sequence[StoredCheckpoint]) -> None:
        self.key = key
        self.findings: list[Finding] = []
        self.fold = Fold()
        self.frontier = Frontier()
        self.size = 0
        self.whole = True
        self.statements = 0
        self.heads: list[tuple[str, int]] = []
        self.first_keys: list[str] = []
        self._matched = 0
        self._diverged = False
        self._checkpoints = {item.size: item.note for item in checkpoints}
        self._outside = self._open_outside(outside)

    def find(self, flaw: Flaw, where: str, text: str) -> None:
        self.findings.append(Finding(flaw, where, text))

    # ── entries ──────────────────────────────────────────────────────────────────────────────────────────

    def entry(self, stored: StoredEntry) -> None:
        where = f"entry {stored.seq}"
        if stored.seq < self.size:
            self.find(Flaw.ENTRY_CHANGED, where, "it stands before the first entry")
            return
        if stored.seq > self.size:
            self.find(Flaw.ENTRY_REMOVED, f"entry {self.size}", f"entries {self.size} to {stored.seq - 1} are missing")
            self.whole = False
        self.size = stored.seq + 1
        hashed = leaf_hash(stored.leaf)
        if hashed != stored.leaf_hash:
            self.find(Flaw.ENTRY_CHANGED, where, "its bytes are not those that were hashed into the tree")
        if self.whole:
            # The stored hash, not the recomputed one: one changed entry is then one finding, and a hash that was
            # changed along with its entry shows at the next checkpoint.
            self._grow(stored.leaf_hash)
        entry = self._parsed(stored, where)
        if entry is None:
            self.fold.skip(seq=stored.seq, at=stored.at)
        else:
            self._follow(entry, stored, where)

    def _grow(self, hashed: bytes) -> None:
        try:
            self.frontier = self.frontier.append(hashed)
        except ProofInvalid:
            self.whole = False  # a hash of the wrong length; its entry was reported as changed
            return
        size = self.frontier.size
        note = self._checkpoints.pop(size, None)
        if note is not None:
            self._stored_checkpoint(size, note)
        for name, head in self._outside.pop(size, ()):
            self._outside_head(name, head)

    def _parsed(self, stored: StoredEntry, where: str) -> Entry | None:
        try:
            entry = parse_leaf(stored.leaf)
        except MayactError as error:
            self.find(Flaw.ENTRY_CHANGED, where, error.message)
            return None
        if entry.seq != stored.seq:
            self.find(Flaw.ENTRY_CHANGED, where, f"it calls itself entry {entry.seq}")
            return None
        if (entry.at, entry.kind.value) != (stored.at, stored.kind):
            self.find(Flaw.INDEX_CHANGED, where, f"it is filed as {shown(stored.kind)} at {stored.at}")
        return entry

    def _follow(self, entry: Entry, stored: StoredEntry, where: str) -> None:
        if entry.at < self.fold.at:
            self.find(Flaw.ENTRY_CHANGED, where, "it is older than the entry before it")
        self._check_statements(entry, where)
        before = self.fold.size
        if before != entry.seq:
            self.fold.skip(seq=entry.seq - 1, at=self.fold.at)
        try:
            changed = self.fold.take(entry)
        except MayactError as error:
            if isinstance(error, IllegalTransition):
                self.find(Flaw.ENTRY_ILLEGAL, where, error.message)
            self.fold.skip(seq=entry.seq, at=entry.at)
            return
        if action_of(entry, changed) != stored.action:
            self.find(Flaw.INDEX_CHANGED, where, "it is filed under another action")

    def _check_statements(self, entry: Entry, where: str) -> None:
        if entry.kind in _SIGNED:
            self.statements += 1
        if entry.kind == "approver.enrolled" and entry.body.get("enrolled_by") == entry.body.get("id"):
            self.first_keys.append(str(entry.body.get("id")))
        try:
            check_statements(entry, self.fold)
        except Unauthenticated as error:
            self.find(Flaw.STATEMENT_FORGED, where, f"{entry.kind.value}: {error.message}")

    # ── heads ────────────────────────────────────────────────────────────────────────────────────────────

    def _opened(self, where: str, note: str) -> Checkpoint | None:
        try:
            return open_checkpoint(note, key=self.key)
        except ProofInvalid as error:
            self.find(Flaw.CHECKPOINT_FORGED, where, error.message)
            return None

    def _stored_checkpoint(self, size: int, note: str) -> None:
        head = self._opened(f"checkpoint {size}", note)
        if head is None:
            return
        if head.size != size:
            self.find(Flaw.CHECKPOINT_FORGED, f"checkpoint {size}", f"it speaks of {head.size} entries")
        elif head.root == self.frontier.root():
            self._matched = size
        elif not self._diverged:
            # Reported once: every later root differs as a consequence.
            self._diverged = True
            text = f"an entry from {self._matched} to {size - 1} is not the one that was signed"
            self.find(Flaw.ENTRY_CHANGED, f"checkpoint {size}", text)

    def _open_outside(self, outside: Sequence[Outside]) -> dict[int, list[tuple[str, Checkpoint]]]:
        heads: dict[int, list[tuple[str, Checkpoint]]] = {}
        for item in outside:
            head = self._opened(item.name, item.note)
            if head is not None and head.size:
                heads.setdefault(head.size, []).append((item.name, head))
        return heads

    def _outside_head(self, name: str, head: Checkpoint) -> None:
        if head.root == self.frontier.root():
            self.heads.append((name, head.size))
        else:
            text = f"the first {head.size} entries are not those that were pinned"
            self.find(Flaw.HEAD_FORKED, name, text)

    def finish_tree(self, stored: tuple[int, bytes] | None) -> None:
        """What is left over after the last entry: heads beyond it, and the stored frontier."""
        for size in sorted(size for size in self._checkpoints if size <= 0):
            self.find(Flaw.CHECKPOINT_FORGED, f"checkpoint {size}", "no log has a checkpoint of this size")
        beyond = max(self._checkpoints, default=0)
        if self.whole and beyond and self._opened(f"checkpoint {beyond}", self._checkpoints[beyond]) is not None:
            self.find(Flaw.ENTRY_REMOVED, f"checkpoint {beyond}", f"{beyond} entries were signed, {self.size} are here")
        for size, heads in sorted(self._outside.items()):
            for name, _ in heads:
                if size > self.size:
                    self.find(Flaw.ROLLED_BACK, name, f"it speaks of {size} entries, {self.size} are here")
                else:
                    self.find(Flaw.HEAD_FORKED, name, "the log cannot be followed as far as this head")
        if self.whole and self.size and self._matched != self.size and not self._diverged:
            self.find(Flaw.CHECKPOINT_FORGED, f"checkpoint {self.size}", "the newest head is not signed")
        here = (self.frontier.size, b"".join(self.frontier.peaks)) if self.size else None
        if self.whole and stored != here:
            self.find(Flaw.INDEX_CHANGED, "frontier", "the stored frontier is not the tree's")

    # ── rows ─────────────────────────────────────────────────────────────────────────────────────────────

    def compare_rows(self, rows: Iterable[StoredRow]) -> int:
        """Compare every stored row with what the entries imply; how many there were."""
        missing: dict[tuple[Table, str], Row] = dict(self.fold.rows)
        count = 0
        for stored in rows:
            count += 1
            implied = missing.pop((stored.table, stored.id), None)
            where = f"{stored.table.value}/{shown(stored.id)}"
            if implied is None:
                self.find(Flaw.ROW_ADDED, where, "no entry made this row")
            elif stored_row(implied) != stored:
                self.find(Flaw.ROW_CHANGED, where, "it is not what the entries make of it")
            else:
                continue
            self._unrecorded_answers(stored, implied, where)
        for table, key in sorted(missing):
            self.find(Flaw.ROW_REMOVED, f"{table.value}/{shown(key)}", "the entries imply it and it is missing")
        return count

    def _unrecorded_answers(self, stored: StoredRow, implied: Row | None, where: str) -> None:
        """An approval that stands only in a table, however well it is signed, is no approval."""
        known = implied.answers if isinstance(implied, RequestRow) else ()
        row = _loaded(stored)
        if isinstance(row, RequestRow) and any(answer not in known for answer in row.answers):
            self.find(Flaw.STATEMENT_FORGED, where, "it holds an answer that no entry records")


def _loaded(stored: StoredRow) -> Row | None:
    try:
        value: Mapping[str, object] = msgspec.json.decode(stored.body)
        return row_from_json(stored.table, value)
    except (msgspec.MsgspecError, TypeError, ValueError, RecursionError):
        return None  # unreadable: already reported as changed
