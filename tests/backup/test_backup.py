"""Backup and restore: nothing acknowledged is lost, nothing secret is carried, and the anchor has the last word."""

import io
import os
import shutil
import sqlite3
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.cli_gate import PASSPHRASE, Machine

from mayact.core.errors import IllegalTransition, MayactError
from mayact.core.log.checkpoint import parse_key
from mayact.store.backup import Carried, back_up, place, unpack
from mayact.store.copying import discard

RUNS_CODE = "python3 -c \"exec('open(*%r).write(%r)' % (('ran', 'a'), 'x'))\""


def save(machine: Machine, name: str = "saved") -> Path:
    archive = machine.root / name
    done = machine.run("backup", str(archive))
    assert done.returncode == 0, done.stderr
    return archive


def lose(machine: Machine) -> None:
    """The state directory's store is gone; the gate's key stays, as it is kept apart."""
    for file in (machine.home / "state").iterdir():
        if file.name.startswith("mayact.db"):
            file.unlink()


@pytest.mark.requirement("OPS-2", "AUDIT-2")
def test_a_backup_of_a_running_gate_restores_and_goes_on(machine: Machine) -> None:
    with machine.up():
        assert machine.ask("echo one").returncode == 0
        request = machine.pending(RUNS_CODE)
        archive = save(machine)
    head = machine.run("log", "head").stdout
    # The anchor is ahead by what the gate wrote when it stopped, if anything: nothing may be lost for this to pass.
    if (
        machine.run("log", "show", "--store", str(unpacked(archive, machine))).stdout
        != machine.run("log", "show").stdout
    ):
        archive = save(machine, "saved-again")
    lose(machine)
    done = machine.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "continues the anchored head" in done.stdout
    assert machine.run("log", "head").stdout == head
    with machine.up():
        assert machine.run("approve", request, passphrase=PASSPHRASE).returncode == 0
        assert machine.ask(RUNS_CODE).returncode == 0
        assert machine.ask(RUNS_CODE).returncode == 75
    assert machine.run("log", "verify").returncode == 0


def unpacked(archive: Path, machine: Machine) -> Path:
    folder = machine.root / "look"
    with tarfile.open(archive) as tar:
        tar.extract("mayact.db", folder, filter="data")
    return folder / "mayact.db"


@pytest.mark.requirement("APPR-1", "AUDIT-2", "OPS-2")
def test_an_old_backup_is_refused_until_adopted_and_then_nothing_of_it_is_spendable(machine: Machine) -> None:
    with machine.up():
        request = machine.pending(RUNS_CODE)
        assert machine.run("approve", request, passphrase=PASSPHRASE).returncode == 0
    archive = save(machine)  # approved, not yet spent
    with machine.up():
        assert machine.ask(RUNS_CODE).returncode == 0  # spent, which the backup does not know
    lose(machine)
    done = machine.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "mayact log adopt" in done.stdout
    refused = machine.run("up")
    assert refused.returncode == 1
    assert "put back" in refused.stderr
    adopted = machine.run("log", "adopt", "--reason", "the disk died", passphrase=PASSPHRASE)
    assert adopted.returncode == 0, adopted.stderr
    with machine.up():
        assert machine.json("requests", request, "--json")["status"] == "void"
        assert machine.ask(RUNS_CODE).returncode == 75, "it ran once already"
    assert (machine.work / "ran").read_text() == "x"
    assert machine.run("log", "verify").returncode == 0


@pytest.mark.requirement("CRED-5", "APPR-10")
def test_no_key_no_token_and_no_anchor_is_carried(machine: Machine) -> None:
    tokens = machine.home / "state" / "tokens.toml"
    tokens.write_text("# a token digest: 5f2b7e1c9a\n")
    archive = save(machine)
    assert archive.stat().st_mode & 0o077 == 0
    raw = archive.read_bytes()
    for secret in ("state/gate.key", "keys/operator.key", "anchor/head"):
        assert (machine.home / secret).read_bytes().strip() not in raw
    assert b"5f2b7e1c9a" not in raw
    with tarfile.open(archive) as tar:
        assert tar.getnames() == ["backup.json", "mayact.db", "mayact.toml", "log.vkey"]


