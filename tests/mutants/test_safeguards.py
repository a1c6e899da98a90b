"""Safeguards behind another one, each tried alone.

The whole path would still refuse when one of these is lost, because a second check stands before or after it; so
tests of the path cannot notice. `mutants.toml` deletes them one at a time.
"""

import base64
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.store import ALICE, BOB, BUNDLE, Place, Scenario, governed
from tests.support.store_memory import MemoryStore

from mayact.core.approval import (
    b64,
    check_signature,
    count_by_tier,
    enrolment_statement,
    key_id,
)
from mayact.core.canonical import Digest, JsonObject, canonical_bytes, digest_of
from mayact.core.errors import IllegalTransition, StoreCorrupt, Unauthenticated
from mayact.core.log.entry import Entry, Kind, leaf_bytes, parse_leaf
from mayact.core.log.state import RequestRow, RequestStatus, Table
from mayact.core.log.statements import check_answer
from mayact.core.policy.cedar import Broken, entities
from mayact.gate.evidence import Sought, gather
from mayact.gate.govern import Governor
from mayact.identity.instruments import SystemClock
from mayact.packs import read_pack


def approved(life: int = 600_000) -> tuple[MemoryStore, Scenario]:
    """A store in which action number 1 is approved and nothing is spent."""
    store = MemoryStore()
    scenario = governed(store)
    store.append([scenario.decided(1), scenario.opened(1, life=life)])
    store.append([scenario.answered("req-1")])
    return store, scenario


def the_request(store: MemoryStore) -> RequestRow:
    row = store.row(Table.REQUESTS, "req-1")
    assert isinstance(row, RequestRow)
    assert row.status is RequestStatus.APPROVED
    return row


# ── what the transaction itself refuses ──────────────────────────────────────────────────────────────────


def test_an_approval_is_not_spent_after_its_end() -> None:
    store, scenario = approved(life=1_000)
    scenario.at += 1_000
    with pytest.raises(IllegalTransition, match="expired"):
        store.append([scenario.issued(1, requests=["req-1"])])


def test_a_permit_spends_no_approval_of_another_action() -> None:
    store, scenario = approved()
    with pytest.raises(IllegalTransition, match="another action"):
        store.append([scenario.issued(2, requests=["req-1"])])


def test_no_permit_is_issued_under_a_policy_that_is_not_active() -> None:
    store = MemoryStore()
    scenario = governed(store)
    scenario.policy = digest_of({"type": "mayact/bundle/v1", "policies": {}})
    with pytest.raises(IllegalTransition, match="policy changed"):
        store.append([scenario.issued(1)])


def test_only_an_approver_of_tier_policy_activates_one() -> None:
    store = MemoryStore()
    scenario = governed(store)
    assert "policy" not in BOB.tiers
    with pytest.raises(IllegalTransition, match="tier `policy`"):
        store.append([scenario.activated(BOB, {**BUNDLE, "tiers": {}})])


# ── what counts as an approval ───────────────────────────────────────────────────────────────────────────


def test_an_approval_counts_only_with_the_text_that_was_signed() -> None:
    store, _ = approved()
    row = the_request(store)
    approver = store.row(Table.APPROVERS, ALICE.id)
    check_answer(row.answers[0], row=row, approver=approver)  # type: ignore[arg-type]
    with pytest.raises(Unauthenticated, match="text"):
        check_answer(row.answers[0], row=replace(row, text="something harmless"), approver=approver)  # type: ignore[arg-type]


def test_an_approval_counts_only_under_the_policy_and_for_the_effects_it_was_given_for() -> None:
    store, scenario = approved()
    row = the_request(store)
    right = Sought(action=Digest(row.action), effects=Digest(row.effects), policy=Digest(row.policy), now=scenario.at)
    other = digest_of({"type": "another"})
    assert gather(store, right).requests == ("req-1",)
    assert gather(store, replace(right, policy=other)).requests == ()
    assert gather(store, replace(right, effects=other)).requests == ()


def test_one_person_counts_once() -> None:
    assert count_by_tier([("a", ("operator",)), ("a", ("operator",)), ("b", ("owner",))]) == {"operator": 1, "owner": 1}


def test_a_signature_made_for_anything_else_is_no_approval() -> None:
    """The same statement, signed as bare JSON: what some other program might be asked to sign."""
    store, _ = approved()
    row = the_request(store)
    statement: JsonObject = row.answers[0].statement
    bare = b64(ALICE.private.sign(canonical_bytes(statement)))
    with pytest.raises(Unauthenticated):
        check_signature(public_key=ALICE.public, statement=statement, signature=bare)


# ── who governs ──────────────────────────────────────────────────────────────────────────────────────────


class OnlyStore:
    """The instruments that governing needs."""

    def __init__(self, store: MemoryStore) -> None:
        self.store = store
        self.clock = SystemClock()


def test_policy_is_not_activated_without_its_signature() -> None:
    store = MemoryStore()
    governed(store)
    unsigned = base64.b64encode(bytes(64)).decode()
    with pytest.raises(Unauthenticated):
        Governor(OnlyStore(store)).activate(read_pack("developer"), approver=ALICE.id, signature=unsigned)  # type: ignore[arg-type]
    assert store.active_policy().id == digest_of(BUNDLE)  # type: ignore[union-attr]


def test_nobody_is_enrolled_without_a_signature() -> None:
    store = MemoryStore()
    governed(store)
    mine = bytes(range(32))
    statement = enrolment_statement(public_key=b64(mine), name="me", tiers=("operator",), approver=ALICE.id)
    signed_by_another = BOB.sign(statement)
    with pytest.raises(Unauthenticated):
        Governor(OnlyStore(store)).enrol(  # type: ignore[arg-type]
            name="me",
            public_key=b64(mine),
            tiers=("operator",),
            enrolled_by=ALICE.id,
            signature=signed_by_another,
        )
    assert store.row(Table.APPROVERS, key_id(mine)) is None


# ── bytes, store, engine ─────────────────────────────────────────────────────────────────────────────────


def test_an_entry_has_one_form() -> None:
    raw = leaf_bytes(Entry(seq=0, at=1, kind=Kind.GATE_STARTED, body={"a": 1}))
    assert parse_leaf(raw).seq == 0
    with pytest.raises(StoreCorrupt, match="canonical"):
        parse_leaf(raw.replace(b'"seq":0', b'"seq": 0'))


def test_a_changed_entry_keeps_the_store_closed(tmp_path: Path) -> None:
    """Its bytes alone are changed; the hash beside them, the frontier and the checkpoint are as they were."""
    place = Place(tmp_path)
    with place.open() as store:
        scenario = governed(store)
        store.append([scenario.decided(1)])
        last = store.size() - 1
    change = "UPDATE entries SET leaf = CAST(replace(CAST(leaf AS TEXT), 'step-up', 'allowed') AS BLOB) WHERE seq = ?"
    with sqlite3.connect(place.database) as database:
        assert database.execute(change, (last,)).rowcount == 1
    database.close()
    with pytest.raises(StoreCorrupt, match=f"entry {last}"):
        place.open()


def test_what_does_not_fit_the_schema_is_not_evaluated() -> None:
    broken = entities([{"uid": {"type": "User", "id": "sam"}, "attrs": {"admin": True}, "parents": []}])
    assert isinstance(broken, Broken)
