"""Going on from a restored store: only signed, only for exactly that head, and nothing approved before survives."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from tests.support.postgres import Home, name_of, server
from tests.support.store import ALICE, BOB, LOG_KEY, LOG_VERIFIER, ORIGIN, Approver, Place, Scenario, governed

from mayact.core.errors import (
    Forbidden,
    IllegalTransition,
    MayactError,
    RolledBack,
    StoreCorrupt,
    StoreUnavailable,
    Unauthenticated,
)
from mayact.core.log.checkpoint import Checkpoint
from mayact.core.log.entry import Kind
from mayact.core.log.state import Table
from mayact.core.log.statements import adoption_statement
from mayact.core.log.verify import Outside, verify
from mayact.ports import Receipt
from mayact.store.adopt import Adoptable, adopt, head_to_adopt
from mayact.store.anchor import Anchor
from mayact.store.choose import LogStore, Where
from mayact.store.reader import snapshot

pytestmark = pytest.mark.xdist_group("postgres")


class Installed(Protocol):
    """A store and its anchor, on either database."""

    @property
    def anchor_file(self) -> Path: ...

    @property
    def anchor(self) -> Anchor: ...

    @property
    def where(self) -> Where: ...

    @property
    def database(self) -> Path:
        """This home's own file, or where it would be."""

    def open(self) -> LogStore: ...

    def save(self) -> None:
        """Remember the store as it is now. No gate is up."""

    def put_back(self) -> None:
        """The store becomes what was saved; the anchor stays."""

    def disturb(self) -> None:
        """An entry is gone from the store."""


class OnSqlite(Place):
    @property
    def where(self) -> Where:
        return self.database

    def save(self) -> None:
        shutil.copytree(self.database.parent, self.root / "backup")

    def put_back(self) -> None:
        shutil.rmtree(self.database.parent)
        shutil.copytree(self.root / "backup", self.database.parent)

    def disturb(self) -> None:
        with sqlite3.connect(self.database) as stranger:
            stranger.execute("DELETE FROM entries WHERE seq = 2")
        stranger.close()


class OnPostgres(Home):
    @property
    def where(self) -> Where:
        return self.place

    @property
    def database(self) -> Path:
        return self.root / "state" / "mayact.db"

    def another(self, root: Path) -> "OnPostgres":
        return OnPostgres(self.beside(root).root, self.url)

    def save(self) -> None:
        server().copy(self.url, f"{name_of(self.url)}_saved")

    def put_back(self) -> None:
        server().put_back(self.url, f"{name_of(self.url)}_saved")

    def disturb(self) -> None:
        with server().as_administrator(name_of(self.url)) as stranger:
            stranger.execute("DELETE FROM mayact.entries WHERE seq = 2")


@pytest.fixture
def url() -> Iterator[str]:
    made = server().database()
    yield made
    server().drop(made)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Installed:
    if request.param == "sqlite":
        return OnSqlite(tmp_path)
    return OnPostgres(tmp_path, request.getfixturevalue("url"))


def adopt_as(place: Installed, head: Checkpoint, who: Approver = ALICE, *, by: Approver | None = None) -> Receipt:
    statement = adoption_statement(
        origin=ORIGIN, size=head.size, root=head.root.hex(), approver=(by or who).id, reason="restored the backup"
    )
    return adopt(
        place.where,
        beside=str(place.database),
        key=LOG_VERIFIER,
        sign=LOG_KEY.sign,
        anchor=place.anchor,
        approver=(by or who).id,
        reason="restored the backup",
        signature=who.sign(statement),
        at=9_000,
    )


def adoptable(place: Installed) -> Adoptable:
    return head_to_adopt(
        place.where, beside=str(place.database), key=LOG_VERIFIER, sign=LOG_KEY.sign, anchor=place.anchor
    )


def head_of(place: Installed) -> Checkpoint:
    return adoptable(place).head


@pytest.fixture
def restored(place: Installed) -> tuple[Installed, Scenario]:
    """A store put back to when an approval and a permit were unspent that have been spent since."""
    with place.open() as store:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1"), scenario.opened(2), scenario.issued(3)])
    place.save()
    with place.open() as store:
        store.append([scenario.issued(1, requests=["req-1"]), scenario.redeemed(3)])
    place.put_back()
    return place, scenario


