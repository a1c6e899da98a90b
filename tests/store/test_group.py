"""Groups: whatever is grouped with whatever, the log is the one that the accepted appends leave one by one."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.test_random import STEPS, draft_of
from tests.support.store import ALICE, LOG_KEY, LOG_VERIFIER, Scenario, governed
from tests.support.store_memory import MemoryStore

from mayact.core.canonical import canonical_bytes
from mayact.core.errors import IllegalTransition, InvalidInput, LimitExceeded, MayactError, StoreCorrupt
from mayact.core.limits import MAX_FRAME_BYTES
from mayact.core.log.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from mayact.core.log.entry import Draft, Kind, compose_leaf, leaf_bytes, parse_leaf
from mayact.core.log.fold import Fold, RowKey
from mayact.core.log.merkle import Frontier, frontier_of
from mayact.core.log.stored import StoredRow, stored_row
from mayact.store.group import Group, Head, Overlay, compose, ready
from mayact.store.memory import Memory
from mayact.store.opening import Opened

pytestmark = pytest.mark.requirement("OPS-2", "AUDIT-1")


def sealed(frontier: Frontier) -> str:
    checkpoint = Checkpoint(LOG_VERIFIER.name, frontier.size, frontier.root())
    return sign_checkpoint(checkpoint, key=LOG_VERIFIER, sign=LOG_KEY.sign)


class Tables:
    """The tables and the memory of a store, without a store."""

    def __init__(self) -> None:
        self.memory = Memory(Opened(Head(Frontier(), 0, ""), Fold(), ()))
        self.rows: dict[RowKey, StoredRow] = {}
        self.leaves: list[bytes] = []

    def look(self, keys: Collection[RowKey]) -> Mapping[RowKey, StoredRow]:
        return {key: self.rows[key] for key in keys if key in self.rows}

    def group(self, appends: Sequence[Sequence[Draft]]) -> Group:
        made = [[ready(draft) for draft in drafts] for drafts in appends]
        group = compose(self.memory.head, made, Overlay(self.memory, self.look), seal=sealed)
        self.memory.settle(group)
        self.rows.update({(row.table, row.id): row for row in group.stored})
        self.leaves.extend(entry.leaf for entry in group.entries)
        return group

    def append(self, drafts: Sequence[Draft]) -> object:
        (outcome,) = self.group([drafts]).outcomes
        if isinstance(outcome, MayactError):
            raise outcome
        return outcome


def refused(outcome: object) -> str:
    return str(outcome) if isinstance(outcome, MayactError) else ""


@pytest.mark.requirement("APPR-1", "OPS-1")
@given(
    history=st.lists(st.lists(STEPS, min_size=1, max_size=3), min_size=1, max_size=24),
    cuts=st.sets(st.integers(1, 23), max_size=8),
)
@settings(max_examples=120, deadline=None)
def test_a_group_leaves_the_log_that_its_accepted_appends_leave_one_by_one(
    history: list[list[tuple[Any, ...]]], cuts: set[int]
) -> None:
    single, grouped = MemoryStore(), Tables()
    scenario = governed(single, Scenario())
    governed(grouped, Scenario())  # type: ignore[arg-type]
    appends = [
        drafts
        for steps in history
        if (drafts := [draft for step in steps if (draft := draft_of(step, scenario)) is not None])
    ]
    expected: list[str] = []
    for drafts in appends:
        try:
            single.append(drafts)
            expected.append("")
        except IllegalTransition as error:
            expected.append(str(error))
    outcomes: list[str] = []
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(appends)], strict=True):
        if appends[start:end]:
            outcomes += [refused(outcome) for outcome in grouped.group(appends[start:end]).outcomes]
    assert [text != "" for text in outcomes] == [text != "" for text in expected]
    # Byte for byte the same entries: a refused append took neither a place nor a moment.
    assert grouped.leaves == [leaf_bytes(entry) for entry in single.entries(start=0, count=10_000)]
    assert {(table.value, key): row.body for (table, key), row in grouped.rows.items()} == single.snapshot()
    assert grouped.memory.governed.active_policy() == single.active_policy()
    head = grouped.memory.head
    signed = open_checkpoint(head.note, key=LOG_VERIFIER)
    assert (signed.size, signed.root) == (len(grouped.leaves), head.frontier.root())
    replayed = Fold()
    for leaf in grouped.leaves:
        replayed.take(parse_leaf(leaf))
    assert {key: stored_row(row) for key, row in replayed.rows.items()} == grouped.rows


def test_one_refusal_takes_no_other_append_with_it_and_leaves_no_trace() -> None:
    tables = Tables()
    scenario = governed(tables)  # type: ignore[arg-type]
    tables.append([scenario.opened(1), scenario.answered("req-1")])
    late = Draft(Kind.GATE_STARTED, {"strength": "advisory"}, scenario.at + 5_000)
    spend = [scenario.issued(1, requests=["req-1"], permit=f"prm-{n}") for n in range(3)]
    size = tables.memory.head.frontier.size
    group = tables.group(
        [[late, scenario.redeemed(9)], [spend[0]], [spend[1]], [scenario.started(), spend[2]], [scenario.started()]]
    )
    assert [isinstance(outcome, IllegalTransition) for outcome in group.outcomes] == [True, False, True, True, False]
    assert [entry.seq for entry in group.entries] == [size, size + 1]
    assert group.head.at == scenario.at, "the moment of what was refused does not count"
    assert {row.id for row in group.rows} == {"req-1", "prm-0"}


def test_a_refused_change_of_policy_or_approvers_is_forgotten_within_the_group() -> None:
    tables = Tables()
    scenario = Scenario()
    tables.append([scenario.started(), scenario.enrolled(ALICE)])
    first = scenario.activated()
    changed = scenario.activated(bundle={"n": 1})
    scenario.policy = None
    again = scenario.activated(bundle={"n": 2})
    nothing = scenario.redeemed(9)
    group = tables.group([[first, changed, nothing], [again]])
    assert [isinstance(outcome, IllegalTransition) for outcome in group.outcomes] == [True, False]
    active = tables.memory.governed.active_policy()
    assert active is not None
    assert active.bundle == {"n": 2}


def test_a_group_in_which_nothing_is_accepted_signs_nothing() -> None:
    tables = Tables()
    scenario = governed(tables)  # type: ignore[arg-type]
    before = tables.memory.head
    group = tables.group([[scenario.redeemed(1)], [scenario.outcome(2)]])
    assert group.entries == group.rows == ()
    assert tables.memory.head == group.head == before


def test_a_group_committed_over_another_head_is_not_settled() -> None:
    tables = Tables()
    scenario = governed(tables)  # type: ignore[arg-type]
    other = Tables()
    governed(other, Scenario())  # type: ignore[arg-type]
    group = other.group([[scenario.started()]])
    tables.append([scenario.decided(1)])
    with pytest.raises(StoreCorrupt):
        tables.memory.settle(group)


# ── bytes that were made already ─────────────────────────────────────────────────────────────────────────

BODIES = st.dictionaries(
    st.text(max_size=6),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=10),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=12,
    ),
    max_size=6,
)


@given(body=BODIES, seq=st.integers(0, 2**50), at=st.integers(0, 2**50), kind=st.sampled_from(list(Kind)))
@settings(max_examples=150, deadline=None)
def test_a_leaf_composed_from_canonical_bytes_is_the_canonical_leaf(
    body: dict[str, Any], seq: int, at: int, kind: Kind
) -> None:
    leaf = compose_leaf(seq=seq, at=at, kind=kind, canonical=canonical_bytes(body))
    entry = parse_leaf(leaf)
    assert leaf_bytes(entry) == leaf
    assert (entry.seq, entry.at, entry.kind) == (seq, at, kind)
    assert canonical_bytes(entry.body) == canonical_bytes(body)


@given(BODIES)
@settings(max_examples=60, deadline=None)
def test_a_draft_with_its_bytes_is_the_entry_of_the_draft_without(body: dict[str, Any]) -> None:
    plain, given_bytes = Tables(), Tables()
    plain.append([Draft(Kind.GATE_STARTED, body, 5)])
    given_bytes.append([Draft(Kind.GATE_STARTED, body, 5, canonical_bytes(body))])
    assert plain.leaves == given_bytes.leaves
    assert plain.memory.head == given_bytes.memory.head


@pytest.mark.parametrize("raw", [b"{", b"{} {}", b"\xff", b'{"a":1}}', b"nonsense"])
def test_bytes_that_are_no_json_are_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput):
        ready(Draft(Kind.GATE_STARTED, {}, 1, raw))


def test_bytes_that_are_too_long_to_be_read_back_are_refused() -> None:
    with pytest.raises(LimitExceeded):
        ready(Draft(Kind.GATE_STARTED, {}, 1, b'{"a":"' + b"x" * MAX_FRAME_BYTES + b'"}'))


def test_the_longest_that_is_taken_can_be_read_back() -> None:
    body = {"a": "x" * (MAX_FRAME_BYTES - 128 - 8)}
    made = ready(Draft(Kind.OUTCOME_REPORTED, body, 1))
    leaf = compose_leaf(seq=2**53 - 1, at=2**53 - 1, kind=max(Kind, key=len), canonical=made.canonical)
    assert parse_leaf(leaf).body == body


@pytest.mark.requirement("APPR-1")
def test_what_is_applied_is_what_the_bytes_say() -> None:
    """The body beside the bytes may say anything: a verifier will never see it."""
    tables = Tables()
    scenario = governed(tables)  # type: ignore[arg-type]
    tables.append([scenario.issued(1), scenario.issued(2)])
    draft = scenario.redeemed(1)
    tables.append([Draft(draft.kind, scenario.redeemed(2).body, draft.at, canonical_bytes(draft.body))])
    assert {row.id: row.status for row in tables.rows.values() if row.table == "permits"} == {
        "prm-1": "redeemed",
        "prm-2": "issued",
    }


# ── the tree ─────────────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40), st.integers(0, 40))
@settings(max_examples=80, deadline=None)
def test_many_leaves_at_once_make_the_tree_of_one_by_one(leaves: list[bytes], cut: int) -> None:
    assert frontier_of(leaves[:cut]).extend(leaves[cut:]) == frontier_of(leaves)
