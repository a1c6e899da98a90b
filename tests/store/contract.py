"""What every `ports.Store` must do. Subclass `StoreContract` and provide the fixture `store`."""

import threading

import pytest
from tests.support.store import ALICE, BOB, BUNDLE, Approver, Scenario, action, governed, run_once

from mayact.core.approval import Answer
from mayact.core.errors import IllegalTransition, InvalidInput, LimitExceeded, MayactError, NotFound
from mayact.core.limits import MAX_FRAME_BYTES, MAX_JSON_DEPTH
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.state import (
    PermitRow,
    PermitStatus,
    PolicyStatus,
    RequestRow,
    RequestStatus,
    Table,
)
from mayact.ports import Store
from mayact.store.logstore import LogStore


def status_of(store: Store, table: Table, key: str) -> str:
    row = store.row(table, key)
    assert row is not None
    return row.status.value


def nested(depth: int) -> list[object]:
    value: list[object] = []
    for _ in range(depth):
        value = [value]
    return value


class StoreContract:
    @pytest.fixture
    def store(self) -> Store:
        pytest.fail("the subclass provides the store")

    def test_an_empty_store_holds_nothing(self, store: Store) -> None:
        assert store.size() == 0
        assert store.entries(start=0, count=10) == ()
        assert store.active_policy() is None
        assert store.row(Table.REQUESTS, "req-1") is None
        assert store.rows(Table.PERMITS) == ()
        with pytest.raises(NotFound):
            store.checkpoint()

    @pytest.mark.requirement("AUDIT-1")
    def test_entries_are_numbered_without_gaps_and_come_back_as_they_were(self, store: Store) -> None:
        scenario = governed(store)
        run_once(store, scenario, 1)
        entries = store.entries(start=0, count=100)
        assert [entry.seq for entry in entries] == list(range(store.size()))
        assert store.entries(start=3, count=2) == entries[3:5]
        assert store.entries(start=store.size(), count=5) == ()
        assert [entry.kind for entry in entries[4:]] == [
            Kind.DECISION_MADE,
            Kind.REQUEST_OPENED,
            Kind.REQUEST_ANSWERED,
            Kind.DECISION_MADE,
            Kind.PERMIT_ISSUED,
            Kind.PERMIT_REDEEMED,
            Kind.OUTCOME_REPORTED,
        ]

    def test_a_receipt_names_what_became_durable(self, store: Store) -> None:
        receipt = store.append([Scenario().started(), Scenario().started()])
        assert [entry.seq for entry in receipt.entries] == [0, 1]
        assert receipt.entries == tuple(store.entries(start=0, count=2))
        assert receipt.checkpoint == store.checkpoint()

    def test_time_never_goes_backwards(self, store: Store) -> None:
        first = store.append([Draft(Kind.GATE_STARTED, {}, 5_000)]).entries[0]
        second = store.append([Draft(Kind.GATE_STARTED, {}, 1_000), Draft(Kind.GATE_STARTED, {}, 6_000)]).entries
        assert (first.at, second[0].at, second[1].at) == (5_000, 5_000, 6_000)

    @pytest.mark.requirement("OPS-2")
    def test_a_clock_put_back_unexpires_nothing(self, store: Store) -> None:
        scenario = governed(store)
        store.append([scenario.issued(1, life=1_000)])
        scenario.at += 5_000
        store.append([scenario.started()])
        scenario.at -= 5_000
        with pytest.raises(IllegalTransition):
            store.append([scenario.redeemed(1)])

    def test_nothing_to_append_is_refused(self, store: Store) -> None:
        with pytest.raises(InvalidInput):
            store.append([])
        assert store.size() == 0

    def test_later_drafts_of_one_append_see_the_earlier_ones(self, store: Store) -> None:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1"), scenario.issued(1, requests=["req-1"])])
        assert status_of(store, Table.REQUESTS, "req-1") == RequestStatus.SPENT
        request = store.row(Table.REQUESTS, "req-1")
        assert isinstance(request, RequestRow)
        assert request.permit == "prm-1"

    def test_an_illegal_draft_takes_its_whole_append_with_it(self, store: Store) -> None:
        scenario = governed(store)
        before = store.size()
        with pytest.raises(IllegalTransition):
            store.append([scenario.opened(1), scenario.answered("req-1"), scenario.redeemed(7)])
        assert store.size() == before
        assert store.row(Table.REQUESTS, "req-1") is None
        store.append([scenario.opened(1)])
        assert store.size() == before + 1

    @pytest.mark.requirement("APPR-1")
    def test_an_approval_is_spent_once(self, store: Store) -> None:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1")])
        store.append([scenario.issued(1, requests=["req-1"])])
        with pytest.raises(IllegalTransition):
            store.append([scenario.issued(1, requests=["req-1"], permit="prm-again")])
        assert store.row(Table.PERMITS, "prm-again") is None

    @pytest.mark.requirement("BOUND-3")
    def test_a_permit_is_redeemed_once_and_closed_once(self, store: Store) -> None:
        scenario = governed(store)
        store.append([scenario.issued(1)])
        store.append([scenario.redeemed(1)])
        with pytest.raises(IllegalTransition):
            store.append([scenario.redeemed(1)])
        store.append([scenario.outcome(1)])
        with pytest.raises(IllegalTransition):
            store.append([scenario.outcome(1, "failed")])
        assert status_of(store, Table.PERMITS, "prm-1") == PermitStatus.SUCCEEDED

    def test_two_approvers_are_counted_and_one_twice_is_not(self, store: Store) -> None:
        scenario = governed(store)
        store.append([scenario.opened(1, quorum=2), scenario.answered("req-1")])
        assert status_of(store, Table.REQUESTS, "req-1") == RequestStatus.OPEN
        with pytest.raises(IllegalTransition):
            store.append([scenario.answered("req-1")])
        store.append([scenario.answered("req-1", BOB)])
        assert status_of(store, Table.REQUESTS, "req-1") == RequestStatus.APPROVED

    def test_a_denial_ends_a_request(self, store: Store) -> None:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1", answer=Answer.DENY)])
        assert status_of(store, Table.REQUESTS, "req-1") == RequestStatus.DENIED
        with pytest.raises(IllegalTransition):
            store.append([scenario.answered("req-1", BOB)])

    def test_governance_follows_its_entries(self, store: Store) -> None:
        scenario = governed(store)
        first = store.active_policy()
        assert first is not None
        store.append([scenario.activated(bundle={**BUNDLE, "systems": {}})])
        second = store.active_policy()
        assert second is not None
        assert second.id == scenario.policy != first.id
        assert status_of(store, Table.POLICIES, first.id) == PolicyStatus.SUPERSEDED
        store.append([Draft(Kind.APPROVER_REVOKED, {"approver": BOB.id}, scenario.at)])
        assert status_of(store, Table.APPROVERS, BOB.id) == "revoked"
        with pytest.raises(IllegalTransition):
            store.append([scenario.opened(1), scenario.answered("req-1", BOB)])

    def test_only_the_first_key_enrols_itself(self, store: Store) -> None:
        scenario = governed(store)
        with pytest.raises(IllegalTransition):
            store.append([scenario.enrolled(Approver(99, "mallory"))])
        with pytest.raises(IllegalTransition):
            store.append([scenario.enrolled(Approver(99, "mallory"), by=BOB)])

    def test_rows_are_found_by_status_and_action_in_the_order_of_their_ids(self, store: Store) -> None:
        scenario = governed(store)
        names = ["req-b", "req-é", "req-a", "req-Z", "req-c"]
        for number, name in enumerate(names):
            store.append([scenario.opened(number % 2, request=name)])
        store.append([scenario.answered("req-a")])
        ordered = sorted(names)
        assert [row.id for row in store.rows(Table.REQUESTS)] == ordered
        assert [row.id for row in store.rows(Table.REQUESTS, limit=2)] == ordered[:2]
        assert [row.id for row in store.rows(Table.REQUESTS, after=ordered[1])] == ordered[2:]
        assert [row.id for row in store.rows(Table.REQUESTS, status="approved")] == ["req-a"]
        by_action = store.rows(Table.REQUESTS, action=action(0))
        assert [row.id for row in by_action] == sorted(["req-b", "req-a", "req-c"])
        assert store.rows(Table.REQUESTS, action=action(0), status="spent") == ()
        assert store.rows(Table.REQUESTS, limit=0) == ()
        assert [row.id for row in store.rows(Table.APPROVERS, status="active")] == sorted([ALICE.id, BOB.id])
        assert store.rows(Table.APPROVERS, action=action(0)) == ()

    def test_a_row_comes_back_equal(self, store: Store) -> None:
        scenario = governed(store)
        run_once(store, scenario, 1)
        permit = store.row(Table.PERMITS, "prm-1")
        assert isinstance(permit, PermitRow)
        assert store.rows(Table.PERMITS) == (permit,)
        assert permit.requests == ("req-1",)
        assert permit.outcome == {"status": "succeeded", "exit_code": 0, "detail": "", "at": scenario.at}

    @pytest.mark.parametrize(
        "body",
        [
            {"n": float("nan")},
            {"n": 2**60},
            {"text": "\ud800"},
            {"deep": nested(MAX_JSON_DEPTH)},
        ],
        ids=["nan", "unsafe", "surrogate", "deep"],
    )
    def test_what_could_not_be_read_back_is_never_written(self, store: Store, body: dict[str, object]) -> None:
        with pytest.raises(InvalidInput):
            store.append([Draft(Kind.GATE_STARTED, body, 1)])  # type: ignore[arg-type]
        assert store.size() == 0
        assert store.append([Draft(Kind.GATE_STARTED, {}, 1)]).entries[0].seq == 0

    def test_what_is_too_long_to_be_read_back_is_never_written(self, store: Store) -> None:
        with pytest.raises(LimitExceeded):
            store.append([Draft(Kind.GATE_STARTED, {"text": "x" * MAX_FRAME_BYTES}, 1)])
        assert store.size() == 0

    @pytest.mark.requirement("APPR-1", "OPS-2")
    def test_racing_threads_spend_an_approval_once(self, store: Store) -> None:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1")])
        drafts = [scenario.issued(1, requests=["req-1"], permit=f"prm-{number}") for number in range(8)]
        start, won, lost = threading.Barrier(8), [], []

        def spend(draft: Draft) -> None:
            start.wait()
            try:
                store.append([draft])
                won.append(draft.body["id"])
            except MayactError as error:
                lost.append(type(error))

        threads = [threading.Thread(target=spend, args=(draft,)) for draft in drafts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(won) == 1
        assert lost == [IllegalTransition] * 7
        assert [row.id for row in store.rows(Table.PERMITS)] == won
        request = store.row(Table.REQUESTS, "req-1")
        assert isinstance(request, RequestRow)
        assert request.permit == won[0]


class DatabaseContract:
    """What a store on a database must do besides."""

    @pytest.mark.parametrize("name", ["prm-1\0", "\ud800", "\0"])
    def test_what_no_id_can_be_is_not_there_and_fails_nobody(self, store: LogStore, name: str) -> None:
        scenario = governed(store)
        run_once(store, scenario, 1)
        size = store.size()
        for table in Table:
            assert store.row(table, name) is None
            assert store.rows(table, action=name) == ()
            assert store.rows(table, status=name) == ()
        assert store.action_history(name).facts == {}
        with pytest.raises(InvalidInput):
            store.rows(Table.PERMITS, after=name)
        with pytest.raises((IllegalTransition, InvalidInput)):
            store.append([scenario.redeemed(1, permit=name)])
        store.append([scenario.started()])
        assert store.size() == size + 1