@pytest.mark.requirement("OPS-2", "APPR-1")
def test_an_adopted_head_opens_and_everything_unspent_is_void(restored: tuple[Installed, Scenario]) -> None:
    place, scenario = restored
    with pytest.raises(RolledBack):
        place.open()
    shown = adoptable(place)
    assert (shown.requests, shown.permits) == (2, 1)
    assert {row.id for row in shown.approvers} == {ALICE.id, BOB.id}
    receipt = adopt_as(place, shown.head)
    assert receipt.entries[0].kind is Kind.HEAD_ADOPTED
    with place.open() as store:
        found = {row.id: row.status.value for table in (Table.REQUESTS, Table.PERMITS) for row in store.rows(table)}
        assert found == {"req-1": "void", "req-2": "void", "prm-3": "void"}
        with pytest.raises(IllegalTransition):
            store.append([scenario.issued(1, requests=["req-1"])])
        pinned = Outside("anchored head", store.checkpoint())
    with snapshot(place.where) as recorded:
        assert verify(recorded, key=LOG_VERIFIER, outside=[pinned]).findings == ()


def check_refused(place: Installed, head: Checkpoint, who: Approver, by: Approver, error: type[MayactError]) -> None:
    before = place.anchor_file.read_bytes()
    with pytest.raises(error):
        adopt_as(place, head, who, by=by)
    assert place.anchor_file.read_bytes() == before
    with pytest.raises(RolledBack):
        place.open()


def test_no_other_signature_moves_the_anchor(restored: tuple[Installed, Scenario]) -> None:
    place, _ = restored
    head = head_of(place)
    mallory = Approver(66, "mallory")
    check_refused(place, head, mallory, mallory, Unauthenticated)
    check_refused(place, head, mallory, ALICE, Unauthenticated)
    check_refused(place, head, BOB, BOB, Forbidden)
    check_refused(place, Checkpoint(ORIGIN, head.size, bytes(32)), ALICE, ALICE, Unauthenticated)
    check_refused(place, Checkpoint(ORIGIN, head.size - 1, head.root), ALICE, ALICE, Unauthenticated)


def test_a_lost_anchor_is_replaced_by_adopting(place: Installed) -> None:
    with place.open() as store:
        governed(store)
    place.anchor_file.write_bytes(b"torn")
    with pytest.raises(StoreCorrupt):
        place.open()
    adopt_as(place, head_of(place))
    place.open().close()


def test_a_store_that_is_not_in_order_cannot_be_adopted(restored: tuple[Installed, Scenario]) -> None:
    place, _ = restored
    head = head_of(place)
    place.disturb()
    with pytest.raises(StoreCorrupt):
        adopt_as(place, head)


def test_an_empty_store_has_nothing_to_adopt(place: Installed) -> None:
    place.open().close()
    with pytest.raises(StoreCorrupt):
        head_of(place)


@pytest.mark.requirement("OPS-1")
def test_nothing_is_adopted_while_a_gate_is_up_beside_it(url: str, tmp_path: Path) -> None:
    place = OnPostgres(tmp_path / "one", url)
    with place.open() as store:
        scenario = governed(store)
    other = place.another(tmp_path / "other")
    place.anchor_file.unlink()
    with other.open() as store:
        with pytest.raises(StoreUnavailable, match="a gate is up"):
            head_of(place)
        store.append([scenario.opened(1)])
    head = head_of(place)
    assert head.size == 5
    adopt_as(place, head)
    with other.open() as store:
        assert [row.status.value for row in store.rows(Table.REQUESTS)] == ["void"]


@pytest.mark.requirement("OPS-1", "AUDIT-2")
def test_each_home_on_a_log_decides_for_itself(url: str, tmp_path: Path) -> None:
    place = OnPostgres(tmp_path / "one", url)
    with place.open() as store:
        scenario = governed(store)
    place.save()
    with place.open() as store:
        store.append([scenario.opened(1)])
    other = place.another(tmp_path / "other")
    place.put_back()
    adopt_as(place, head_of(place))
    with place.open() as store:
        store.append([scenario.started(), scenario.started()])
    # What one person signed for one home moves no other home's anchor.
    with pytest.raises(RolledBack):
        other.open()
    adopt_as(other, head_of(other))
    for one in (place, other):
        one.open().close()


def test_a_file_beside_the_database_is_never_set_aside_by_adopting(url: str, tmp_path: Path) -> None:
    place = OnPostgres(tmp_path, url)
    with place.open() as store:
        governed(store)
    place.anchor_file.unlink()
    place.database.write_bytes(b"another log")
    with pytest.raises(IllegalTransition, match="there is a store at"):
        head_of(place)
    assert place.database.read_bytes() == b"another log"
    place.database.unlink()
    adopt_as(place, head_of(place))
    place.open().close()
