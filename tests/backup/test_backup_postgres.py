"""A backup of an installation on PostgreSQL comes back as a file, and from there into another database."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.cli_gate import PASSPHRASE, Machine
from tests.support.postgres import server

from mayact.config import parse_settings

pytestmark = [pytest.mark.xdist_group("postgres"), pytest.mark.e2e]

RUNS_CODE = "python3 -c \"exec('open(*%r).write(%r)' % (('ran', 'a'), 'x'))\""


@pytest.fixture
def urls() -> Iterator[tuple[str, str]]:
    made = server().database(), server().database()
    yield made
    for url in made:
        server().drop(url)


@pytest.fixture
def on_postgres(machine: Machine, urls: tuple[str, str]) -> Machine:
    done = machine.run("migrate", "--to", urls[0])
    assert done.returncode == 0, done.stderr
    return machine


def empty_url(machine: Machine) -> None:
    path = machine.home / "config" / "mayact.toml"
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if not line.startswith("url")))


@pytest.mark.requirement("OPS-1", "OPS-2", "AUDIT-2")
def test_a_database_is_backed_up_while_it_runs_and_restored_into_both(
    on_postgres: Machine, urls: tuple[str, str]
) -> None:
    machine = on_postgres
    with machine.up():
        request = machine.pending(RUNS_CODE)
        running = machine.run("backup", str(machine.root / "running"))
        assert running.returncode == 0, running.stderr
        assert machine.run("approve", request, passphrase=PASSPHRASE).returncode == 0
    archive = machine.root / "saved"
    saved = machine.run("backup", str(archive))
    assert saved.returncode == 0, saved.stderr
    head = machine.run("log", "head").stdout
    assert head in saved.stdout
    assert not machine.database.exists()
    refused = machine.run("restore", str(archive))
    assert (refused.returncode, "names another store" in refused.stderr) == (78, True), refused.stderr

    empty_url(machine)
    restored = machine.run("restore", str(archive))
    assert restored.returncode == 0, restored.stderr
    assert "continues the anchored head" in restored.stdout
    assert machine.run("log", "head").stdout == head
    with machine.up():
        assert machine.ask(RUNS_CODE).returncode == 0
        assert machine.ask(RUNS_CODE).returncode == 75
    moved = machine.run("migrate", "--to", urls[1])
    assert moved.returncode == 0, moved.stderr
    with machine.up():
        assert machine.ask(RUNS_CODE).returncode == 75
    assert machine.run("log", "verify").returncode == 0
    assert (machine.work / "ran").read_text() == "x"


@pytest.mark.requirement("OPS-1", "APPR-1")
def test_another_machine_stands_on_what_was_restored_and_not_on_the_database(
    on_postgres: Machine, blank: Machine
) -> None:
    archive, vkey = on_postgres.root / "saved", on_postgres.home / "config" / "log.vkey"
    assert on_postgres.run("backup", str(archive)).returncode == 0
    done = blank.run("restore", str(archive), "--key", str(vkey))
    assert done.returncode == 0, done.stderr
    assert "settings named a database" in done.stdout
    before, after = (parse_settings((one.home / "config" / "mayact.toml").read_bytes()) for one in (on_postgres, blank))
    assert before.store_url
    assert after == replace(before, store_url="")
    assert blank.run("log", "head").stdout == on_postgres.run("log", "head").stdout
    assert blank.run("log", "verify", "--store", str(blank.database)).returncode == 0
    refused = blank.run("up")
    assert refused.returncode != 0
    assert Path(blank.database).exists()
