"""Going on from a restored store: only signed, only for exactly that head, and nothing approved before survives."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.support.store import ALICE, BOB, LOG_KEY, LOG_VERIFIER, ORIGIN, Approver, Place, Scenario, governed

from mayact.core.errors import Forbidden, IllegalTransition, MayactError, RolledBack, StoreCorrupt, Unauthenticated
from mayact.core.log.checkpoint import Checkpoint
from mayact.core.log.entry import Kind
from mayact.core.log.state import Table
from mayact.core.log.statements import adoption_statement
from mayact.core.log.verify import Outside, verify
from mayact.ports import Receipt
from mayact.store.adopt import adopt, head_to_adopt
from mayact.store.reader import snapshot


def adopt_as(place: Place, head: Checkpoint, who: Approver = ALICE, *, by: Approver | None = None) -> Receipt:
    statement = adoption_statement(
        origin=ORIGIN, size=head.size, root=head.root.hex(), approver=(by or who).id, reason="restored the backup"
    )
    return adopt(
        place.database,
        key=LOG_VERIFIER,
        sign=LOG_KEY.sign,
        anchor=place.anchor,
        approver=(by or who).id,
        reason="restored the backup",
        signature=who.sign(statement),
        at=9_000,
    )


def head_of(place: Place) -> Checkpoint:
    return head_to_adopt(place.database, key=LOG_VERIFIER, sign=LOG_KEY.sign, anchor=place.anchor).head


@pytest.fixture
def restored(tmp_path: Path) -> tuple[Place, Scenario]:
    """A store put back to when an approval and a permit were unspent that have been spent since."""
    place = Place(tmp_path)
    with place.open() as store:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1"), scenario.opened(2), scenario.issued(3)])
    shutil.copytree(place.database.parent, tmp_path / "backup")
    with place.open() as store:
        store.append([scenario.issued(1, requests=["req-1"]), scenario.redeemed(3)])
    shutil.rmtree(place.database.parent)
    shutil.copytree(tmp_path / "backup", place.database.parent)
    return place, scenario


@pytest.mark.requirement("OPS-2", "APPR-1")
def test_an_adopted_head_opens_and_everything_unspent_is_void(restored: tuple[Place, Scenario]) -> None:
    place, scenario = restored
    with pytest.raises(RolledBack):
        place.open()
    shown = head_to_adopt(place.database, key=LOG_VERIFIER, sign=LOG_KEY.sign, anchor=place.anchor)
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
    with snapshot(place.database) as recorded:
        assert verify(recorded, key=LOG_VERIFIER, outside=[pinned]).findings == ()


def check_refused(place: Place, head: Checkpoint, who: Approver, by: Approver, error: type[MayactError]) -> None:
    before = place.anchor_file.read_bytes()
    with pytest.raises(error):
        adopt_as(place, head, who, by=by)
    assert place.anchor_file.read_bytes() == before
    with pytest.raises(RolledBack):
        place.open()


def test_no_other_signature_moves_the_anchor(restored: tuple[Place, Scenario]) -> None:
    place, _ = restored
    head = head_of(place)
    mallory = Approver(66, "mallory")
    check_refused(place, head, mallory, mallory, Unauthenticated)
    check_refused(place, head, mallory, ALICE, Unauthenticated)
    check_refused(place, head, BOB, BOB, Forbidden)
    check_refused(place, Checkpoint(ORIGIN, head.size, bytes(32)), ALICE, ALICE, Unauthenticated)
    check_refused(place, Checkpoint(ORIGIN, head.size - 1, head.root), ALICE, ALICE, Unauthenticated)


def test_a_lost_anchor_is_replaced_by_adopting(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with place.open() as store:
        governed(store)
    place.anchor_file.write_bytes(b"torn")
    with pytest.raises(StoreCorrupt):
        place.open()
    adopt_as(place, head_of(place))
    place.open().close()


def test_a_store_that_is_not_in_order_cannot_be_adopted(restored: tuple[Place, Scenario]) -> None:
    place, _ = restored
    head = head_of(place)
    with sqlite3.connect(place.database) as stranger:
        stranger.execute("DELETE FROM entries WHERE seq = 2")
    stranger.close()
    with pytest.raises(StoreCorrupt):
        adopt_as(place, head)


def test_an_empty_store_has_nothing_to_adopt(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.open().close()
    with pytest.raises(StoreCorrupt):
        head_of(place)
