"""What is refused inside is counted outside: every kind is an entry, and no number of attempts floods the log."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.cli_gate import Machine
from tests.support.sandbox_real import place

from mayact.core.sandbox.refusals import MAX_KINDS, OTHERS, TOGETHER_MS, Refusals

real = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
STEPS = st.lists(st.tuples(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9)), st.booleans(), st.booleans()))


@pytest.mark.requirement("BOUND-2", "AUDIT-1")
@given(steps=STEPS)
def test_nothing_is_lost_and_the_first_of_each_kind_is_written_at_once(
    steps: list[tuple[dict[str, int], bool, bool]],
) -> None:
    made, written, added, now = Refusals(), Counter[str](), Counter[str](), 0

    def write(*, holds: bool) -> None:
        body = made.taken(now)
        if body is not None and not holds:
            made.back(body)
        elif body is not None:
            written.update(dict(body["refused"]))  # type: ignore[arg-type]

    for counts, later, holds in steps:
        now += TOGETHER_MS if later else 1
        new = set(counts) - set(added)
        added.update(counts)
        assert made.add(counts, "x") is bool(new)
        if new or made.due(now):
            write(holds=holds)
    write(holds=True)
    assert written == added


@pytest.mark.requirement("BOUND-2", "AUDIT-1")
def test_kinds_without_end_share_one() -> None:
    made = Refusals()
    writes = sum(made.add({f"k{number}": 1}, "") for number in range(10_000))
    assert writes <= MAX_KINDS + 1
    body = made.taken(0)
    assert body is not None
    counts = dict(body["refused"])  # type: ignore[arg-type]
    assert sum(counts.values()) == 10_000
    assert counts[OTHERS] == 10_000 - MAX_KINDS


def test_what_follows_is_written_together() -> None:
    made = Refusals()
    assert made.add({"a": 1}, "first")
    assert made.taken(0) == {"refused": {"a": 1}, "detail": "first"}
    assert not any(made.add({"a": 1}, "again") for _ in range(100))
    assert not made.due(TOGETHER_MS - 1)
    assert made.due(TOGETHER_MS)
    assert made.taken(TOGETHER_MS) == {"refused": {"a": 100}, "detail": "again"}
    assert made.taken(TOGETHER_MS) is None


# ── from a real sandbox ──────────────────────────────────────────────────────────────────────────────────

CALLS = """
import ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def refused(answer, *errnos):
    assert answer == -1 and ctypes.get_errno() in errnos, (answer, ctypes.get_errno())
for _ in range(3):
    refused(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None), 1)
refused(libc.unshare(0x10000000), 1)
try:
    socket.socket(17, 3, 0)
except OSError as error:
    assert error.errno == 97
made = os.open("s", os.O_CREAT | os.O_WRONLY, 0o755)
for call in (lambda: os.fchmod(made, 0o4755), lambda: os.chmod("s", 0o4755), lambda: os.open("t", os.O_CREAT, 0o4755)):
    try:
        call()
        raise SystemExit("a set-user-id program was made")
    except PermissionError:
        pass
os.chmod("s", 0o2755)
print(os.listdir("/proc/self/fd"))
"""


@real
@pytest.mark.e2e
@pytest.mark.requirement("BOUND-2", "AUDIT-1")
def test_what_the_kernel_refuses_is_told_and_what_the_probe_tries_is_not() -> None:
    with place(None) as box:
        (box.work / "calls.py").write_text(CALLS)
        told, said = box.shell("python3 calls.py; sleep 1", again_s=0.2)
        assert told["code"] == 0, said
        assert told["refused"] == {
            "mount": 3, "unshare": 1, "socket(17)": 1, "fchmod": 1, "chmod": 1, "openat": 1,
        }, said  # fmt: skip
        assert len(told["strengths"]) >= 2
        assert not any(path.stat().st_mode & 0o4000 for path in box.work.iterdir())


@real
@pytest.mark.e2e
@pytest.mark.requirement("BOUND-2", "AUDIT-1")
def test_refusals_in_a_loop_hold_nobody_else_up() -> None:
    loop = "import ctypes\nlibc = ctypes.CDLL(None)\nfor _ in range(3000): libc.syscall(250, 0, 0)"
    with place(None) as box:
        (box.work / "loop.py").write_text(loop)
        told, said = box.shell("python3 loop.py & python3 loop.py & wait; echo done")
        assert (told["code"], said) == (0, "done\n")
        assert told["refused"]["keyctl"] <= 6000


SPEAK = """
import json, socket, sys
def said(data, end=True):
    with socket.socket(socket.AF_UNIX) as gate:
        gate.settimeout(30)
        gate.connect("/run/gate/run/agent/agent.sock")
        try:
            gate.sendall(data)
            if end:
                gate.shutdown(socket.SHUT_WR)
            return gate.makefile("rb").read()
        except OSError:
            return b""
frames = json.load(open("frames.json"))
answers = [said(bytes.fromhex(frame)).decode(errors="replace") for frame in frames]
answers.append(said(b"x" * 70000).decode(errors="replace"))
answers.append(said(bytes.fromhex(frames[0])[:-3]).decode(errors="replace"))
json.dump(answers, open("answers.json", "w"))
"""


@pytest.fixture(scope="module")
def gate(initialised: Machine) -> Iterator[Machine]:
    twin = initialised.copy()
    with twin.up():
        yield twin
    twin.remove()


@real
@pytest.mark.e2e
@pytest.mark.requirement("BOUND-2", "AUDIT-1", "AUTHZ-10")
def test_what_the_gate_refuses_on_the_agents_socket_is_an_entry(gate: Machine) -> None:
    from mayact.core.wire import frame

    words = [
        {"op": "launch", "agent": "x"},
        {"op": "claim", "token": "eyJhbGciOiJub25lIn0.e30."},
        {"op": "outcome", "permit": "per-1", "status": "succeeded"},
    ]
    (gate.work / "speak.py").write_text(SPEAK)
    (gate.work / "frames.json").write_text(json.dumps([frame.encode(json.dumps(one).encode()).hex() for one in words]))
    done = gate.run("run", "--", "python3", "speak.py")
    assert done.returncode == 0, done.stderr
    answers = json.loads((gate.work / "answers.json").read_text())
    assert all('"error"' in answer for answer in answers[:4]), answers
    rows = gate.json("log", "show", "--json", "--last", "500")
    bodies = [row["body"] for row in rows if row["kind"] == "agent.refused"]
    counted = Counter[str]()
    for body in bodies:
        counted.update(body["refused"])
    assert counted["gate:invalid.input"] >= 2
    assert counted["gate:identity.unauthenticated"] == 1
    assert counted["gate:state.not_found"] == 1
    assert {body["agent"] for body in bodies} == {"python3"}
