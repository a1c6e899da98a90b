"""PostgreSQL keeps the contract of every store; several gates on one log see and spend each other's entries once."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.contract import DatabaseContract, StoreContract
from tests.support.postgres import Home, name_of, patient, server
from tests.support.store import LOG_VERIFIER, Scenario, governed, run_once
from tests.support.store_memory import MemoryStore

from mayact.core.errors import IllegalTransition, MayactError, RolledBack, StoreCorrupt, StoreUnavailable
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.state import Table
from mayact.core.log.verify import verify
from mayact.ports import Store
from mayact.store.postgres import PostgresStore
from mayact.store.reader import snapshot

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture(scope="module", autouse=True)
def _patient() -> Iterator[None]:
    with patient():
        yield


@pytest.fixture
def url() -> Iterator[str]:
    made = server().database()
    yield made
    server().drop(made)


@pytest.fixture
def home(url: str, tmp_path: Path) -> Home:
    return Home(tmp_path / "home", url)


def findings(home: Home) -> tuple[object, ...]:
    with snapshot(home.place) as recorded:
        return verify(recorded, key=LOG_VERIFIER).findings


@pytest.mark.requirement("OPS-1", "OPS-2", "AUDIT-1")
class TestPostgresStore(StoreContract, DatabaseContract):
    @pytest.fixture
    def store(self, home: Home) -> Iterator[PostgresStore]:
        with home.open() as store:
            yield store

    def test_what_it_wrote_verifies_and_is_there_again(self, home: Home, store: PostgresStore) -> None:
        run_once(store, governed(store), 1)
        entries, note, policy = store.entries(start=0, count=100), store.checkpoint(), store.active_policy()
        store.close()
        assert findings(home) == ()
        with home.open() as again:
            assert (again.entries(start=0, count=100), again.checkpoint(), again.active_policy()) == (
                entries,
                note,
                policy,
            )

    def test_a_group_as_large_as_copy_takes(self, home: Home, store: PostgresStore) -> None:
        scenario = governed(store)
        receipt = store.append([scenario.decided(number) for number in range(700)])
        assert [entry.seq for entry in receipt.entries] == list(range(4, 704))
        assert store.entries(start=0, count=1_000)[4:] == receipt.entries
        assert findings(home) == ()

    def test_a_closed_store_refuses_everything(self, store: PostgresStore) -> None:
        scenario = governed(store)
        store.close()
        store.close()
        for attempt in (lambda: store.append([scenario.started()]), store.size, store.checkpoint, store.active_policy):
            with pytest.raises(StoreUnavailable):
                attempt()


def test_an_empty_log_verifies(home: Home) -> None:
    home.open().close()
    assert findings(home) == ()


# ── several gates ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("OPS-1")
def test_what_one_gate_acknowledged_the_other_sees_in_its_next_read(home: Home, tmp_path: Path) -> None:
    with home.open() as first:
        scenario = governed(first)
        with home.beside(tmp_path / "second").open() as second:
            first.append([scenario.opened(1), scenario.answered("req-1")])
            assert [row.id for row in second.rows(Table.REQUESTS, status="approved")] == ["req-1"]
            second.append([scenario.issued(1, requests=["req-1"])])
            request = first.row(Table.REQUESTS, "req-1")
            assert request is not None
            assert request.status.value == "spent"
            with pytest.raises(IllegalTransition):
                first.append([scenario.issued(1, requests=["req-1"], permit="prm-again")])
            first.append([scenario.activated(bundle={"type": "another"})])
            active = second.active_policy()
            assert active is not None
            assert active.id == scenario.policy
            assert first.size() == second.size()
            assert first.checkpoint() == second.checkpoint()
    assert findings(home) == ()


@pytest.mark.requirement("OPS-1", "AUTHZ-2")
def test_a_policy_that_is_only_known_is_enough_to_ask_and_never_to_answer(home: Home, tmp_path: Path) -> None:
    def evaluated(policy: str | None) -> Draft:
        return Draft(Kind.EVALUATION_MADE, {"evaluation": "evl-1", "policy": policy}, 1_000)

    with home.open() as first:
        scenario = governed(first)
        with home.beside(tmp_path / "second").open() as second:
            old = scenario.policy
            first.append([scenario.activated(bundle={"type": "another"})])
            known = second.known_policy()
            assert known is not None
            assert known.id == old  # it has not looked since
            with pytest.raises(IllegalTransition, match="policy changed"):
                second.append([evaluated(old)])
            known = second.known_policy()
            assert known is not None
            assert known.id == scenario.policy
            second.append([evaluated(scenario.policy)])
    assert findings(home) == ()


@pytest.mark.requirement("OPS-2", "APPR-1")
def test_a_gate_whose_clock_is_behind_unexpires_nothing(home: Home, tmp_path: Path) -> None:
    """Time is the log's: what is over for one gate is over for all, and a gate whose clock runs ahead only refuses."""
    with home.open() as ahead:
        scenario = governed(ahead)
        ahead.append([scenario.opened(1, life=1_000), scenario.answered("req-1"), scenario.issued(2, life=1_000)])
        with home.beside(tmp_path / "second").open() as behind:
            scenario.at += 5_000
            ahead.append([scenario.started()])
            scenario.at -= 5_000
            for late in (scenario.issued(1, requests=["req-1"]), scenario.redeemed(2)):
                with pytest.raises(IllegalTransition, match="expired"):
                    behind.append([late])
            behind.append([scenario.started()])
            times = [entry.at for entry in behind.entries(start=0, count=100)]
            assert times == sorted(times)
    assert findings(home) == ()


