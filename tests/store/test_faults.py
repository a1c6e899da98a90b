"""What a store does when the disk, the process or another program fails it at every point that matters."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.support.store import LOG_VERIFIER, Place, consistent, governed, run_once, signing_key, writer_of

from mayact.core.errors import (
    IllegalTransition,
    MayactError,
    ProofInvalid,
    RolledBack,
    StoreCorrupt,
    StoreUnavailable,
)
from mayact.core.log.checkpoint import VerifierKey, open_checkpoint
from mayact.core.log.entry import Kind
from mayact.core.log.state import Table
from mayact.ports import CrashPoint
from mayact.store.anchor import Anchor, Anchored
from mayact.store.reader import newest_checkpoint, snapshot
from mayact.store.sqlite import SqliteStore
from mayact.store.sqlite_backend import SqliteTransaction

POINTS = (CrashPoint.BEFORE_COMMIT, CrashPoint.COMMITTED, CrashPoint.ANCHORED)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


class Crash(StoreUnavailable):
    """A failure that is none of the driver's."""


class CrashAt:
    """Raises once at `point`, when armed."""

    def __init__(self, point: CrashPoint) -> None:
        self.point, self.armed = point, False

    def at(self, point: CrashPoint) -> None:
        if self.armed and point is self.point:
            self.armed = False
            raise Crash("the path broke off", hint="")


# ── failing at each commit point ─────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("OPS-2", "OPS-1")
@pytest.mark.parametrize("goes_on", [True, False])
@pytest.mark.parametrize("point", POINTS)
def test_a_failure_at_a_commit_point_loses_nothing_acknowledged_and_spends_nothing_twice(
    place: Place, point: CrashPoint, goes_on: bool
) -> None:
    trace = CrashAt(point)
    with place.open(trace=trace) as store:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1")])
        acknowledged = store.size()
        trace.armed = True
        with pytest.raises(Crash):
            store.append([scenario.issued(1, requests=["req-1"])])
        persisted = point is not CrashPoint.BEFORE_COMMIT
        if goes_on:
            # Nobody knows what the disk holds now, so it is looked at before anything more is written.
            assert store.append([scenario.started()]).entries[0].seq == acknowledged + persisted
            assert consistent(place)
    with place.open() as store:
        assert store.size() == acknowledged + persisted + goes_on
        again = [scenario.issued(1, requests=["req-1"], permit="prm-again")]
        if persisted:
            with pytest.raises(IllegalTransition):
                store.append(again)
        else:
            store.append(again)
        assert len(store.rows(Table.PERMITS)) == 1
    assert consistent(place)


@pytest.mark.requirement("OPS-2")
@pytest.mark.parametrize("point", POINTS)
def test_a_process_killed_at_a_commit_point_loses_nothing_acknowledged(place: Place, point: CrashPoint) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.support.store_kill", str(place.root), point.value],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."])},
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    acknowledged = int(run.stdout.split()[-1])
    assert consistent(place)  # as the crash left it, its write-ahead log included
    with place.open() as store:
        entries = store.entries(start=0, count=100)
        assert store.size() == len(entries) >= acknowledged
        # The append that was cut off spends the second approval: it is there whole, or not at all.
        permit, request = store.row(Table.PERMITS, "prm-2"), store.row(Table.REQUESTS, "req-2")
        assert request is not None
        if point is CrashPoint.BEFORE_COMMIT:
            assert (permit, request.status.value) == (None, "approved")
        else:
            assert permit is not None
            assert (permit.status.value, request.status.value) == ("issued", "spent")
    assert consistent(place)