def test_nothing_that_exists_is_overwritten(machine: Machine) -> None:
    archive = save(machine)
    before = archive.read_bytes()
    assert machine.run("backup", str(archive)).returncode == 2
    assert archive.read_bytes() == before
    store = machine.database.read_bytes()
    refused = machine.run("restore", str(archive))
    assert refused.returncode == 1
    assert "there is a store" in refused.stderr
    assert machine.database.read_bytes() == store


@pytest.mark.requirement("AUDIT-2")
def test_a_machine_that_knows_no_key_believes_no_archive(machine: Machine) -> None:
    archive = save(machine)
    vkey = machine.root / "log.vkey"
    shutil.copy(machine.home / "config" / "log.vkey", vkey)
    other = Machine()
    try:
        assert other.run("restore", str(archive)).returncode == 78
        assert not other.database.exists()
        done = other.run("restore", str(archive), "--key", str(vkey))
        assert done.returncode == 0, done.stderr
        assert "gate's key is not here" in done.stdout
        assert "settings came with the archive" in done.stdout
        assert "log adopt" in done.stdout, "it has no anchor, so it cannot know that this is the newest state"
        shutil.copy(machine.home / "state" / "gate.key", other.home / "state" / "gate.key")
        assert other.run("log", "verify").returncode == 1
        shutil.copytree(machine.home / "keys", other.home / "keys", dirs_exist_ok=True)
        adopted = other.run("log", "adopt", "--reason", "another machine", passphrase=PASSPHRASE)
        assert adopted.returncode == 0, adopted.stderr
        with other.up():
            assert other.ask("echo here").returncode == 0
    finally:
        other.remove()


@pytest.mark.requirement("AUDIT-2")
def test_an_archive_of_another_log_is_refused(machine: Machine) -> None:
    other = Machine()
    try:
        other.init()
        archive = save(other)
        lose(machine)
        refused = machine.run("restore", str(archive))
        assert refused.returncode == 1
        assert not machine.database.exists()
    finally:
        other.remove()


@pytest.mark.requirement("AUDIT-2")
def test_an_archive_that_names_another_key_pins_none(machine: Machine) -> None:
    """The log in it is this one; the key beside it, which a place without one would pin, is not."""
    archive = save(machine)
    other = Machine()
    try:
        other.init()
        stranger = (other.home / "config" / "log.vkey").read_bytes()
    finally:
        other.remove()
    lose(machine)
    refused = machine.run("restore", str(repacked(archive, {"log.vkey": stranger}, machine)))
    assert (refused.returncode, "another log" in refused.stderr) == (2, True), refused.stderr
    assert not machine.database.exists()


@pytest.mark.requirement("AUDIT-2", "OPS-2")
def test_a_log_that_does_not_verify_is_not_backed_up(machine: Machine) -> None:
    """Better no backup tonight than one that nobody can restore."""
    with sqlite3.connect(machine.database) as stranger:
        stranger.execute("UPDATE entries SET at = at + 1 WHERE seq = 1")
    stranger.close()
    archive = machine.root / "saved"
    done = machine.run("backup", str(archive))
    assert (done.returncode, "does not verify" in done.stderr) == (1, True), done.stderr
    assert [path.name for path in machine.root.iterdir() if path.name.startswith("saved")] == []


@pytest.mark.requirement("OPS-2")
def test_a_store_that_was_made_while_an_archive_was_read_stays(good: bytes, initialised: Machine) -> None:
    archive, beside = initialised.root / "late", initialised.root / "late-place" / "mayact.db"
    archive.write_bytes(good)
    key = parse_key((initialised.home / "config" / "log.vkey").read_text().strip())
    unpacked = unpack(str(archive), beside=str(beside), key=key, anchored=None)
    beside.write_bytes(b"somebody else's")
    with pytest.raises(IllegalTransition):
        place(unpacked, str(beside))
    assert beside.read_bytes() == b"somebody else's"
    discard(unpacked.draft)


