"""What other processes appended is taken in: only as a whole, only signed, only what follows."""

from collections.abc import Callable

import pytest
from tests.store.test_group import Tables, sealed
from tests.support.store import ALICE, BOB, LOG_VERIFIER, Scenario, governed, signing_key

from mayact.core.errors import RolledBack, StoreCorrupt
from mayact.core.log.checkpoint import Checkpoint, VerifierKey, sign_checkpoint
from mayact.core.log.entry import Draft, Entry, Kind, leaf_bytes
from mayact.core.log.fold import Fold
from mayact.core.log.merkle import Frontier, frontier_of, leaf_hash
from mayact.core.log.replay import LIVE, is_live
from mayact.core.log.stored import StoredEntry
from mayact.store.group import Head
from mayact.store.memory import Memory
from mayact.store.opening import Opened

pytestmark = pytest.mark.requirement("OPS-1", "AUDIT-1")


class Elsewhere(Tables):
    """Another process that writes the same log; `entries` is what it left there."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[StoredEntry] = []

    def append(self, drafts: list[Draft]) -> object:  # type: ignore[override]
        group = self.group([drafts])
        self.entries.extend(group.entries)
        return group.outcomes[0]


@pytest.fixture
def other() -> Elsewhere:
    made = Elsewhere()
    scenario = governed(made)  # type: ignore[arg-type]
    made.append([scenario.opened(1), scenario.answered("req-1"), scenario.opened(2)])
    made.append([scenario.issued(1, requests=["req-1"]), scenario.issued(3)])
    made.append([scenario.redeemed(3), scenario.outcome(3), scenario.redeemed(1)])
    made.append([Draft(Kind.APPROVER_REVOKED, {"approver": BOB.id}, scenario.at), scenario.activated(bundle={"n": 2})])
    return made


def empty() -> Memory:
    return Memory(Opened(Head(Frontier(), 0, ""), Fold(), ()))


def take(memory: Memory, entries: list[StoredEntry], note: str = "", frontier: Frontier | None = None) -> None:
    whole = frontier or frontier_of([entry.leaf_hash for entry in entries])
    memory.take_in(entries, frontier=whole, note=note or sealed(whole), key=LOG_VERIFIER)


@pytest.mark.parametrize("cut", [0, 1, 4, 7])
def test_what_is_taken_in_is_what_the_other_knows(other: Elsewhere, cut: int) -> None:
    memory = empty()
    if cut:
        take(memory, other.entries[:cut])
    take(memory, other.entries)  # from the beginning or from anywhere before the own head
    assert memory.head == other.memory.head
    assert memory.governed.rows == other.memory.governed.rows
    assert memory.governed.active_policy() == other.memory.governed.active_policy()
    live = {key: row for key, row in other.rows.items() if key[0] in LIVE and other.memory.live(*key)}
    assert memory.rows.count() == len(live) == 2
    for table, key in live:
        assert memory.live(table, key) == other.memory.live(table, key)
    assert all(is_live(kept.row) for key in live if (kept := memory.live(*key)))
    take(memory, other.entries)
    assert memory.head == other.memory.head


def relabelled(entry: StoredEntry) -> StoredEntry:
    return replace_leaf(entry, entry.leaf.replace(b"alice", b"mally"))


def replace_leaf(entry: StoredEntry, leaf: bytes) -> StoredEntry:
    return StoredEntry(entry.seq, entry.at, entry.kind, entry.action, leaf, leaf_hash(leaf))


CHANGES: dict[str, Callable[[list[StoredEntry]], list[StoredEntry]]] = {
    "one is missing": lambda entries: entries[:2] + entries[3:],
    "the last is missing": lambda entries: entries[:-1],
    "one comes twice": lambda entries: [*entries[:3], entries[2], *entries[3:]],
    "two are swapped": lambda entries: [*entries[:5], entries[6], entries[5], *entries[7:]],
    "one was altered": lambda entries: [entries[0], relabelled(entries[1]), *entries[2:]],
    "a leaf is not its hash": lambda entries: [
        *entries[:4],
        StoredEntry(4, entries[4].at, entries[4].kind, None, entries[4].leaf, bytes(32)),
        *entries[5:],
    ],
    "a kind is another": lambda entries: [
        StoredEntry(0, entries[0].at, "gate.stopped", None, entries[0].leaf, entries[0].leaf_hash),
        *entries[1:],
    ],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_does_not_follow_is_refused_and_nothing_of_it_is_kept(
    other: Elsewhere, change: Callable[[list[StoredEntry]], list[StoredEntry]]
) -> None:
    memory = empty()
    true = other.memory.head
    with pytest.raises(StoreCorrupt):
        take(memory, change(other.entries), note=true.note, frontier=true.frontier)
    assert memory.head == Head(Frontier(), 0, "")
    assert memory.rows.count() == 0
    assert memory.governed.active_policy() is None


@pytest.mark.requirement("APPR-1")
def test_a_head_that_our_key_did_not_sign_is_refused(other: Elsewhere) -> None:
    frontier = other.memory.head.frontier
    stranger = VerifierKey(LOG_VERIFIER.name, signing_key(9).public_key().public_bytes_raw())
    forged = sign_checkpoint(
        Checkpoint(stranger.name, frontier.size, frontier.root()), key=stranger, sign=signing_key(9).sign
    )
    older = sealed(frontier_of([entry.leaf_hash for entry in other.entries[:-1]]))
    for note in (forged, older, "", "nonsense"):
        memory = empty()
        with pytest.raises(StoreCorrupt):
            memory.take_in(other.entries, frontier=frontier, note=note, key=LOG_VERIFIER)
        assert memory.head.frontier.size == 0


@pytest.mark.requirement("APPR-1", "OPS-2")
def test_a_signed_entry_that_does_not_replay_is_refused(other: Elsewhere) -> None:
    """Whoever has the key can sign anything; what spends an approval twice is refused all the same."""
    head = other.memory.head
    scenario = Scenario(policy=None)
    scenario.policy = other.memory.governed.active_policy().id  # type: ignore[union-attr,assignment]
    draft = scenario.issued(1, requests=["req-1"], permit="prm-again")
    leaf = leaf_bytes(Entry(seq=head.frontier.size, at=head.at, kind=draft.kind, body=draft.body))
    extra = StoredEntry(head.frontier.size, head.at, draft.kind.value, None, leaf, leaf_hash(leaf))
    memory = empty()
    with pytest.raises(StoreCorrupt, match="does not replay"):
        take(memory, [*other.entries, extra])
    assert memory.head.frontier.size == 0


def test_a_shorter_log_is_refused(other: Elsewhere) -> None:
    memory = empty()
    take(memory, other.entries)
    with pytest.raises(RolledBack, match="put back"):
        take(memory, other.entries[:-2])
    assert memory.head == other.memory.head


def test_another_continuation_is_refused(other: Elsewhere) -> None:
    memory = empty()
    take(memory, other.entries[:4])
    forked = Elsewhere()
    scenario = Scenario()
    forked.append([scenario.started(), scenario.enrolled(ALICE)])
    forked.append([scenario.decided(number) for number in range(20)])
    with pytest.raises(StoreCorrupt):
        take(memory, forked.entries)
    assert memory.head.frontier.size == 4