@pytest.mark.requirement("OPS-2", "APPR-1", "AUDIT-1")
@pytest.mark.parametrize("after", [1, 3])
@pytest.mark.parametrize("point", POINTS)
def test_a_process_killed_with_groups_in_flight_keeps_what_it_acknowledged_and_spends_nothing_twice(
    place: Place, point: CrashPoint, after: int
) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.support.store_kill", str(place.root), point.value, "groups", str(after)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."])},
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert consistent(place)
    with place.open() as store:
        entries = store.entries(start=0, count=10_000)
        spends, runs = Counter[str](), Counter[str]()
        for entry in entries:
            if entry.kind is Kind.PERMIT_ISSUED:
                spends[str(entry.body["subject"])] += 1
            elif entry.kind is Kind.PERMIT_REDEEMED:
                runs[str(entry.body["permit"])] += 1
        assert set(spends.values()) | set(runs.values()) <= {1}
        for line in run.stdout.splitlines():
            what, permit, seq = line.split()
            said = entries[int(seq)]
            expected = (Kind.PERMIT_ISSUED, "id") if what == "spent" else (Kind.PERMIT_REDEEMED, "permit")
            assert (said.kind, said.body[expected[1]]) == (expected[0], permit)
        # Whatever stands unacknowledged stands whole: the attempt with its permit, the permit with its approval.
        assert sum(spends.values()) == sum(entry.kind is Kind.DECISION_MADE for entry in entries)
        assert sum(spends.values()) == len(store.rows(Table.REQUESTS, status="spent", limit=1_000))
    assert consistent(place)


# ── disk ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("OPS-2")
def test_a_full_disk_refuses_and_loses_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with place.open() as store:
        scenario = governed(store)
        before = store.size()
        writer = writer_of(store)
        (pages,) = writer.execute("PRAGMA page_count").fetchone()
        writer.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StoreUnavailable, match="full"):
            store.append([scenario.decided(number) for number in range(500)])
        assert store.size() == before
        writer.execute("PRAGMA max_page_count=1000000")
        # The failure was clear (rolled back), so the same store goes on once there is room.
        store.append([scenario.decided(1)])
        assert store.size() == before + 1
    assert consistent(place)


