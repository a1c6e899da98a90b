"""`log verify` finds every kind of tampering, in a copy of a real store, and says how far it can see."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.store import (
    ALICE,
    BOB,
    LOG_KEY,
    LOG_VERIFIER,
    ORIGIN,
    Approver,
    Place,
    Scenario,
    governed,
    run_once,
    signing_key,
)
from tests.support.store_memory import MemoryStore

from mayact.core.approval import Answer
from mayact.core.canonical import canonical_bytes, parse_json, thaw
from mayact.core.log.checkpoint import Checkpoint, VerifierKey, sign_checkpoint
from mayact.core.log.entry import Draft, Entry, Kind, leaf_bytes
from mayact.core.log.fold import Fold
from mayact.core.log.history import action_of
from mayact.core.log.merkle import Frontier, leaf_hash
from mayact.core.log.stored import Recorded, StoredCheckpoint, StoredEntry, stored_row
from mayact.core.log.verify import Flaw, Outside, Report, verify
from mayact.store.reader import snapshot


def examine(path: Path, *outside: Outside) -> Report:
    with snapshot(path) as recorded:
        return verify(recorded, key=LOG_VERIFIER, outside=outside)


class Kept:
    """A verified store, its head pinned, to be copied and altered."""

    def __init__(self, root: Path) -> None:
        place = Place(root)
        with place.open() as store:
            scenario = governed(store)
            run_once(store, scenario, 1)
            self.early = Outside("early head", store.checkpoint())
            run_once(store, scenario, 2)
            store.append([scenario.decided(3), scenario.opened(3)])
            self.pinned = Outside("pinned head", store.checkpoint())
            self.size = store.size()
        self.database = place.database
        self.copies = root / "copies"
        self.copies.mkdir()
        self._count = 0

    def altered(self, *statements: str) -> Path:
        self._count += 1
        copy = self.copies / f"{self._count}.db"
        shutil.copy(self.database, copy)
        with sqlite3.connect(copy, isolation_level=None) as connection:
            for statement in statements:
                changed = connection.execute(statement).rowcount
                assert changed > 0 or statement.startswith("CREATE"), statement
        connection.close()
        return copy


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("kept"))


def flaws(report: Report) -> set[Flaw]:
    return {finding.flaw for finding in report.findings}


@pytest.mark.requirement("AUDIT-1", "OPS-1")
def test_an_untouched_log_is_consistent_and_says_how_far(kept: Kept) -> None:
    nothing, early, whole = (
        examine(kept.database),
        examine(kept.database, kept.early),
        examine(kept.database, kept.pinned),
    )
    assert nothing.findings == early.findings == whole.findings == ()
    assert nothing.covered is None
    assert "could not be noticed" in nothing.covers()
    assert early.covered == 11
    assert "early head at 11" in early.covers()
    assert whole.covered == kept.size
    assert whole.statements == 5  # two enrolments, one activation, two approvals
    assert whole.first_keys == (ALICE.id,)


SWAP = "UPDATE {0} SET {1} = CAST(replace(CAST({1} AS TEXT), '{2}', '{3}') AS BLOB) WHERE {4}"

CASES = {
    "an outcome in an entry": (SWAP.format("entries", "leaf", "succeeded", "failed", "seq = 10"), Flaw.ENTRY_CHANGED),
    "a byte that keeps the json": (SWAP.format("entries", "leaf", '"seq"', ' "seq"', "seq = 5"), Flaw.ENTRY_CHANGED),
    "an entry that is no json": ("UPDATE entries SET leaf = x'ff' WHERE seq = 5", Flaw.ENTRY_CHANGED),
    "an entry of another type": ("UPDATE entries SET leaf = 12345 WHERE seq = 5", Flaw.ENTRY_CHANGED),
    "an entry removed": ("DELETE FROM entries WHERE seq = 6", Flaw.ENTRY_REMOVED),
    "the first entry removed": ("DELETE FROM entries WHERE seq = 0", Flaw.ENTRY_REMOVED),
    "the last entry removed": ("DELETE FROM entries WHERE seq = 19", Flaw.ENTRY_REMOVED),
    "an entry moved before the first": ("UPDATE entries SET seq = -1 WHERE seq = 5", Flaw.ENTRY_CHANGED),
    "an entry filed as another kind": ("UPDATE entries SET kind = 'gate.started' WHERE seq = 3", Flaw.INDEX_CHANGED),
    "an entry filed at another time": ("UPDATE entries SET at = at + 1 WHERE seq = 3", Flaw.INDEX_CHANGED),
    "an entry hidden from its action": ("UPDATE entries SET action = NULL WHERE seq = 9", Flaw.INDEX_CHANGED),
    "an entry given to another action": ("UPDATE entries SET action = 'x' WHERE seq = 2", Flaw.INDEX_CHANGED),
    "a request made approved": (
        "UPDATE requests SET status = 'approved', body = CAST(replace(CAST(body AS TEXT), '\"open\"', '\"approved\"') "
        "AS BLOB) WHERE id = 'req-3'",
        Flaw.ROW_CHANGED,
    ),
    "a status column": ("UPDATE requests SET status = 'approved' WHERE id = 'req-3'", Flaw.ROW_CHANGED),
    "a permit unspent": (SWAP.format("permits", "body", "succeeded", "issued", "id = 'prm-1'"), Flaw.ROW_CHANGED),
    "a permit's expiry": ("UPDATE permits SET expires_at = expires_at + 1 WHERE id = 'prm-1'", Flaw.ROW_CHANGED),
    "a row of another type": ("UPDATE requests SET body = 7 WHERE id = 'req-3'", Flaw.ROW_CHANGED),
    "a permit removed": ("DELETE FROM permits WHERE id = 'prm-1'", Flaw.ROW_REMOVED),
    "an approver removed": (f"DELETE FROM approvers WHERE id = '{BOB.id}'", Flaw.ROW_REMOVED),
    "a row added": (
        "INSERT INTO permits SELECT 'prm-9', status, action, expires_at, body FROM permits WHERE id = 'prm-1'",
        Flaw.ROW_ADDED,
    ),
    "an approver added": (
        "INSERT INTO approvers SELECT 'key-m', status, action, expires_at, body FROM approvers LIMIT 1",
        Flaw.ROW_ADDED,
    ),
    "the policy's text": (SWAP.format("policies", "body", "permit (", "permit  (", "1"), Flaw.ROW_CHANGED),
    "a checkpoint": ("UPDATE checkpoints SET note = replace(note, '4', '5') WHERE size = 4", Flaw.CHECKPOINT_FORGED),
    "a checkpoint's type": ("UPDATE checkpoints SET note = x'00' WHERE size = 4", Flaw.CHECKPOINT_FORGED),
    "the newest checkpoint removed": ("DELETE FROM checkpoints WHERE size = 20", Flaw.CHECKPOINT_FORGED),
    "all checkpoints removed": ("DELETE FROM checkpoints", Flaw.CHECKPOINT_FORGED),
    "the frontier": ("UPDATE frontier SET size = size + 1", Flaw.INDEX_CHANGED),
    "the frontier removed": ("DELETE FROM frontier", Flaw.INDEX_CHANGED),
    "a checkpoint of nothing": ("INSERT INTO checkpoints VALUES (0, 'junk')", Flaw.CHECKPOINT_FORGED),
    "a table that is not ours": ("CREATE TABLE notes (id)", Flaw.SCHEMA_FOREIGN),
    "a view that is not ours": ("CREATE VIEW shown AS SELECT * FROM requests", Flaw.SCHEMA_FOREIGN),
    "a trigger": (
        "CREATE TRIGGER again AFTER UPDATE ON permits BEGIN UPDATE requests SET status = 'approved'; END",
        Flaw.SCHEMA_FOREIGN,
    ),
}


@pytest.mark.requirement("AUDIT-1", "OPS-1")
@pytest.mark.parametrize("name", CASES)
def test_tampering_is_found(kept: Kept, name: str) -> None:
    statement, expected = CASES[name]
    assert expected in flaws(examine(kept.altered(statement)))


def test_several_alterations_are_all_reported(kept: Kept) -> None:
    report = examine(
        kept.altered(
            SWAP.format("entries", "leaf", "succeeded", "failed", "seq = 10"),
            "UPDATE requests SET status = 'approved' WHERE id = 'req-3'",
            f"DELETE FROM approvers WHERE id = '{BOB.id}'",
        )
    )
    places = {finding.where for finding in report.findings}
    assert {"entry 10", "requests/`req-3`", f"approvers/`{BOB.id}`"} <= places


def test_an_entry_changed_along_with_its_hash_is_found_at_the_next_checkpoint(kept: Kept) -> None:
    changed = kept.altered(SWAP.format("entries", "leaf", "succeeded", "failed", "seq = 10"))
    with sqlite3.connect(changed) as connection:
        leaf = connection.execute("SELECT leaf FROM entries WHERE seq = 10").fetchone()[0]
        connection.execute("UPDATE entries SET leaf_hash = ? WHERE seq = 10", (leaf_hash(leaf),))
    connection.close()
    report = examine(changed)
    assert [f.where for f in report.findings if f.flaw is Flaw.ENTRY_CHANGED] == ["checkpoint 11"]
    assert "an entry from 10 to 10" in next(f.text for f in report.findings if f.where == "checkpoint 11")


@pytest.mark.requirement("AUDIT-1", "APPR-10")
def test_an_approval_that_stands_only_in_a_table_is_a_forged_approval(kept: Kept) -> None:
    copy = kept.altered("UPDATE requests SET status = 'approved' WHERE id = 'req-3'")
    with sqlite3.connect(copy) as connection:
        raw = connection.execute("SELECT body FROM requests WHERE id = 'req-1'").fetchone()[0]
        answers = thaw(parse_json(raw))["answers"]  # type: ignore[call-overload, index]
        target: dict[str, object] = thaw(  # type: ignore[assignment]
            parse_json(connection.execute("SELECT body FROM requests WHERE id = 'req-3'").fetchone()[0])
        )
        target |= {"answers": answers, "status": "approved"}
        body = canonical_bytes(target)  # type: ignore[arg-type]
        connection.execute("UPDATE requests SET body = ? WHERE id = 'req-3'", (body,))
    connection.close()
    report = examine(copy)
    assert flaws(report) == {Flaw.ROW_CHANGED, Flaw.STATEMENT_FORGED}
    assert {finding.where for finding in report.findings} == {"requests/`req-3`"}


@pytest.mark.requirement("AUDIT-1")
def test_a_log_put_back_to_an_earlier_state_is_seen_by_whoever_pinned_a_head(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with place.open() as store:
        scenario = governed(store)
    earlier = tmp_path / "earlier.db"
    shutil.copy(place.database, earlier)
    with place.open() as store:
        run_once(store, scenario, 1)
        pinned = Outside("pinned head", store.checkpoint())
    assert examine(earlier).findings == ()
    assert flaws(examine(earlier, pinned)) == {Flaw.ROLLED_BACK}


# ── logs that whoever holds the gate's key could write ───────────────────────────────────────────────────


def forge(drafts: list[Draft], *, key: VerifierKey = LOG_VERIFIER, lenient: bool = False) -> Recorded:
    """A log with everything in order but what its entries say. `lenient`: keep entries that do not apply."""
    fold, frontier = Fold(), Frontier()
    entries: list[StoredEntry] = []
    for draft in drafts:
        entry = Entry(len(entries), draft.at, draft.kind, draft.body)
        leaf = leaf_bytes(entry)
        try:
            changed = fold.take(entry)
        except Exception:
            if not lenient:
                raise
            changed = ()
            fold.skip(seq=entry.seq, at=entry.at)
        frontier = frontier.append(leaf_hash(leaf))
        stored = (entry.seq, entry.at, entry.kind.value, action_of(entry, changed), leaf, leaf_hash(leaf))
        entries.append(StoredEntry(*stored))
    note = sign_checkpoint(Checkpoint(ORIGIN, frontier.size, frontier.root()), key=key, sign=LOG_KEY.sign)
    return Recorded(
        entries=entries,
        rows=[stored_row(row) for row in fold.rows.values()],
        checkpoints=[StoredCheckpoint(frontier.size, note)],
        frontier=(frontier.size, b"".join(frontier.peaks)),
    )


MALLORY = Approver(66, "mallory")


def beginning(scenario: Scenario) -> list[Draft]:
    return [scenario.enrolled(ALICE), scenario.activated(), scenario.opened(1)]


def body_of(draft: Draft) -> dict[str, object]:
    return thaw(draft.body)  # type: ignore[return-value]


def answer_with(draft: Draft, **members: object) -> Draft:
    body = body_of(draft)
    answer: dict[str, object] = body["answer"]  # type: ignore[assignment]
    return Draft(draft.kind, {"request": body["request"], "answer": {**answer, **members}}, draft.at)  # type: ignore[dict-item]


def test_the_forger_s_tools_make_a_log_that_verifies() -> None:
    scenario = Scenario()
    drafts = [*beginning(scenario), scenario.answered("req-1"), scenario.issued(1, requests=["req-1"])]
    report = verify(forge(drafts), key=LOG_VERIFIER)
    assert report.findings == ()
    assert report.statements == 3


def forged_approvals() -> Iterator[tuple[str, list[Draft]]]:
    scenario = Scenario()
    start = beginning(scenario)
    good = scenario.answered("req-1")
    signature = MALLORY.sign(body_of(good)["answer"]["statement"])  # type: ignore[index, call-overload]
    yield "signed by another key", [*start, answer_with(good, signature=signature)]
    yield "not signed", [*start, answer_with(good, signature="")]
    yield "not base64", [*start, answer_with(good, signature="*")]
    other = Scenario()
    beginning(other)
    other.opened(2)
    moved = body_of(other.answered("req-2"))["answer"]
    yield "for another request", [*start, Draft(good.kind, {"request": "req-1", "answer": moved}, good.at)]  # type: ignore[dict-item]
    statement: dict[str, object] = body_of(good)["answer"]["statement"]  # type: ignore[index, call-overload]
    yield "with another reason", [*start, answer_with(good, statement={**statement, "reason": "never said"})]
    yield "with a member more", [*start, answer_with(good, statement={**statement, "extra": 1})]
    yield "with a statement for show", [*start, answer_with(good, statement={"reason": "looked at it"})]
    no = scenario.answered("req-1", answer=Answer.DENY)
    yield "a denial turned round", [*start, answer_with(no, answer="approve")]
    by_stranger = scenario.answered("req-1", MALLORY)
    yield "by somebody never enrolled", [*start, by_stranger]
    opened = body_of(start[2])
    shown = Draft(Kind.REQUEST_OPENED, {**opened, "text": "something harmless"}, scenario.at)  # type: ignore[dict-item]
    yield "of a text that was not shown", [*start[:2], shown, good]


FORGED = dict(forged_approvals())


@pytest.mark.requirement("APPR-10", "AUDIT-1")
@pytest.mark.parametrize("name", FORGED)
def test_a_forged_approval_is_found_though_gate_and_tables_agree(name: str) -> None:
    report = verify(forge(FORGED[name], lenient=True), key=LOG_VERIFIER)
    assert Flaw.STATEMENT_FORGED in flaws(report)


def test_a_forged_enrolment_is_found() -> None:
    scenario = Scenario()
    enrolment = body_of(scenario.enrolled(MALLORY, by=ALICE))
    enrolment["signature"] = MALLORY.sign({"type": "x"})
    forged = Draft(Kind.APPROVER_ENROLLED, enrolment, scenario.at)  # type: ignore[arg-type]
    renamed = body_of(scenario.enrolled(MALLORY, by=ALICE)) | {"id": "key-alias"}
    alias = Draft(Kind.APPROVER_ENROLLED, renamed, scenario.at)  # type: ignore[arg-type]
    report = verify(forge([scenario.enrolled(ALICE), forged, alias]), key=LOG_VERIFIER)
    assert [f.where for f in report.findings if f.flaw is Flaw.STATEMENT_FORGED] == ["entry 1", "entry 2"]


def test_an_exchanged_policy_is_found() -> None:
    scenario = Scenario()
    enrolled, activated = scenario.enrolled(ALICE), body_of(scenario.activated())
    wider: dict[str, object] = {"type": "mayact/bundle/v1", "policies": {}}
    forged = Draft(Kind.POLICY_ACTIVATED, {**activated, "bundle": wider}, scenario.at)  # type: ignore[dict-item]
    report = verify(forge([enrolled, forged]), key=LOG_VERIFIER)
    assert flaws(report) == {Flaw.STATEMENT_FORGED}


def test_an_approval_spent_twice_is_an_illegal_entry() -> None:
    scenario = Scenario()
    drafts = [*beginning(scenario), scenario.answered("req-1"), scenario.issued(1, requests=["req-1"])]
    twice = scenario.issued(1, requests=["req-1"], permit="prm-again")
    report = verify(forge([*drafts, twice], lenient=True), key=LOG_VERIFIER)
    assert [(f.flaw, f.where) for f in report.findings] == [(Flaw.ENTRY_ILLEGAL, "entry 5")]


def test_a_log_signed_by_another_key_is_not_this_log() -> None:
    other = VerifierKey(ORIGIN, signing_key(9).public_key().public_bytes_raw())
    report = verify(forge(beginning(Scenario())), key=other)
    assert flaws(report) == {Flaw.CHECKPOINT_FORGED}


@pytest.mark.requirement("AUDIT-1")
def test_a_history_written_anew_with_the_gate_s_key_is_a_forked_head_to_whoever_pinned_one() -> None:
    scenario = Scenario()
    start = beginning(scenario)
    honest = forge([*start, scenario.decided(1)])
    rewritten = forge([*start, scenario.decided(2), scenario.decided(3)])
    pinned = Outside("pinned head", honest.checkpoints[0].note)
    assert verify(rewritten, key=LOG_VERIFIER).findings == ()
    assert flaws(verify(rewritten, key=LOG_VERIFIER, outside=[pinned])) == {Flaw.HEAD_FORKED}


def test_an_outside_head_that_is_not_signed_is_reported() -> None:
    report = verify(forge(beginning(Scenario())), key=LOG_VERIFIER, outside=[Outside("anchored head", "torn")])
    assert [(f.flaw, f.where) for f in report.findings] == [(Flaw.CHECKPOINT_FORGED, "anchored head")]


def test_an_empty_log_has_no_findings_and_covers_nothing() -> None:
    empty = Recorded(entries=[], rows=[], checkpoints=[], frontier=None)
    assert verify(empty, key=LOG_VERIFIER).findings == ()
    pinned = Outside("pinned head", forge(beginning(Scenario())).checkpoints[0].note)
    assert flaws(verify(empty, key=LOG_VERIFIER, outside=[pinned])) == {Flaw.ROLLED_BACK}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(list(Kind)), st.sampled_from(["body", "answer", "outcome", "id", "request"]), JSON)
@settings(max_examples=150, deadline=None)
def test_no_shape_of_an_entry_stops_the_verifier(kind: Kind, member: str, value: object) -> None:
    scenario = Scenario()
    model = {
        Kind.REQUEST_ANSWERED: lambda: scenario.answered("req-1"),
        Kind.APPROVER_ENROLLED: lambda: scenario.enrolled(ALICE),
        Kind.OUTCOME_REPORTED: lambda: scenario.outcome(1),
    }
    start = beginning(scenario)
    body = body_of(model[kind]()) if kind in model else {}
    odd = Draft(kind, {**body, member: value}, scenario.at)  # type: ignore[dict-item]
    report = verify(forge([*start, odd, scenario.decided(9)], lenient=True), key=LOG_VERIFIER)
    assert report.size == 5


@given(st.integers(0, 17), st.integers(0, 10**6), st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_no_single_changed_byte_of_an_entry_goes_unnoticed(seq: int, position: int, flip: int) -> None:
    memory = MemoryStore()
    scenario = governed(memory)
    run_once(memory, scenario, 1)
    run_once(memory, scenario, 2)
    drafts = [Draft(entry.kind, entry.body, entry.at) for entry in memory.entries(start=0, count=100)]
    recorded = forge([*drafts, scenario.decided(3), scenario.decided(4)][:18])
    entries = list(recorded.entries)
    seq = min(seq, len(entries) - 1)
    old = entries[seq]
    raw = bytearray(old.leaf)
    raw[position % len(raw)] ^= flip
    entries[seq] = StoredEntry(old.seq, old.at, old.kind, old.action, bytes(raw), old.leaf_hash)
    altered = Recorded(
        entries=entries, rows=recorded.rows, checkpoints=recorded.checkpoints, frontier=recorded.frontier
    )
    report = verify(altered, key=LOG_VERIFIER)
    assert f"entry {seq}" in {finding.where for finding in report.findings if finding.flaw is Flaw.ENTRY_CHANGED}


@pytest.mark.requirement("OPS-1")
def test_a_live_store_verifies_while_the_gate_writes(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with place.open() as store:
        scenario = governed(store)
        stop = threading.Event()

        def write() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                run_once(store, scenario, number)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            sizes = []
            for _ in range(4):
                report = examine(place.database)
                assert report.findings == ()
                sizes.append(report.size)
        finally:
            stop.set()
            writer.join()
    assert sizes == sorted(sizes)
    assert sizes[-1] <= examine(place.database).size