@pytest.mark.requirement("AUDIT-2", "APPR-10")
def test_an_altered_archive_is_refused_and_leaves_nothing(machine: Machine) -> None:
    archive = save(machine)
    database = unpacked(archive, machine)
    with sqlite3.connect(database) as changed:
        changed.execute("UPDATE entries SET at = at + 1 WHERE seq = 1")
    changed.close()
    forged = repacked(archive, {"mayact.db": database.read_bytes()}, machine)
    lose(machine)
    refused = machine.run("restore", str(forged))
    assert (refused.returncode, "does not verify" in refused.stderr) == (1, True)
    assert [file.name for file in (machine.home / "state").iterdir() if "db" in file.name] == []


def repacked(archive: Path, changed: dict[str, bytes], machine: Machine) -> Path:
    made = machine.root / "forged"
    with tarfile.open(archive) as old, tarfile.open(made, "w") as new:
        for info in old:
            source = old.extractfile(info)
            assert source is not None
            content = changed.get(info.name, source.read())
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    return made


@pytest.fixture(scope="module")
def good(initialised: Machine) -> bytes:
    archive = initialised.root / "good"
    key = parse_key((initialised.home / "config" / "log.vkey").read_text().strip())
    carried = Carried(settings="", key=key.text() + "\n")
    back_up(str(initialised.database), str(archive), key=key, carried=carried, at=1_000)
    return archive.read_bytes()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.floats(0, 1), flips=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), max_size=3))
def test_a_cut_or_damaged_archive_never_becomes_a_store(
    good: bytes, initialised: Machine, cut: float, flips: list[tuple[float, int]]
) -> None:
    raw = bytearray(good[: int(len(good) * cut)] if not flips else good)
    for at, bits in flips:
        raw[int(at * (len(raw) - 1))] ^= bits
    archive, beside = initialised.root / "damaged", initialised.root / "place" / "mayact.db"
    archive.write_bytes(raw)
    key = parse_key((initialised.home / "config" / "log.vkey").read_text().strip())
    try:
        found = unpack(str(archive), beside=str(beside), key=key, anchored=None)
    except MayactError:
        assert not [name for name in os.listdir(beside.parent) if "restoring" in name]
    else:
        # Damage that the record does not consist of (padding, free pages, the archive's own times).
        assert found.report.findings == ()
        assert found.report.size > 0
        discard(found.draft)
    assert not beside.exists()


@pytest.mark.parametrize("name", ["../mayact.db", "/etc/passwd", "mayact.db.lock"])
@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_a_member_goes_nowhere_but_beside_the_store(good: bytes, machine: Machine, name: str, kind: bytes) -> None:
    made = machine.root / "hostile"
    with tarfile.open(fileobj=io.BytesIO(good)) as old, tarfile.open(made, "w") as new:
        for info in old:
            source = old.extractfile(info)
            assert source is not None
            if info.name == "mayact.db":
                info.name, info.type, info.linkname = name, kind, "/etc/passwd"
            new.addfile(info, source if info.isreg() else None)
    lose(machine)
    before = sorted(machine.root.rglob("*"))
    refused = machine.run("restore", str(made))
    assert (refused.returncode, "not a whole backup" in refused.stderr) == (2, True), refused.stderr
    assert sorted(machine.root.rglob("*")) == before


@pytest.mark.requirement("OPS-2")
def test_a_few_bytes_do_not_fill_the_disk(good: bytes, machine: Machine) -> None:
    made, size = machine.root / "hostile", 64 << 20
    with tarfile.open(fileobj=io.BytesIO(good)) as old, tarfile.open(made, "w", format=tarfile.PAX_FORMAT) as new:
        for info in old:
            source = old.extractfile(info)
            if info.name == "mayact.db":
                info.size, source = 0, None
                info.pax_headers = {"GNU.sparse.map": "0,0", "GNU.sparse.size": str(size)}
            new.addfile(info, source)
    with tarfile.open(made) as hostile:
        assert hostile.getmember("mayact.db").size == size
    lose(machine)
    refused = machine.run("restore", str(made))
    assert (refused.returncode, "not a whole backup" in refused.stderr) == (2, True), refused.stderr


def test_what_is_archived_is_the_whole_database(good: bytes) -> None:
    with tarfile.open(fileobj=io.BytesIO(good)) as archive:
        source = archive.extractfile("mayact.db")
        assert source is not None
        # Both version numbers of the file's header say that nothing of it stands in a log beside it
        # (sqlite.org/fileformat2.html, 1.3.3).
        assert source.read(20)[18:] == b"\x01\x01"