@pytest.mark.requirement("OPS-2")
def test_a_locked_database_refuses_and_goes_on_afterwards(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mayact.store.engine.BUSY_TIMEOUT_MS", 50)
    with place.open() as store:
        scenario = governed(store)
        stranger = sqlite3.connect(place.database, isolation_level=None)
        stranger.execute("BEGIN IMMEDIATE")
        try:
            with pytest.raises(StoreUnavailable, match="locked"):
                store.append([scenario.started()])
        finally:
            stranger.close()
        assert store.append([scenario.started()]).entries[0].seq == 4


class FailingAnchor(Anchor):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.failing = False

    def write(self, head: Anchored) -> None:
        if self.failing:
            raise StoreUnavailable("the head could not be anchored", hint="free space")
        super().write(head)


@pytest.mark.requirement("OPS-2")
def test_nothing_is_written_over_a_head_that_is_not_anchored(place: Place) -> None:
    anchor = FailingAnchor(place.anchor_file)
    with place.open(anchor=anchor) as store:
        scenario = governed(store)
        anchor.failing = True
        for _ in range(3):
            with pytest.raises(StoreUnavailable, match="anchored"):
                store.append([scenario.started()])
        assert store.size() == 5
        anchor.failing = False
        store.append([scenario.started()])
    with place.open() as store:
        assert store.size() == 6
        anchored = place.anchor.read(key=LOG_VERIFIER)
        assert anchored is not None
        assert anchored.size == 6


@pytest.mark.requirement("OPS-2", "AUDIT-1", "APPR-1")
@pytest.mark.parametrize("stands", [True, False])
def test_a_commit_that_fails_is_never_acknowledged_whatever_became_of_it(
    place: Place, monkeypatch: pytest.MonkeyPatch, stands: bool
) -> None:
    commit = SqliteTransaction.commit

    def failing(transaction: SqliteTransaction) -> None:
        if stands:
            commit(transaction)
        raise StoreUnavailable("the disk said no")

    with place.open() as store:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1")])
        size = store.size()
        with monkeypatch.context() as patch:
            patch.setattr(SqliteTransaction, "commit", failing)
            with pytest.raises(StoreUnavailable, match="said no"):
                store.append([scenario.issued(1, requests=["req-1"])])
        store.append([scenario.started()])
        assert store.size() == size + 1 + stands
        # The approval is spent exactly when the permit is there.
        assert (store.row(Table.PERMITS, "prm-1") is not None) is stands
        request = store.row(Table.REQUESTS, "req-1")
        assert request is not None
        assert request.status.value == ("spent" if stands else "approved")
    assert consistent(place)


def test_the_anchor_directory_that_cannot_be_written_refuses(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
        shutil.rmtree(place.anchor_file.parent)
        place.anchor_file.parent.write_text("a file where the directory was")
        with pytest.raises(StoreUnavailable):
            store.append([scenario.started()])


def test_the_driver_s_words_carry_no_payload(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
        writer_of(store).execute("DROP TABLE requests")
        with pytest.raises(MayactError) as caught:
            store.append([scenario.opened(1)])
        assert "protected branch" not in str(caught.value)
        assert "\n" not in str(caught.value)


# ── rollback, forks, anchors ─────────────────────────────────────────────────────────────────────────────


def copy_state(place: Place, name: str) -> Path:
    saved = place.root / name
    shutil.copytree(place.database.parent, saved)
    return saved


def put_back(place: Place, saved: Path) -> None:
    shutil.rmtree(place.database.parent)
    shutil.copytree(saved, place.database.parent)


@pytest.mark.requirement("OPS-2", "APPR-1")
def test_a_database_put_back_to_an_earlier_state_is_refused(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1")])
    saved = copy_state(place, "backup")
    with place.open() as store:
        store.append([scenario.issued(1, requests=["req-1"])])
    put_back(place, saved)
    with pytest.raises(RolledBack):
        place.open()


@pytest.mark.requirement("AUDIT-2", "OPS-2")
def test_a_file_put_back_under_a_running_gate_is_called_what_it_is(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
        with sqlite3.connect(place.database) as before:
            frontier = before.execute("SELECT size, hashes FROM frontier").fetchone()
        before.close()
        run_once(store, scenario, 1)
        with sqlite3.connect(place.database) as stranger:
            for table in ("entries WHERE seq >= 4", "checkpoints WHERE size > 4", "requests", "permits"):
                stranger.execute(f"DELETE FROM {table}")
            stranger.execute("UPDATE frontier SET size = ?, hashes = ?", frontier)
        stranger.close()
        for _ in range(2):
            with pytest.raises(RolledBack, match="4 entries and 11 were acknowledged here: it was put back"):
                store.append([scenario.started()])
    with pytest.raises(RolledBack):
        place.open()


def test_another_history_of_the_same_length_is_refused(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
    saved = copy_state(place, "fork")
    with place.open() as store:
        run_once(store, scenario, 1)
    # The same key signs another continuation, as whoever stole it could.
    elsewhere = Place(place.root / "elsewhere")
    shutil.copytree(saved, elsewhere.database.parent)
    with open_fork(elsewhere) as forked:
        run_once(forked, scenario, 2)
        run_once(forked, scenario, 3)
    put_back(place, elsewhere.database.parent)
    with pytest.raises(RolledBack):
        place.open()


def open_fork(fork: Place) -> SqliteStore:
    """Open a copy with an anchor that fits it: the head of its own newest checkpoint."""
    note = newest_checkpoint(fork.database)
    head = open_checkpoint(note, key=LOG_VERIFIER)
    fork.anchor.write(Anchored(head.size, head.root, note))
    return fork.open()


def test_an_emptied_state_directory_is_refused(place: Place) -> None:
    with place.open() as store:
        governed(store)
    shutil.rmtree(place.database.parent)
    for _ in range(2):
        with pytest.raises(RolledBack, match="is gone, and its anchor speaks of 4 entries"):
            place.open()
        assert not place.database.exists(), "an empty store would stand in the way of the one that is brought back"


def test_a_missing_anchor_is_refused(place: Place) -> None:
    with place.open() as store:
        governed(store)
    place.anchor_file.unlink()
    with pytest.raises(StoreCorrupt, match="anchor is missing"):
        place.open()


def test_an_anchor_behind_the_store_is_brought_forward(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
        older = place.anchor_file.read_bytes()
        run_once(store, scenario, 1)
    place.anchor_file.write_bytes(older)
    with place.open() as store:
        anchored = place.anchor.read(key=LOG_VERIFIER)
        assert anchored is not None
        assert anchored.size == store.size()


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[: len(raw) // 2],
        lambda raw: b"",
        lambda raw: raw.replace(b'"size":', b'"size":1'),
        lambda raw: raw.rstrip(b"\0"),
        lambda raw: raw.replace(b"\n", b""),
        lambda raw: raw + raw,
        lambda raw: b"{}\n",
        lambda raw: b"\xff" * 100,
        lambda raw: raw.replace(b'"checkpoint":"', b'"checkpoint":"x'),
        lambda raw: b" " * 70_000,
    ],
)
def test_a_torn_or_altered_anchor_is_refused(place: Place, damage: object) -> None:
    with place.open() as store:
        governed(store)
    place.anchor_file.write_bytes(damage(place.anchor_file.read_bytes()))  # type: ignore[operator]
    with pytest.raises(StoreCorrupt):
        place.open()


def test_a_key_that_did_not_sign_the_log_does_not_open_it(place: Place) -> None:
    with place.open() as store:
        governed(store)
    other = VerifierKey(LOG_VERIFIER.name, signing_key(9).public_key().public_bytes_raw())
    with pytest.raises(StoreCorrupt):
        SqliteStore.open(place.database, key=other, sign=signing_key(9).sign, anchor=place.anchor)
    with pytest.raises(ProofInvalid):
        SqliteStore.open(place.database, key=LOG_VERIFIER, sign=signing_key(9).sign, anchor=place.anchor)
    place.open().close()  # neither attempt changed anything or kept the lock


# ── other programs ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("OPS-2")
def test_two_gates_on_one_store_are_refused(place: Place) -> None:
    with place.open() as store:
        governed(store)
        with pytest.raises(StoreUnavailable, match="another gate"):
            place.open()
        code = (
            "import sys; from pathlib import Path; from tests.support.store import Place\n"
            "try: Place(Path(sys.argv[1])).open()\n"
            "except Exception as error: print(type(error).__name__)"
        )
        run = subprocess.run(
            [sys.executable, "-c", code, str(place.root)],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."])},
        )
        assert run.stdout.strip() == "StoreUnavailable", run.stderr
    place.open().close()


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_database_that_others_may_write_is_refused(place: Place, mode: int) -> None:
    with place.open() as store:
        governed(store)
    place.database.chmod(mode)
    with pytest.raises(StoreCorrupt, match="written by others"):
        place.open()


@pytest.mark.parametrize("folder", ["state", "anchor"])
def test_a_directory_that_others_may_write_is_refused(place: Place, folder: str) -> None:
    with place.open() as store:
        scenario = governed(store)
    (place.root / folder).chmod(0o777)
    with pytest.raises(StoreCorrupt, match="written by others"), place.open() as store:
        store.append([scenario.started()])


def test_files_are_private(place: Place) -> None:
    old = os.umask(0)
    try:
        with place.open() as store:
            governed(store)
            modes = {path.name: path.stat().st_mode & 0o777 for path in place.root.rglob("*")}
    finally:
        os.umask(old)
    assert modes.pop("state") == modes.pop("anchor") == 0o700
    assert set(modes.values()) == {0o600}
    assert "mayact.db-wal" in modes


def test_a_link_in_place_of_the_database_is_refused(place: Place) -> None:
    place.database.parent.mkdir(mode=0o700)
    place.database.symlink_to(place.root / "elsewhere.db")
    with pytest.raises(MayactError):
        place.open()
    assert not (place.root / "elsewhere.db").exists()


def test_a_database_replaced_while_the_gate_runs_is_noticed(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
        copy = place.root / "copy.db"
        shutil.copy(place.database, copy)
        os.replace(copy, place.database)
        with pytest.raises(StoreCorrupt, match="replaced"):
            store.append([scenario.started()])
        with pytest.raises(StoreUnavailable):
            store.append([scenario.started()])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE frontier SET size = 3",
        "DELETE FROM frontier",
        "UPDATE frontier SET hashes = 'text'",
        "UPDATE frontier SET hashes = x'00'",
    ],
)
def test_a_head_changed_behind_the_gate_is_noticed(place: Place, change: str) -> None:
    with place.open() as store:
        scenario = governed(store)
        with sqlite3.connect(place.database) as stranger:
            stranger.execute(change)
        stranger.close()
        with pytest.raises(StoreCorrupt):
            store.append([scenario.started()])
    with pytest.raises(StoreCorrupt):
        place.open()


@pytest.mark.requirement("APPR-10")
def test_an_approver_or_policy_put_into_the_tables_while_the_gate_runs_has_no_effect(place: Place) -> None:
    with place.open() as store:
        governed(store)
        policy = store.active_policy()
        with sqlite3.connect(place.database) as stranger:
            stranger.execute(
                "INSERT INTO approvers SELECT 'key-mallory', status, action, expires_at, body FROM approvers LIMIT 1"
            )
            stranger.execute("UPDATE policies SET id = 'sha256:other'")
        stranger.close()
        assert store.row(Table.APPROVERS, "key-mallory") is None
        assert store.active_policy() == policy
    with pytest.raises(StoreCorrupt):
        place.open()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entries SET leaf = replace(CAST(leaf AS TEXT), 'alice', 'mally') WHERE seq = 1",
        "UPDATE entries SET leaf = 'text' WHERE seq = 2",
        "UPDATE entries SET leaf = 7 WHERE seq = 2",
        "UPDATE entries SET leaf_hash = zeroblob(32) WHERE seq = 2",
        "UPDATE entries SET kind = 'gate.started' WHERE seq = 3",
        "UPDATE entries SET at = 'soon' WHERE seq = 3",
        "DELETE FROM entries WHERE seq = 1",
        "DELETE FROM entries WHERE seq = 3",
        "UPDATE entries SET seq = 9 WHERE seq = 3",
        "DELETE FROM checkpoints",
        "DELETE FROM checkpoints WHERE size = 4",
        "UPDATE checkpoints SET note = x'00' WHERE size = 4",
        "UPDATE checkpoints SET note = replace(note, 'a', 'b') WHERE size = 4",
        "DELETE FROM approvers",
        "UPDATE approvers SET status = 'revoked'",
        "UPDATE policies SET body = replace(CAST(body AS TEXT), 'permit', 'forbid')",
        "DELETE FROM policies",
    ],
)
@pytest.mark.requirement("AUDIT-1")
def test_a_store_altered_at_rest_does_not_open(place: Place, change: str) -> None:
    with place.open() as store:
        governed(store)
    with sqlite3.connect(place.database) as stranger:
        assert stranger.execute(change).rowcount > 0
    stranger.close()
    with pytest.raises(StoreCorrupt):
        place.open()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE requests SET status = 'approved'",
        "UPDATE requests SET body = replace(CAST(body AS TEXT), '\"open\"', '\"approved\"')",
        "UPDATE requests SET body = 'text'",
        "UPDATE requests SET body = x'7b7d'",
        "UPDATE requests SET expires_at = expires_at + 1",
        "UPDATE requests SET action = NULL",
    ],
)
def test_a_row_whose_columns_disagree_is_refused(place: Place, change: str) -> None:
    with place.open() as store:
        scenario = governed(store)
        store.append([scenario.opened(1)])
        true = store.row(Table.REQUESTS, "req-1")
        with sqlite3.connect(place.database) as stranger:
            assert stranger.execute(change).rowcount == 1
        stranger.close()
        # What the table says of a live row is not even asked for; where it is seen, it is refused.
        assert store.row(Table.REQUESTS, "req-1") == true
        assert store.rows(Table.REQUESTS, status="open") == (true,)
        with pytest.raises(StoreCorrupt):
            store.rows(Table.REQUESTS)
        with pytest.raises(StoreCorrupt):
            store.append([scenario.answered("req-1")])


@pytest.mark.parametrize(
    "program",
    [
        "CREATE TRIGGER unspend AFTER UPDATE ON permits BEGIN DELETE FROM permits; END",
        "CREATE VIEW shadow AS SELECT * FROM requests",
    ],
)
def test_a_schema_with_programs_of_its_own_is_refused(place: Place, program: str) -> None:
    with place.open() as store:
        governed(store)
    with sqlite3.connect(place.database) as stranger:
        stranger.execute(program)
    stranger.close()
    with pytest.raises(StoreCorrupt, match="not mayact's"):
        place.open()


VANISHES = "leaf_hash BLOB NOT NULL, x AS (iif(kind = 'request.opened', NULL, 1)) NOT NULL ON CONFLICT IGNORE"
DEFINITIONS = {
    "an entry vanishes": ("entries", "leaf_hash BLOB NOT NULL", VANISHES),
    "a check": ("permits", "body BLOB NOT NULL", "body BLOB NOT NULL CHECK (status <> 'redeemed')"),
    "another row goes": ("requests", "PRIMARY KEY (id)", "PRIMARY KEY (id), UNIQUE (action) ON CONFLICT REPLACE"),
    "a collation": ("permits", "id TEXT NOT NULL", "id TEXT NOT NULL COLLATE nocase"),
    "an expression": ("permits_by_action", "(action, id)", "(action, lower(id))"),
}


@pytest.mark.requirement("AUDIT-1", "AUDIT-2")
@pytest.mark.parametrize("what", DEFINITIONS)
@pytest.mark.parametrize("running", [True, False])
def test_a_table_that_was_defined_anew_is_refused(place: Place, what: str, running: bool) -> None:
    name, before, after = DEFINITIONS[what]

    def define() -> None:
        with sqlite3.connect(place.database) as stranger:
            (was,) = stranger.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
            assert before in was
            (version,) = stranger.execute("PRAGMA schema_version").fetchone()
            stranger.execute("PRAGMA writable_schema=ON")
            stranger.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (was.replace(before, after), name))
            stranger.execute(f"PRAGMA schema_version={version + 1}")
        stranger.close()

    with place.open() as store:
        scenario = governed(store)
        if running:
            define()
            with pytest.raises((StoreCorrupt, StoreUnavailable)):
                store.append([scenario.opened(1)])
    if not running:
        define()
    with pytest.raises((StoreCorrupt, StoreUnavailable)):
        place.open()
    if what == "an entry vanishes":
        with snapshot(place.database) as recorded:
            assert any("entries" in stranger for stranger in recorded.strangers)


