"""The commands on PostgreSQL: a gate moved there, a second one beside it, a new one begun there, `mayact log`."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.cli_gate import PASSPHRASE, Machine
from tests.support.postgres import PASSWORD, WITH_PASSWORD, name_of, server

pytestmark = [pytest.mark.xdist_group("postgres"), pytest.mark.e2e]

PUSH = "git push origin main"
RUNS_CODE = "python3 -c \"exec('open(*%r).write(%r)' % (('ran', 'a'), 'x'))\""


@pytest.fixture
def url() -> Iterator[str]:
    made = server().database()
    yield made
    server().drop(made)


@pytest.fixture
def machine() -> Iterator[Machine]:
    made = Machine()
    yield made
    made.remove()


def set_url(machine: Machine, url: str, *, password_file: Path | None = None) -> None:
    path = machine.home / "config" / "mayact.toml"
    text = path.read_text().replace('\nurl = ""\n', f'\nurl = "{url}"\n')
    path.write_text(text.replace('\npassword_file = ""\n', f'\npassword_file = "{password_file or ""}"\n'))


def twin_of(machine: Machine) -> Machine:
    """A second home on the same log, made as docs/postgresql.md says."""
    twin = Machine()
    shutil.copytree(machine.home / "config", twin.home / "config")
    for name in ("state/gate.key", "anchor/head"):
        (twin.home / name).parent.mkdir(mode=0o700)
        shutil.copy2(machine.home / name, twin.home / name)
    return twin


@pytest.mark.requirement("OPS-1", "AUDIT-2")
def test_a_running_installation_moves_and_a_second_gate_joins_it(machine: Machine, url: str) -> None:
    machine.init()
    with machine.up():
        asked = machine.pending(PUSH)
    before = machine.run("log", "head").stdout
    moved = machine.run("migrate", "--to", url)
    assert moved.returncode == 0, moved.stderr
    assert before in moved.stdout
    assert machine.run("log", "head").stdout == before
    verified = machine.run("log", "verify")
    assert verified.returncode == 0, verified.stdout
    assert "all of them under the anchored head" in verified.stdout
    again = machine.run("migrate", "--to", url)
    assert (again.returncode, again.stderr.splitlines()[0]) == (1, "mayact: the log is in a database already")
    twin, key = twin_of(machine), str(machine.home / "keys" / "operator.key")
    try:
        with machine.up(), twin.up():
            approved = twin.run("approve", asked, "--key", key, passphrase=PASSPHRASE)
            assert approved.returncode == 0, approved.stderr
            assert f"{asked}" not in machine.run("requests").stdout
            assert machine.ask(PUSH).returncode not in (69, 75, 77)  # it ran: approved through the other gate
            assert twin.ask(PUSH).returncode == 75  # and the approval is spent for both
            shown = [machine.run("log", "show", "--count", "200"), twin.run("log", "show", "--count", "200")]
            assert shown[0].stdout == shown[1].stdout
        for one in (machine, twin):
            done = one.run("log", "verify")
            assert done.returncode == 0, done.stdout
    finally:
        twin.remove()


@pytest.mark.requirement("OPS-1", "AUDIT-2", "APPR-1")
def test_a_log_comes_back_to_one_machine_through_a_backup(machine: Machine, url: str) -> None:
    """The way back: nothing is lost on it, and what was spent on PostgreSQL stays spent."""
    machine.init()
    assert machine.run("migrate", "--to", url).returncode == 0
    key = str(machine.home / "keys" / "operator.key")
    with machine.up():
        asked = machine.pending(PUSH)
        assert machine.run("approve", asked, "--key", key, passphrase=PASSPHRASE).returncode == 0
        assert machine.ask(PUSH).returncode not in (69, 75, 77)
        waits = machine.pending(PUSH)
    before = machine.run("log", "head").stdout
    archive = machine.root / "saved"
    assert machine.run("backup", str(archive)).returncode == 0
    settings = machine.home / "config" / "mayact.toml"
    settings.write_text(settings.read_text().replace(f'url = "{url}"', 'url = ""'))
    restored = machine.run("restore", str(archive))
    assert (restored.returncode, "continues the anchored head" in restored.stdout) == (0, True), restored.stderr
    assert machine.run("log", "head").stdout == before
    with machine.up():
        assert machine.json("requests", asked, "--json")["status"] == "spent"
        assert machine.ask(PUSH).returncode == 75
        assert machine.run("approve", waits, "--key", key, passphrase=PASSPHRASE).returncode == 0
        assert machine.ask(PUSH).returncode not in (69, 75, 77)
    assert machine.run("log", "verify").returncode == 0


@pytest.mark.requirement("OPS-1")
def test_a_gate_begins_on_postgresql_with_a_password_from_a_file(machine: Machine, tmp_path: Path) -> None:
    url = server().database()
    with server().as_administrator() as connection:
        connection.execute(f"ALTER DATABASE {name_of(url)} OWNER TO {WITH_PASSWORD}".encode())
    passwords = tmp_path / "pgpass"
    passwords.write_text(f"*:*:*:{WITH_PASSWORD}:{PASSWORD}\n")
    passwords.chmod(0o600)
    template = machine.run("config", "template", "--origin", "mayact.example/team").stdout
    assert "[store]" in template
    config = machine.home / "config"
    config.mkdir(parents=True, mode=0o700)
    (config / "mayact.toml").write_text(template)
    set_url(machine, url.replace("gate@", f"{WITH_PASSWORD}@"), password_file=passwords)
    said = machine.init().stdout
    assert re.search(rf"^store      {WITH_PASSWORD}@\S+, head anchored in", said, re.MULTILINE)
    assert "mayact.db" not in said
    assert not (machine.home / "state" / "mayact.db").exists()
    with machine.up():
        assert machine.ask("true").returncode == 0
    shown = machine.run("log", "show", "--json")
    assert PASSWORD not in shown.stdout
    assert machine.run("log", "verify").returncode == 0
    passwords.write_text(f"*:*:*:{WITH_PASSWORD}:wrong\n")
    refused = machine.run("up")
    assert refused.returncode == 1
    assert re.fullmatch(
        r"mayact: store `keeper@\S+`: .*password authentication failed.*", refused.stderr.splitlines()[0]
    )
    assert "wrong" not in refused.stderr
    # libpq would read neither, and say nothing but that there is no password.
    passwords.chmod(0o640)
    assert "is not private" in machine.run("up").stderr.splitlines()[0]
    passwords.unlink()
    assert re.fullmatch(r"mayact: password file `\S+`: No such file.*", machine.run("up").stderr.splitlines()[0])
    server().drop(url)


@pytest.mark.requirement("OPS-1", "AUDIT-2")
def test_an_installation_comes_back_to_its_file(machine: Machine, url: str) -> None:
    machine.init()
    early = machine.run("migrate", "--to", "sqlite")
    assert (early.returncode, early.stderr.splitlines()[0]) == (1, "mayact: the log is in a file already")
    assert machine.run("migrate", "--to", url).returncode == 0
    with machine.up():
        asked = machine.pending(PUSH)
        running = machine.run("migrate", "--to", "sqlite")
        assert (running.returncode, "another gate holds" in running.stderr) == (1, True), running.stderr
    before = machine.run("log", "head").stdout
    back = machine.run("migrate", "--to", "sqlite")
    assert back.returncode == 0, back.stderr
    assert before in back.stdout
    assert machine.run("log", "head").stdout == before
    verified = machine.run("log", "verify")
    assert (verified.returncode, "all of them under the anchored head" in verified.stdout) == (0, True)
    server().stop()
    try:
        with machine.up():
            assert machine.run("approve", asked, passphrase=PASSPHRASE).returncode == 0
    finally:
        server().start()


@pytest.mark.requirement("AUDIT-2")
def test_the_record_is_read_from_an_address(machine: Machine, url: str) -> None:
    machine.init()
    before = machine.run("log", "head").stdout
    assert machine.run("migrate", "--to", url).returncode == 0
    elsewhere = Machine()
    try:
        key = (machine.home / "config" / "log.vkey").read_text().strip()
        done = elsewhere.run("log", "verify", "--store", url, "--key", key)
        assert done.returncode == 0, done.stdout + done.stderr
        assert elsewhere.run("log", "head", "--store", url).stdout == before
        proof = elsewhere.home.parent / "proof"
        proof.write_text(elsewhere.run("log", "prove", "0", "--store", url).stdout)
        assert elsewhere.run("log", "check", str(proof), "--key", key).stdout.startswith("proven: entry 0")
        empty = server().database()
        refused = elsewhere.run("log", "verify", "--store", empty, "--key", key)
        assert (refused.returncode, "no log in" in refused.stderr) == (1, True)
        secret = elsewhere.run("log", "head", "--store", "postgresql://gate:hunter2@localhost/x")
        assert secret.returncode == 78
        assert "hunter2" not in secret.stdout + secret.stderr
    finally:
        elsewhere.remove()


@pytest.mark.requirement("OPS-1", "APPR-1")
def test_a_database_that_was_put_back_goes_on_only_after_adopting(machine: Machine, url: str) -> None:
    machine.init()
    assert machine.run("migrate", "--to", url).returncode == 0
    with machine.up():
        asked = machine.pending(RUNS_CODE)
        assert machine.run("approve", asked, passphrase=PASSPHRASE).returncode == 0
    server().copy(url, f"{name_of(url)}_saved")
    with machine.up():
        assert machine.ask(RUNS_CODE).returncode == 0
    server().put_back(url, f"{name_of(url)}_saved")
    refused = machine.run("up")
    assert (refused.returncode, "put back" in refused.stderr, "mayact log adopt" in refused.stderr) == (1, True, True)
    done = machine.run("log", "adopt", "--reason", "the server's disk died", passphrase=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert "becomes void: 1 requests and 0 permits" in done.stdout
    assert machine.run("log", "head").stdout in done.stdout
    assert not machine.database.exists()
    needless = machine.run("log", "adopt", "--reason", "once more", passphrase=PASSPHRASE)
    assert (needless.returncode, "nothing to adopt" in needless.stderr) == (1, True), needless.stderr
    with machine.up():
        assert machine.ask(RUNS_CODE).returncode == 75
    assert (machine.work / "ran").read_text() == "x"
    assert machine.run("log", "verify").returncode == 0


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("mysql://a@b/c", "--to is not the address of a database"),
        ("postgresql://gate@db.example/log?sslmode=disable", "says sslmode `disable` to another machine"),
        ("postgresql://gate@localhost/log?options=-cfsync%3Doff", "says `options`"),
        ("postgresql://gate:secret@localhost/log", "holds a password"),
        ("postgresql://gate%3Asecret@localhost/log", "cannot be read"),
        ("postgresql:gate:secret@localhost/log", "cannot be read"),
        ("postgresql:///gate:secret@localhost/log", "cannot be read"),
    ],
)
def test_an_address_that_would_not_do_is_refused(initialised_once: Machine, to: str, says: str) -> None:
    done = initialised_once.run("migrate", "--to", to)
    assert done.returncode in (2, 78)
    assert says in done.stderr
    assert "secret@" not in done.stderr


@pytest.fixture(scope="module")
def initialised_once() -> Iterator[Machine]:
    made = Machine()
    made.init()
    yield made
    made.remove()
