"""What an earlier release left is what today's release goes on with: nothing of it is lost, changed or spent twice."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.support.cli_gate import Machine
from tests.support.gate_world import SetClock
from tests.support.postgres import server
from tests.support.shell import PARSE_SECONDS

from mayact.app import NoTrace, log_key
from mayact.config import Paths, load_settings, paths_in
from mayact.core.analysis.plan import Answer as Seen
from mayact.core.analysis.plan import Found, Missing, ProgramPath, Question, RealPath, RepoRoot, Unavailable
from mayact.core.approval import Answer, approval_statement
from mayact.core.errors import Expired, IllegalTransition
from mayact.core.log.state import RequestRow, RequestStatus
from mayact.core.log.statements import binding_of
from mayact.core.model import Strength, ToolCall
from mayact.core.record import call_from_json
from mayact.gate.gate import ThePath
from mayact.gate.instruments import Instruments
from mayact.identity import keys
from mayact.identity.instruments import SystemIds, utc
from mayact.identity.signer import GateSigner
from mayact.observe.shfmt import ShfmtParser
from mayact.ports import Pending, Permitted, SignedAnswer
from mayact.store.anchor import Anchor
from mayact.store.choose import open_store, place_of

STOPPED_AT = 1_795_264_990_000
"""Two seconds after the last entry of the stored installation: its open requests have not expired then."""

SIZE = 26
UPLOAD, PUSH, PERMITTED = "curl", "git", "true"


class ThenAsNow:
    """The observer of a machine on which nothing changed since: programs in /usr/bin, `/` no repository."""

    def for_user(self, user: str) -> "ThenAsNow":
        assert user == "root"
        return self

    def answer(self, question: Question) -> Seen:
        match question:
            case ProgramPath(name=name):
                return Found(f"/usr/bin/{name}")
            case RealPath(path=path):
                return Found(path)
            case RepoRoot():
                return Missing()
            case _:
                return Unavailable("it is not there any more")


@contextmanager
def opened(paths: Paths, *, at: int = STOPPED_AT) -> Iterator[ThePath]:
    """The gate of today on that installation, at that time."""
    settings = load_settings(paths.settings_file)
    signer = GateSigner.load(paths.gate_key_file, origin=settings.origin)
    parser = ShfmtParser(timeout_s=PARSE_SECONDS)
    store = open_store(
        place_of(paths.database, url=settings.store_url, password_file=""),
        beside=paths.database,
        key=log_key(paths, settings),
        sign=signer.sign,
        anchor=Anchor(paths.anchor_file),
    )
    try:
        yield ThePath(
            Instruments(
                store=store,
                clock=SetClock(at),
                ids=SystemIds(),
                signer=signer,
                parser=parser,
                observer=ThenAsNow(),
                trace=NoTrace(),
                origin=settings.origin,
                guarded=("/srv/gate",),
            ),
            utc=utc,
        )
    finally:
        store.close()
        parser.close()


def open_request(gate: ThePath, program: str) -> RequestRow:
    (found,) = [row for row in gate.requests() if call_of(row).arguments["argv"][0] == program]  # type: ignore[index]
    return found


def call_of(row: RequestRow) -> ToolCall:
    return call_from_json(row.subject["call"])


def approve(gate: ThePath, row: RequestRow, paths: Paths, stored: Path) -> RequestRow:
    passphrase = (stored / "passphrase").read_text().strip()
    key = keys.unlock(keys.read(f"{paths.keys}/operator.key"), passphrase)
    statement = approval_statement(binding_of(row), answer=Answer.APPROVE, approver=key.id, reason="")
    return gate.answer(
        row.id, SignedAnswer(answer=Answer.APPROVE, approver=key.id, reason="", signature=key.sign(statement))
    )


def entries(machine: Machine) -> list[str]:
    return machine.run("log", "show", "--json", "--count", str(SIZE)).stdout.splitlines()


def continues(machine: Machine, stored: Path) -> None:
    """Verified whole, and the head of before is a prefix."""
    done = machine.run("log", "verify", "--checkpoint", str(stored / "checkpoint"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"the log continues the pinned head checkpoint of {SIZE} entries" in done.stdout


@pytest.mark.requirement("OPS-1", "AUDIT-2")
def test_it_verifies_before_anything_is_changed(machine: Machine, stored: Path) -> None:
    continues(machine, stored)
    assert machine.run("log", "head").stdout == (stored / "checkpoint").read_text()


@pytest.mark.e2e
@pytest.mark.requirement("OPS-1", "AUDIT-2")
def test_it_starts_and_goes_on_with_every_entry_as_it_was(machine: Machine, stored: Path) -> None:
    before = entries(machine)
    with machine.up():
        assert machine.ask("echo hello").returncode == 0
        status = machine.json("status", "--json")
        assert [row["name"] for row in status["approvers"]] == ["operator"]
    continues(machine, stored)
    assert (len(before), entries(machine)) == (len(before), before)
    with machine.up():
        assert machine.ask("echo again").returncode == 0
    continues(machine, stored)


@pytest.mark.requirement("OPS-1", "APPR-1", "APPR-6")
def test_a_request_that_was_open_is_approved_and_runs_once(machine: Machine, stored: Path) -> None:
    paths = paths_in(str(machine.home))
    with opened(paths) as gate:
        runs_once(gate, paths, stored)
    continues(machine, stored)


def runs_once(gate: ThePath, paths: Paths, stored: Path) -> None:
    row = open_request(gate, UPLOAD)
    call = call_of(row)
    waiting = gate.authorize(call, strength=Strength.ADVISORY)
    assert isinstance(waiting, Pending)
    assert waiting.request == row.id, "the same action joins the request that is open"
    assert approve(gate, row, paths, stored).status is RequestStatus.APPROVED
    answer = gate.authorize(call, strength=Strength.ADVISORY)
    assert isinstance(answer, Permitted)
    gate.redeem(answer.token, call, strength=Strength.ADVISORY)
    with pytest.raises(IllegalTransition):
        gate.redeem(answer.token, call, strength=Strength.ADVISORY)
    again = gate.authorize(call, strength=Strength.ADVISORY)
    assert isinstance(again, Pending)
    assert again.request != row.id


@pytest.mark.requirement("APPR-1", "BOUND-3")
def test_an_approval_from_before_counts_for_nothing_that_changed_since(machine: Machine, stored: Path) -> None:
    paths = paths_in(str(machine.home))
    with opened(paths) as gate:
        row = open_request(gate, PUSH)
        approve(gate, row, paths, stored)
        answer = gate.authorize(call_of(row), strength=Strength.ADVISORY)  # the commit that it pinned is not there
        assert not isinstance(answer, Permitted)


@pytest.mark.requirement("BOUND-3", "OPS-2")
def test_a_permit_from_before_is_spent_once_or_expires(machine: Machine, stored: Path) -> None:
    paths, token = paths_in(str(machine.home)), (stored / "permit.token").read_text()
    with opened(paths) as gate:
        claimed = gate.claim(token)
        assert claimed.call.arguments["argv"] == ("true",)
        gate.redeem(token, claimed.call, strength=Strength.ADVISORY)
        with pytest.raises(IllegalTransition):
            gate.redeem(token, claimed.call, strength=Strength.ADVISORY)
    continues(machine, stored)


@pytest.mark.requirement("BOUND-3")
def test_a_permit_from_before_is_not_spent_late(machine: Machine, stored: Path) -> None:
    with opened(paths_in(str(machine.home)), at=STOPPED_AT + 120_000) as gate, pytest.raises(Expired):
        gate.claim((stored / "permit.token").read_text())


@pytest.mark.xdist_group("postgres")
@pytest.mark.requirement("OPS-1", "AUDIT-2", "APPR-6")
def test_it_moves_to_postgresql_and_goes_on_there(machine: Machine, stored: Path) -> None:
    paths, url = paths_in(str(machine.home)), server().database()
    moved = machine.run("migrate", "--to", url)
    assert moved.returncode == 0, moved.stderr
    assert (stored / "checkpoint").read_text() in moved.stdout, "the head is what it was"
    with opened(paths) as gate:
        runs_once(gate, paths, stored)
    continues(machine, stored)


@pytest.mark.requirement("OPS-1", "OPS-2", "AUDIT-2")
def test_it_is_backed_up_and_restored(machine: Machine, stored: Path) -> None:
    archive = machine.root / "saved"
    assert machine.run("backup", str(archive)).returncode == 0
    Path(paths_in(str(machine.home)).database).unlink()
    restored = machine.run("restore", str(archive))
    assert (restored.returncode, "continues the anchored head" in restored.stdout) == (0, True)
    continues(machine, stored)


def test_the_stored_installation_is_what_its_page_says(stored: Path) -> None:
    with sqlite3.connect(f"file:{stored}/gate/state/mayact.db?immutable=1", uri=True) as database:
        assert database.execute("SELECT count(*) FROM entries").fetchone() == (SIZE,)
        assert database.execute("SELECT status, count(*) FROM requests GROUP BY 1 ORDER BY 1").fetchall() == [
            ("open", 2),
            ("spent", 1),
        ]
        assert database.execute("SELECT count(*) FROM permits WHERE status = 'issued'").fetchone() == (1,)
    database.close()
