"""Random histories: both stores agree on every step, the log verifies, and nothing is ever spent twice."""

import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.store import ALICE, BOB, BUNDLE, LOG_VERIFIER, Place, Scenario, action, governed
from tests.support.store_memory import MemoryStore

from mayact.core.approval import Answer
from mayact.core.errors import IllegalTransition, MayactError
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.fold import Fold
from mayact.core.log.state import Table
from mayact.core.log.stored import stored_row
from mayact.core.log.verify import verify
from mayact.ports import Store
from mayact.store.reader import snapshot

NUMBERS = st.integers(0, 2)
STEPS = st.one_of(
    st.tuples(st.just("open"), NUMBERS, st.sampled_from([1, 2]), st.sampled_from([50, 10_000])),
    st.tuples(st.just("answer"), NUMBERS, st.sampled_from([ALICE.id, BOB.id]), st.sampled_from(list(Answer))),
    st.tuples(st.just("issue"), NUMBERS, st.booleans(), st.integers(0, 3)),
    st.tuples(st.just("redeem"), st.integers(0, 3), NUMBERS),
    st.tuples(st.just("outcome"), st.integers(0, 3), st.sampled_from(["succeeded", "failed", "unknown"])),
    st.tuples(st.just("expire"), st.sampled_from(["request", "permit"]), st.integers(0, 3)),
    st.tuples(st.just("void"), st.sampled_from(["request", "permit"]), st.integers(0, 3)),
    st.tuples(st.just("policy"), st.integers(0, 1)),
    st.tuples(st.just("revoke"), st.just(BOB.id)),
    st.tuples(st.just("wait"), st.sampled_from([10, 100, 20_000])),
    st.tuples(st.just("back"), st.just(1_000)),
)


def draft_of(step: tuple[Any, ...], scenario: Scenario) -> Draft | None:
    match step:
        case ("open", number, quorum, life):
            return scenario.opened(number, quorum=quorum, life=life)
        case ("answer", number, who, answer):
            if f"req-{number}" not in scenario.bindings:
                return None
            return scenario.answered(f"req-{number}", ALICE if who == ALICE.id else BOB, answer)
        case ("issue", number, spends, permit):
            requests = [f"req-{number}"] if spends else []
            return scenario.issued(number, requests=requests, permit=f"prm-{permit}", life=500)
        case ("redeem", permit, number):
            return scenario.redeemed(number, permit=f"prm-{permit}")
        case ("outcome", permit, status):
            return scenario.outcome(0, status, permit=f"prm-{permit}")
        case ("expire" | "void" as event, what, number):
            kinds = {
                ("expire", "request"): Kind.REQUEST_EXPIRED,
                ("expire", "permit"): Kind.PERMIT_EXPIRED,
                ("void", "request"): Kind.REQUEST_VOIDED,
                ("void", "permit"): Kind.PERMIT_VOIDED,
            }
            prefix = "req" if what == "request" else "prm"
            return Draft(kinds[event, what], {what: f"{prefix}-{number}"}, scenario.at)
        case ("policy", number):
            return scenario.activated(bundle={**BUNDLE, "number": number})
        case ("revoke", approver):
            return Draft(Kind.APPROVER_REVOKED, {"approver": approver}, scenario.at)
        case ("wait", span):
            scenario.at += span
        case ("back", span):
            scenario.at = max(scenario.at - span, 1)
    return None


def attempt(store: Store, drafts: list[Draft]) -> object:
    try:
        return store.append(drafts).entries
    except IllegalTransition as error:
        return error.message


def rows_of(store: Store) -> dict[tuple[str, str], object]:
    return {(table.value, row.id): stored_row(row) for table in Table for row in store.rows(table, limit=1_000)}


def spent_once(store: Store) -> bool:
    """From the entries alone: no request in two permits, no permit redeemed or closed as run twice."""
    spends: Counter[str] = Counter()
    for entry in store.entries(start=0, count=10_000):
        if entry.kind is Kind.PERMIT_ISSUED:
            requests: Any = entry.body["requests"]
            spends.update(f"spent {request}" for request in requests)
        elif entry.kind is Kind.PERMIT_REDEEMED:
            spends[f"redeemed {entry.body['permit']}"] += 1
    return all(count == 1 for count in spends.values())


@pytest.mark.requirement("APPR-1", "OPS-1", "OPS-2")
@given(st.lists(st.lists(STEPS, min_size=1, max_size=3), max_size=14))
@settings(max_examples=60, deadline=None)
def test_both_stores_agree_on_every_history(history: list[list[tuple[Any, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as root:
        place, memory = Place(Path(root)), MemoryStore()
        with place.open() as sqlite:
            scenario = governed(memory, Scenario())
            governed(sqlite, Scenario())
            for steps in history:
                policy, bindings = scenario.policy, dict(scenario.bindings)
                drafts = [draft for step in steps if (draft := draft_of(step, scenario)) is not None]
                if drafts:
                    outcome = attempt(memory, drafts)
                    assert attempt(sqlite, drafts) == outcome
                    if isinstance(outcome, str):
                        # A refused request never was: nobody signs what it would have bound.
                        scenario.policy, scenario.bindings = policy, bindings
            assert sqlite.entries(start=0, count=1_000) == memory.entries(start=0, count=1_000)
            assert rows_of(sqlite) == rows_of(memory)
            assert spent_once(sqlite)
            folded = Fold()
            for entry in sqlite.entries(start=0, count=1_000):
                folded.take(entry)
            assert {(t.value, key): stored_row(row) for (t, key), row in folded.rows.items()} == rows_of(sqlite)
            with snapshot(place.database) as recorded:
                report = verify(recorded, key=LOG_VERIFIER)
            assert report.findings == ()
            assert report.size == sqlite.size()


@pytest.mark.requirement("APPR-1", "BOUND-3", "OPS-2")
def test_threads_that_spend_redeem_and_report_at_random_never_do_so_twice(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with place.open() as store:
        scenario = governed(store)
        for number in range(4):
            store.append([scenario.opened(number), scenario.answered(f"req-{number}")])
        work = [
            draft
            for number in range(4)
            for copy in range(3)
            for draft in (
                scenario.issued(number, requests=[f"req-{number}"], permit=f"prm-{number}-{copy}"),
                scenario.redeemed(number, permit=f"prm-{number}-{copy}"),
                scenario.outcome(number, permit=f"prm-{number}-{copy}"),
            )
        ]
        start, surprises = threading.Barrier(6), []

        def run(shift: int) -> None:
            start.wait()
            for draft in work[shift:] + work[:shift]:
                try:
                    store.append([draft])
                    store.rows(Table.PERMITS, action=action(shift % 4))
                except IllegalTransition:
                    continue
                except MayactError as error:
                    surprises.append(error)

        threads = [threading.Thread(target=run, args=(shift * 5,)) for shift in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert surprises == []
        assert spent_once(store)
        assert {row.status.value for row in store.rows(Table.REQUESTS)} == {"spent"}
    with snapshot(place.database) as recorded:
        assert verify(recorded, key=LOG_VERIFIER).findings == ()