@pytest.mark.requirement("OPS-1")
def test_two_gates_that_begin_at_once_begin_one_log(url: str, tmp_path: Path) -> None:
    homes = [Home(tmp_path / name, url) for name in ("a", "b", "c")]
    opened: list[PostgresStore] = []
    failed: list[MayactError] = []

    def begin(home: Home) -> None:
        try:
            opened.append(home.open())
        except MayactError as error:
            failed.append(error)

    threads = [threading.Thread(target=begin, args=(home,)) for home in homes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    scenario = Scenario()
    opened[0].append([scenario.started()])
    opened[1].append([scenario.started()])
    assert [store.size() for store in opened] == [2, 2, 2]
    for store in opened:
        store.close()


@pytest.mark.requirement("APPR-1", "BOUND-3", "OPS-1", "OPS-2")
def test_gates_that_race_spend_and_redeem_once(home: Home, tmp_path: Path) -> None:
    with home.open() as first:
        scenario = governed(first)
        for number in range(6):
            first.append([scenario.opened(number), scenario.answered(f"req-{number}")])
        stores = [first, *(home.beside(tmp_path / name).open() for name in ("second", "third"))]
        won: list[str] = []
        surprises: list[object] = []
        start = threading.Barrier(len(stores))

        def race(index: int, store: PostgresStore) -> None:
            for number in range(6):
                permit = f"prm-{number}-{index}"
                start.wait()
                try:
                    store.append([scenario.issued(number, requests=[f"req-{number}"], permit=permit)])
                    won.append(permit)
                    store.append([scenario.redeemed(number, permit=permit)])
                except IllegalTransition:
                    continue
                except MayactError as error:
                    surprises.append(error)

        threads = [threading.Thread(target=race, args=pair) for pair in enumerate(stores)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert surprises == []
        assert sorted(name.rsplit("-", 1)[0] for name in won) == [f"prm-{number}" for number in range(6)]
        assert all([row.id for row in store.rows(Table.PERMITS)] == sorted(won) for store in stores)
        for store in stores[1:]:
            store.close()
    assert findings(home) == ()


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.one_of(
            st.tuples(st.just("open"), st.integers(0, 2)),
            st.tuples(st.just("answer"), st.integers(0, 2)),
            st.tuples(st.just("issue"), st.integers(0, 2)),
            st.tuples(st.just("redeem"), st.integers(0, 2)),
            st.tuples(st.just("outcome"), st.integers(0, 2)),
            st.tuples(st.just("void"), st.integers(0, 2)),
            st.tuples(st.just("again"), st.just(0)),
        ),
    ),
    max_size=16,
)


def draft_of(step: tuple[str, int], scenario: Scenario) -> Draft | None:
    match step:
        case ("open", number):
            return scenario.opened(number)
        case ("answer", number):
            return scenario.answered(f"req-{number}") if f"req-{number}" in scenario.bindings else None
        case ("issue", number):
            return scenario.issued(number, requests=[f"req-{number}"])
        case ("redeem", number):
            return scenario.redeemed(number)
        case ("outcome", number):
            return scenario.outcome(number)
        case ("void", number):
            return Draft(Kind.PERMIT_VOIDED, {"permit": f"prm-{number}"}, scenario.at)
    return None


def attempt(store: Store, draft: Draft) -> object:
    try:
        return store.append([draft]).entries
    except IllegalTransition as error:
        return error.message


