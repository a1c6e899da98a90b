"""What may go wrong between gates and their database: killed, cut off, stopped, altered. Each time the store refuses
cleanly, goes on when it can, loses nothing that it acknowledged and spends nothing twice."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.support.postgres import ROLE, Home, eventually, name_of, server
from tests.support.store import LOG_VERIFIER, governed, run_once

from mayact.core.errors import MayactError, StoreCorrupt, StoreUnavailable
from mayact.core.log.entry import Entry, Kind
from mayact.core.log.state import Table
from mayact.core.log.verify import verify
from mayact.ports import CrashPoint
from mayact.store import postgres_connect
from mayact.store.postgres import PostgresStore
from mayact.store.postgres_backend import PRESENCE_KEY, PostgresTransaction
from mayact.store.reader import snapshot

pytestmark = pytest.mark.xdist_group("postgres")

PASSED = [CrashPoint.BEFORE_COMMIT, CrashPoint.COMMITTED, CrashPoint.ANCHORED]


@pytest.fixture
def url() -> Iterator[str]:
    made = server().database()
    yield made
    server().drop(made)


@pytest.fixture
def home(url: str, tmp_path: Path) -> Home:
    return Home(tmp_path / "home", url)


CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mayact'"


def findings(home: Home) -> tuple[object, ...]:
    with snapshot(home.place) as recorded:
        return verify(recorded, key=LOG_VERIFIER).findings


def as_stranger(home: Home, *statements: str, database: str = "") -> None:
    with server().as_administrator(database or name_of(home.url)) as connection:
        for statement in statements:
            connection.execute(statement.encode())


# ── killed ────────────────────────────────────────────────────────────────────────────────────────────────


def spent(entries: "tuple[Entry, ...] | list[Entry]") -> Counter[str]:
    found: Counter[str] = Counter()
    for entry in entries:
        if entry.kind is Kind.PERMIT_ISSUED:
            found.update(f"spent {request}" for request in entry.body["requests"])  # type: ignore[union-attr]
        elif entry.kind in (Kind.PERMIT_REDEEMED, Kind.OUTCOME_REPORTED):
            found[f"{entry.kind.value} {entry.body['permit']}"] += 1
    return found


def race(home: Home, name: str, how_many: int, point: str, passes: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.support.postgres_racer", str(home.root), home.url, name, str(how_many)]
    return subprocess.Popen(
        [*command, point, str(passes)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "src:."}
    )


@pytest.mark.requirement("APPR-1", "BOUND-3", "OPS-1", "OPS-2", "AUDIT-1")
@pytest.mark.parametrize("point", PASSED)
def test_three_processes_race_and_die_and_nothing_is_spent_twice(home: Home, tmp_path: Path, point: CrashPoint) -> None:
    how_many = 8
    with home.open() as store:
        scenario = governed(store)
        store.append([draft for n in range(how_many) for draft in (scenario.opened(n),)])
        store.append([scenario.answered(f"req-{n}") for n in range(how_many)])
    homes = [home, home.beside(tmp_path / "b"), home.beside(tmp_path / "c")]
    said: list[str] = []
    # Two of three die, each at another time; whoever died is started again, until somebody got to the end.
    racers = [race(one, f"r{i}", how_many, point.value if i else "never", 2 + 3 * i) for i, one in enumerate(homes)]
    codes = []
    for racer in racers:
        out, _ = racer.communicate(timeout=120)
        said += out.splitlines()
        codes.append(racer.returncode)
    assert codes[0] == 0
    assert set(codes[1:]) <= {0, -signal.SIGKILL}
    for i, one in enumerate(homes):
        again = race(one, f"again{i}", how_many, "never", 0)
        said += again.communicate(timeout=120)[0].splitlines()
        assert again.returncode == 0
    with home.open() as store:
        entries = store.entries(start=0, count=10_000)
        rows = store.rows(Table.PERMITS)
        assert {row.status.value for row in store.rows(Table.REQUESTS)} == {"spent"}
    counted = spent(list(entries))
    assert set(counted.values()) == {1}
    assert sum(name.startswith("spent") for name in counted) == len(rows) == how_many
    kinds = {"issued": Kind.PERMIT_ISSUED, "redeemed": Kind.PERMIT_REDEEMED, "closed": Kind.OUTCOME_REPORTED}
    recorded = {(entry.kind, str(entry.body.get("permit") or entry.body.get("id"))) for entry in entries}
    # Nothing that anybody was told is missing.
    assert {(kinds[what], permit) for what, permit in (line.split() for line in said)} <= recorded
    assert findings(home) == ()


# ── cut off ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("OPS-2")
def test_a_connection_that_is_cut_while_nobody_writes_is_replaced(home: Home) -> None:
    with home.open() as store:
        scenario = governed(store)
        as_stranger(home, CUT)
        run_once(store, scenario, 1)
        assert store.size() == 11
    assert findings(home) == ()


@pytest.mark.requirement("OPS-2")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_a_server_that_goes_and_comes_back(home: Home, how: int) -> None:
    with home.open() as store:
        scenario = governed(store)
        server().stop(how)
        with pytest.raises(StoreUnavailable):
            store.append([scenario.started()])
        with pytest.raises(StoreUnavailable):
            store.rows(Table.PERMITS)
        with pytest.raises(StoreUnavailable):
            store.active_policy()
        server().start()
        run_once(store, scenario, 1)
        assert store.size() == 11
    assert findings(home) == ()
    home.open().close()


@pytest.mark.requirement("OPS-2", "AUDIT-1")
@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize("meanwhile", [True, False])
def test_an_answer_to_a_commit_that_is_lost(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, committed: bool, meanwhile: bool
) -> None:
    """Whether it was committed or not, and whether another gate went on meanwhile: what stands is found out, and the
    next append goes on from there."""
    commit = PostgresTransaction.commit

    def lost(transaction: PostgresTransaction) -> None:
        if committed:
            commit(transaction)
        transaction._connection.close()
        raise StoreUnavailable("the answer was lost", hint="")

    with home.open() as store, opened_later() as later:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1")])
        with monkeypatch.context() as patch:
            patch.setattr(PostgresTransaction, "commit", lost)
            with pytest.raises(StoreUnavailable):
                store.append([scenario.issued(1, requests=["req-1"])])
        if meanwhile:
            other = later(home.beside(tmp_path / "b"))
            other.append([scenario.started()])
        size = 6 + committed + meanwhile
        with pytest.raises(MayactError) if committed else nothing():
            store.append([scenario.issued(1, requests=["req-1"])])
        assert store.size() == size + (not committed)
        permit = store.row(Table.PERMITS, "prm-1")
        assert permit is not None
        store.append([scenario.redeemed(1)])
    assert findings(home) == ()


@contextmanager
def opened_later() -> "Iterator[Callable[[Home], PostgresStore]]":
    opened: list[PostgresStore] = []

    def later(home: Home) -> PostgresStore:
        opened.append(home.open())
        return opened[-1]

    yield later
    for store in opened:
        store.close()


@contextmanager
def nothing() -> Iterator[None]:
    yield


# ── held up ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("OPS-2")
def test_a_head_that_somebody_holds_refuses_after_a_while_and_not_for_ever(home: Home) -> None:
    with home.open() as store:
        scenario = governed(store)
        with server().as_administrator(name_of(home.url)) as stranger, stranger.transaction():
            stranger.execute(b"SELECT size FROM mayact.frontier FOR UPDATE")
            with pytest.raises(StoreUnavailable, match="lock timeout"):
                store.append([scenario.started()])
            assert store.size() == 4  # reading goes on
        store.append([scenario.started()])
        assert store.size() == 5


@pytest.mark.requirement("OPS-1", "OPS-2")
def test_a_gate_that_stands_still_over_the_head_is_ended_by_the_server(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands, goes_on = threading.Event(), threading.Event()

    class Still:
        def at(self, point: CrashPoint) -> None:
            if point is CrashPoint.BEFORE_COMMIT and not goes_on.is_set() and armed:
                stands.set()
                goes_on.wait(60)

    armed: list[bool] = []
    with home.open(trace=Still()) as slow:
        scenario = governed(slow)
        # Whoever waits is more patient than the server, which is a second here too few for a machine that is busy.
        assert postgres_connect.LOCK_WAIT_MS > postgres_connect._IDLE_MS
        monkeypatch.setattr(postgres_connect, "LOCK_WAIT_MS", 60_000)
        with home.beside(tmp_path / "b").open() as quick:
            armed.append(True)
            failed: list[MayactError] = []

            def append() -> None:
                try:
                    slow.append([scenario.opened(1)])
                except MayactError as error:
                    failed.append(error)

            thread = threading.Thread(target=append)
            thread.start()
            assert stands.wait(60)
            quick.append([scenario.started()])  # waits until the server has ended the other's transaction
            goes_on.set()
            thread.join()
            assert [type(error) for error in failed] == [StoreUnavailable]
            slow.append([scenario.opened(1)])
            assert quick.size() == slow.size() == 6
    assert findings(home) == ()


@pytest.mark.requirement("OPS-1", "OPS-2")
def test_no_gate_comes_back_while_a_log_is_moved_there(home: Home, tmp_path: Path) -> None:
    """A gate that was cut off and comes back, and one that starts, both see that somebody moves a log."""
    with home.open() as store:
        scenario = governed(store)
        with server().as_administrator(name_of(home.url)) as mover:
            as_stranger(home, CUT)
            eventually(lambda: taken(mover), what="the gate's presence ends with its connection")
            with pytest.raises(StoreUnavailable):
                store.append([scenario.started()])  # finds out that its connection is gone
            with pytest.raises(StoreUnavailable, match="being moved"):
                store.append([scenario.started()])
            with pytest.raises(StoreUnavailable, match="being moved"):
                home.beside(tmp_path / "b").open()
        eventually(lambda: answers(lambda: store.append([scenario.started()])), what="it goes on")
    assert findings(home) == ()


def taken(mover: "psycopg.Connection[Any]") -> bool:
    found = mover.execute(f"SELECT pg_try_advisory_lock({PRESENCE_KEY})".encode()).fetchone()
    return found == (True,)


@pytest.mark.requirement("OPS-2")
def test_a_server_that_takes_no_more_writes(home: Home) -> None:
    """What a server does, and what those who run one do for us, when its disk is full."""
    with home.open() as store:
        scenario = governed(store)
        as_stranger(home, f"ALTER DATABASE {name_of(home.url)} SET default_transaction_read_only = on")
        as_stranger(home, CUT)
        for _ in range(3):
            with pytest.raises(StoreUnavailable):
                store.append([scenario.started()])
        assert store.size() == 4
        as_stranger(
            home, f"ALTER DATABASE {name_of(home.url)} RESET default_transaction_read_only", database="postgres"
        )
        eventually(lambda: answers(lambda: store.append([scenario.started()])), what="it writes again")
    assert findings(home) == ()


def answers(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except StoreUnavailable:
        return False
    return True


# ── a commit that would not be durable ────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("OPS-2", "AUDIT-1")
@pytest.mark.parametrize(
    ("setting", "value"), [("synchronous_commit", "off"), ("synchronous_commit", "local"), ("zero_damaged_pages", "on")]
)
def test_a_role_whose_commits_are_none_is_refused(home: Home, setting: str, value: str) -> None:
    as_stranger(home, f"ALTER ROLE {ROLE} IN DATABASE {name_of(home.url)} SET {setting} = {value}")
    with pytest.raises(StoreUnavailable, match=f"{setting} = `{value}`"):
        home.open()
    as_stranger(home, f"ALTER ROLE {ROLE} IN DATABASE {name_of(home.url)} RESET {setting}")
    home.open().close()


@pytest.mark.requirement("OPS-2", "AUDIT-1")
@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_stops_flushing_is_refused_while_it_runs(home: Home, setting: str) -> None:
    with home.open() as store:
        scenario = governed(store)
        as_stranger(home, f"ALTER SYSTEM SET {setting} = off", "SELECT pg_reload_conf()")
        try:
            eventually(lambda: not answers(lambda: store.append([scenario.started()])), what="it refuses")
            with pytest.raises(StoreUnavailable, match=f"{setting} = `off`"):
                store.append([scenario.started()])
        finally:
            as_stranger(home, f"ALTER SYSTEM RESET {setting}", "SELECT pg_reload_conf()")
        eventually(lambda: answers(lambda: store.append([scenario.started()])), what="it writes again")


# ── altered ───────────────────────────────────────────────────────────────────────────────────────────────

FUNCTION = "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'"
STRANGE = {
    "trigger": [FUNCTION, "CREATE TRIGGER t BEFORE INSERT ON mayact.entries FOR EACH ROW EXECUTE FUNCTION public.f()"],
    "rule": ["CREATE RULE r AS ON INSERT TO mayact.checkpoints DO INSTEAD NOTHING"],
    "view": ["CREATE VIEW mayact.v AS SELECT 1"],
    "child": ["CREATE TABLE public.child () INHERITS (mayact.permits)"],
    "policy": ["ALTER TABLE mayact.requests ENABLE ROW LEVEL SECURITY"],
    "check": ["ALTER TABLE mayact.requests ADD CHECK (length(id) > 0)"],
    "generated": ["ALTER TABLE mayact.permits ADD x int GENERATED ALWAYS AS (1) STORED"],
    "type": [
        "CREATE DOMAIN public.d AS text CHECK (value <> '')",
        "ALTER TABLE mayact.permits ALTER status TYPE public.d",
    ],
    "expression": ["CREATE INDEX i ON mayact.permits (lower(id))"],
    "unlogged": ["ALTER TABLE mayact.entries SET UNLOGGED"],
    "granted": ["GRANT INSERT ON mayact.permits TO public"],
    "granted in one column": ["GRANT UPDATE (body) ON mayact.permits TO public"],
    "key no more": [
        "ALTER TABLE mayact.permits DROP CONSTRAINT permits_pkey",
        "CREATE INDEX permits_pkey ON mayact.permits (id)",
    ],
    "owner": ["ALTER TABLE mayact.requests OWNER TO postgres", f"GRANT ALL ON mayact.requests TO {ROLE}"],
    "index gone": ["DROP INDEX mayact.permits_by_action"],
}


@pytest.mark.requirement("AUDIT-1", "AUDIT-2")
@pytest.mark.parametrize("what", STRANGE)
def test_what_is_not_ours_refuses_the_next_append_the_next_start_and_the_verifier(home: Home, what: str) -> None:
    with home.open() as store:
        scenario = governed(store)
        as_stranger(home, *STRANGE[what])
        with pytest.raises(StoreCorrupt, match="not mayact's"):
            store.append([scenario.started()])
        assert store.size() == 4
    with pytest.raises(StoreCorrupt, match="not mayact's"):
        home.open()
    assert "foreign" in str(findings(home)).lower()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE FUNCTION mayact.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
        "GRANT CREATE ON SCHEMA mayact TO public",
    ],
)
def test_what_could_only_harm_later_refuses_the_next_start(home: Home, statement: str) -> None:
    home.open().close()
    as_stranger(home, statement)
    with pytest.raises(StoreCorrupt, match="not mayact's"):
        home.open()


@pytest.mark.requirement("AUDIT-1", "APPR-1")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mayact.requests SET status = 'approved' WHERE id = 'req-2'",
        "DELETE FROM mayact.requests WHERE id = 'req-2'",
        "UPDATE mayact.requests SET body = replace(encode(body, 'escape'), 'push', 'pull')::bytea WHERE id = 'req-2'",
    ],
)
def test_a_row_that_somebody_changed_decidesnothing(home: Home, tmp_path: Path, statement: str) -> None:
    with home.open() as store, opened_later() as later:
        scenario = governed(store)
        store.append([scenario.opened(2)])
        other = later(home.beside(tmp_path / "b"))
        as_stranger(home, statement)
        for one in (store, other):
            with pytest.raises(StoreCorrupt):
                one.append([scenario.answered("req-2")])
            with pytest.raises(StoreCorrupt):
                one.rows(Table.REQUESTS)
    assert findings(home) != ()


@pytest.mark.requirement("AUDIT-1", "AUDIT-2")
@pytest.mark.parametrize(
    "statements",
    [
        # An entry more, with a frontier to match, and no signature of the gate's.
        [
            "INSERT INTO mayact.entries SELECT seq + 1, at, kind, action, leaf, leaf_hash FROM mayact.entries "
            "WHERE seq = 3"
        ],
        ["UPDATE mayact.frontier SET size = 5"],
        ["DELETE FROM mayact.entries WHERE seq = 3", "UPDATE mayact.frontier SET size = 3"],
        ["UPDATE mayact.frontier SET hashes = decode(repeat('00', 32), 'hex')"],
        ["DELETE FROM mayact.frontier"],
        ["INSERT INTO mayact.frontier SELECT 1, size, hashes FROM mayact.frontier"],
    ],
)
def test_a_log_that_somebody_wrote_to_goes_no_further(home: Home, statements: list[str]) -> None:
    with home.open() as store:
        scenario = governed(store)
        as_stranger(home, *statements)
        with pytest.raises((StoreCorrupt, StoreUnavailable)):
            store.append([scenario.started()])
        with pytest.raises((StoreCorrupt, StoreUnavailable)):
            store.append([scenario.started()])
    with pytest.raises(StoreCorrupt):
        home.open()
    assert findings(home) != ()