@pytest.mark.requirement("OPS-2", "AUDIT-1")
def test_nothing_is_acknowledged_into_a_write_ahead_log_that_was_removed(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
        size = store.size()
        os.unlink(f"{place.database}-wal")
        with pytest.raises(StoreCorrupt, match="write-ahead log"):
            store.append([scenario.started()])
        with pytest.raises(StoreUnavailable, match="restart the gate"):
            store.append([scenario.started()])
    with place.open() as store:
        assert store.size() == size
        store.append([scenario.started()])
    assert consistent(place)


@pytest.mark.requirement("AUDIT-1")
@pytest.mark.parametrize("by", [-1, 1_000_000_000])
def test_the_log_s_clock_is_not_set_by_a_column(place: Place, by: int) -> None:
    with place.open() as store:
        governed(store)
    with sqlite3.connect(place.database) as stranger:
        stranger.execute("UPDATE entries SET at = at + ? WHERE seq = 3", (by,))
    stranger.close()
    with pytest.raises(StoreCorrupt):
        place.open()


def test_a_file_that_is_no_database_is_refused(place: Place) -> None:
    place.database.parent.mkdir(mode=0o700)
    place.database.write_bytes(b"not a database" * 1000)
    place.database.chmod(0o600)
    with pytest.raises(MayactError):
        place.open()


@pytest.mark.requirement("OPS-2", "AUDIT-2")
@pytest.mark.parametrize("name", [b"entri\xb3s", b"entri\x1b["], ids=["no text", "an escape"])
def test_a_damaged_name_in_the_file_is_refused_in_words_that_can_be_shown(place: Place, name: bytes) -> None:
    """SQLite says the name, and the driver cannot read what it says where that is no text."""
    with place.open() as store:
        governed(store)
    raw = place.database.read_bytes()
    # How a table stands in the schema: its type, its name twice, its page, its statement.
    assert raw.count(b"tableentriesentries") == raw.count(b"CREATE TABLE entries") == 1
    raw = raw.replace(b"tableentriesentries", b"table" + name + name)
    place.database.write_bytes(raw.replace(b"CREATE TABLE entries", b"CREATE TABLX entries"))
    for attempt in (place.open, lambda: newest_checkpoint(place.database)):
        with pytest.raises(MayactError) as refused:
            attempt()
        assert refused.value.message.isprintable()