@pytest.mark.requirement("APPR-1", "OPS-1", "OPS-2")
@given(STEPS)
@settings(max_examples=15)
def test_three_gates_are_one_store(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, tuple[str, int]]]
) -> None:
    """Whichever of three gates each step goes through, and whichever is opened anew meanwhile: what a single store
    in memory says is what they say, and the log verifies."""
    root, url = tmp_path_factory.mktemp("gates"), server().database()
    homes = [Home(root / "0", url)]
    stores = [homes[0].open()]
    memory = MemoryStore()
    scenario = governed(memory, Scenario())
    governed(stores[0], Scenario())
    for name in ("1", "2"):
        homes.append(homes[0].beside(root / name))
        stores.append(homes[-1].open())
    for which, step in steps:
        if step[0] == "again":
            stores[which].close()
            stores[which] = homes[which].open()
        draft = draft_of(step, scenario)
        if draft is not None:
            assert attempt(stores[which], draft) == attempt(memory, draft)
    for store in stores:
        assert store.size() == memory.size()
        for table in (Table.REQUESTS, Table.PERMITS):
            assert tuple(store.rows(table)) == tuple(memory.rows(table))
        store.close()
    assert findings(homes[0]) == ()
    server().drop(url)


# ── what the anchor is for ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("AUDIT-2", "OPS-1")
def test_a_gate_without_an_anchor_does_not_join_a_log(home: Home, tmp_path: Path) -> None:
    with home.open() as store:
        governed(store)
        with pytest.raises(StoreCorrupt, match="anchor is missing"):
            Home(tmp_path / "stranger", home.url).open()
    assert not (tmp_path / "stranger" / "anchor").exists()


@pytest.mark.requirement("OPS-1")
def test_a_schema_that_an_administrator_made_ahead_is_begun_in(home: Home) -> None:
    with server().as_administrator(name_of(home.url)) as connection:
        connection.execute(b"CREATE SCHEMA mayact AUTHORIZATION gate")
    with home.open() as store:
        run_once(store, governed(store), 1)
    with home.open() as store:
        assert store.size() == 11


@pytest.mark.requirement("AUDIT-2", "OPS-2")
def test_an_older_copy_of_the_database_is_noticed(home: Home) -> None:
    with home.open() as store:
        scenario = governed(store)
    server().copy(home.url, "older")
    with home.open() as store:
        run_once(store, scenario, 1)
        server().put_back(home.url, "older")
        for _ in range(2):
            # The gate that runs says what it is, whether it writes or reads, and what would lead on from it.
            with pytest.raises(
                RolledBack, match="holds 4 entries and 11 were acknowledged here: it was put back"
            ) as told:
                store.append([scenario.started()])
            assert "mayact log adopt" in told.value.hint
            for look in (store.size, store.active_policy, lambda: store.row(Table.PERMITS, "prm-1")):
                with pytest.raises(RolledBack, match="put back"):
                    look()
    with pytest.raises(RolledBack):
        home.open()


@pytest.mark.requirement("AUDIT-2", "OPS-2")
@pytest.mark.parametrize("more", [1, 2, 9], ids=lambda more: f"and {more} groups written since")
def test_an_older_copy_that_went_on_is_noticed_by_the_gate_that_saw_more(home: Home, tmp_path: Path, more: int) -> None:
    with home.open() as store:
        scenario = governed(store)
    server().copy(home.url, "older")
    other = home.beside(tmp_path / "other")  # its anchor knows what the copy holds
    with home.open() as store:
        run_once(store, scenario, 1)
        run_once(store, scenario, 2)
        server().put_back(home.url, "older")
        with other.open() as second:
            for number in range(more * 3):
                second.append([scenario.decided(number)])
        with pytest.raises(RolledBack, match="put back"):
            store.append([scenario.started()])
        with pytest.raises(RolledBack, match="put back"):
            store.size()
    with pytest.raises(RolledBack):
        home.open()


@pytest.mark.requirement("AUDIT-2")
@pytest.mark.parametrize(
    "statement",
    [
        b"UPDATE mayact.entries SET leaf_hash = decode(repeat('00', 32), 'hex') WHERE seq = 6",
        b"UPDATE mayact.entries SET leaf = '{}' WHERE seq = 6",
        b"DELETE FROM mayact.entries WHERE seq = 6",
        b"UPDATE mayact.checkpoints SET note = 'x' WHERE size = (SELECT max(size) FROM mayact.checkpoints)",
    ],
)
def test_what_was_altered_is_not_called_put_back(home: Home, tmp_path: Path, statement: bytes) -> None:
    with home.open() as store:
        scenario = governed(store)
        with home.beside(tmp_path / "other").open() as second:
            run_once(second, scenario, 1)
        with server().as_administrator(name_of(home.url)) as stranger:
            stranger.execute(statement)
        for attempt in (store.size, lambda: store.append([scenario.started()])):
            with pytest.raises(StoreCorrupt) as told:
                attempt()
            assert not isinstance(told.value, RolledBack)


def test_one_gate_for_each_home(home: Home) -> None:
    with home.open(), pytest.raises(StoreUnavailable, match="another gate holds"):
        home.open()
    home.open().close()
