"""`mayact log`: what it prints for people and programs, and its exit codes."""

import io
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.support.store import LOG_VERIFIER, Place, action, governed, run_once, signing_key

from mayact.cli import log
from mayact.core.canonical import canonical_bytes
from mayact.core.errors import NotFound, ProofInvalid
from mayact.core.log.checkpoint import VerifierKey
from mayact.core.log.entry import Draft, Kind


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    with place.open() as store:
        scenario = governed(store)
        run_once(store, scenario, 1)
        store.append([Draft(Kind.GATE_STARTED, {"name": "\u202e\x1b[2Jevil\n12 approved"}, scenario.at)])
    return place


def verified(place: Place, **options: object) -> tuple[int, str]:
    out = io.StringIO()
    code = log.verify(place.database, key=LOG_VERIFIER, out=out, **options)  # type: ignore[arg-type]
    return code, out.getvalue()


@pytest.mark.requirement("AUDIT-1", "OPS-1")
def test_an_untouched_store_verifies_under_its_anchor(place: Place) -> None:
    code, text = verified(place, anchor=place.anchor_file)
    assert code == 0
    assert "consistent up to 12 entries, all of them under the anchored head" in text
    assert LOG_VERIFIER.text() in text


@pytest.mark.requirement("AUDIT-1", "OPS-1")
def test_findings_are_printed_and_end_in_exit_code_one(place: Place) -> None:
    with sqlite3.connect(place.database) as stranger:
        stranger.execute("UPDATE permits SET status = 'issued'")
    stranger.close()
    code, text = verified(place, anchor=place.anchor_file)
    assert code == 1
    assert "changed state row: permits/" in text
    code, text = verified(place, as_json=True)
    report = json.loads(text)
    assert (code, report["consistent"]) == (1, False)
    assert report["findings"][0]["flaw"] == "changed state row"


def test_a_missing_anchor_is_a_finding(place: Place) -> None:
    place.anchor_file.unlink()
    code, text = verified(place, anchor=place.anchor_file)
    assert code == 1
    assert "missing anchor" in text


def test_a_pinned_head_shows_a_rollback(place: Place, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copy(place.database, old)
    with place.open() as store:
        scenario = governed_again(place)
        store.append([scenario])
    pin = tmp_path / "pin"
    with pin.open("w") as out:
        log.head(place.database, out=out)
    out = io.StringIO()
    assert log.verify(old, key=LOG_VERIFIER, out=out, pins=[pin]) == 1
    assert "rolled back: pinned head pin" in out.getvalue()
    assert verified(place, pins=[pin])[0] == 0
    with pytest.raises(NotFound):
        verified(place, pins=[tmp_path / "nowhere"])


def governed_again(place: Place) -> Draft:
    return Draft(Kind.GATE_STARTED, {"again": str(place.database.name)}, 2_000)


def test_showing_escapes_what_agents_wrote(place: Place) -> None:
    out = io.StringIO()
    log.show(place.database, out=out)
    assert "\x1b" not in out.getvalue()
    assert "\u202e" not in out.getvalue()
    assert len(out.getvalue().splitlines()) == 12
    lines = io.StringIO()
    log.show(place.database, out=lines, as_json=True, start=11)
    assert lines.getvalue().isascii()
    leaf = json.loads(json.loads(lines.getvalue())["leaf"])
    assert leaf["body"]["name"] == "\u202e\x1b[2Jevil\n12 approved"


def test_showing_one_action(place: Place) -> None:
    out = io.StringIO()
    log.show(place.database, out=out, action=action(1))
    kinds = [line.split()[3] for line in out.getvalue().splitlines()]
    assert kinds == [
        "decision.made",
        "request.opened",
        "request.answered",
        "decision.made",
        "permit.issued",
        "permit.redeemed",
        "outcome.reported",
    ]


def test_a_printed_proof_is_verified_without_the_store(place: Place) -> None:
    out, said = io.StringIO(), io.StringIO()
    log.prove(place.database, 6, out=out)
    shutil.rmtree(place.root / "state")
    log.check(out.getvalue().encode(), key=LOG_VERIFIER, out=said)
    assert said.getvalue().startswith("proven: entry 6,")
    other = VerifierKey(LOG_VERIFIER.name, signing_key(9).public_key().public_bytes_raw())
    with pytest.raises(ProofInvalid):
        log.check(out.getvalue().encode(), key=other, out=said)
    changed = canonical_bytes({**json.loads(out.getvalue()), "index": 7})
    with pytest.raises(ProofInvalid):
        log.check(changed, key=LOG_VERIFIER, out=said)


def test_what_is_not_there_is_said_so(place: Place, tmp_path: Path) -> None:
    with pytest.raises(ProofInvalid):
        log.prove(place.database, 12, out=io.StringIO())
    with pytest.raises(NotFound):
        log.verify(tmp_path / "none.db", key=LOG_VERIFIER, out=io.StringIO())
    assert not (tmp_path / "none.db").exists()


def test_reading_changes_no_byte_of_a_copy(place: Place, tmp_path: Path) -> None:
    copy = tmp_path / "evidence" / "copy.db"
    copy.parent.mkdir()
    shutil.copy(place.database, copy)
    before = copy.read_bytes()
    copy.chmod(0o400)
    copy.parent.chmod(0o500)
    out = io.StringIO()
    assert log.verify(copy, key=LOG_VERIFIER, out=out) == 0
    assert copy.read_bytes() == before
    assert [path.name for path in copy.parent.iterdir()] == ["copy.db"]
    copy.parent.chmod(0o700)
