"""Commands that a permit allows, in lanes: real sandboxes, looked at from inside and from outside."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from typing import Any

import pytest
from tests.sandbox.test_real import running
from tests.support.cli_gate import Machine
from tests.support.lanes_real import FakeGate, agent, permit
from tests.support.sandbox_real import ACCOUNTS, Place, place

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed"),
]


@pytest.fixture(params=[pytest.param(name, id=name or "ourselves") for name in ACCOUNTS])
def box(request: pytest.FixtureRequest) -> Iterator[Place]:
    with place(request.param) as made:
        yield made


def one(box: Place, command: str, lane: str = "write", **changed: Any) -> tuple[dict[str, Any], str]:
    """Run one permitted command; what was told and what it wrote, the answer last."""
    token = permit(command, lane, **changed)
    return agent(box, f"print(json.dumps(lane({token!r})), flush=True)")


def answered(said: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


# ── views ────────────────────────────────────────────────────────────────────────────────────────────────


LOOK = """
cat main.py >/dev/null && echo reads
echo x > made && echo WRITES
echo x > .git/hooks/pre-commit && echo LEAK-hooks
echo x >> .git/config && echo LEAK-config
cat .env && echo LEAK-env
sh -c 'cat .env' && echo LEAK-env
python3 -c 'print(open(".env").read())' && echo LEAK-env
cat /tmp/left && echo TMP-SEEN
cat ~/left && echo HOME-SEEN
echo x > /tmp/new && echo TMP-WRITES
echo x > /var/tmp/new && echo own-scratch
ls /run/gate /run/lanes && echo LEAK-gate
cat /sys/class/net/*/address; python3 -c 'import socket; print("NET", [n for _, n in socket.if_nameindex()])'
touch ~/.ssh/x /usr/x && echo LEAK
true
"""

PREPARE = "open('/tmp/left', 'w').write('x\\n'); open(os.path.expanduser('~/left'), 'w').write('x\\n')\n"


@pytest.mark.requirement("CRED-4", "BOUND-2")
@pytest.mark.parametrize(
    ("lane", "sees"),
    [
        ("read", {"reads", "TMP-SEEN", "HOME-SEEN", "own-scratch"}),
        ("write", {"reads", "WRITES", "TMP-SEEN", "HOME-SEEN", "TMP-WRITES", "own-scratch"}),
        ("deploy", {"reads", "TMP-WRITES", "own-scratch"}),
    ],
)
def test_what_each_lane_reaches(box: Place, lane: str, sees: set[str]) -> None:
    told, said = agent(box, f"{PREPARE}print(json.dumps(lane({permit(LOOK, lane)!r})), flush=True)")
    words = set(said.split())
    assert answered(said) == {"exit": 0}, said
    assert not any(word.startswith("LEAK") for word in words), said
    assert {
        word for word in words if word in {"reads", "WRITES", "TMP-SEEN", "HOME-SEEN", "TMP-WRITES", "own-scratch"}
    } == sees
    assert "NET ['lo']" in said
    assert (box.work / "made").exists() == (lane == "write")
    assert told["proven"] == [[lane, "sandboxed"]], told
    assert told["lanes"] == ["redeemed", ["succeeded", 0]]


@pytest.mark.requirement("CRED-4", "CRED-1")
def test_a_secret_is_read_only_by_the_command_whose_permit_names_it(box: Place) -> None:
    secret, other = box.work / ".env", box.work / "other" / ".env"
    other.parent.mkdir()
    other.write_text("TOKEN=other\n")
    box.own()
    text = "cat .env; cat other/.env; echo x >> .env || echo kept"
    tokens = [permit(text, "write", opens=[str(secret)]), permit(text, "write")]
    _, said = agent(
        box, f"for token in {tokens!r}: print(json.dumps(lane(token)), flush=True)\nprint(open('.env').read())"
    )
    first, _, rest = said.partition('{"exit"')
    assert "TOKEN=secret" in first
    assert "kept" in first
    assert "TOKEN=other" not in said
    assert "TOKEN" not in rest, said
    assert secret.read_text() == "TOKEN=secret\n"


@pytest.mark.requirement("CRED-4", "CRED-1")
def test_what_lies_outside_is_opened_by_no_permit(box: Place) -> None:
    key = box.home / ".ssh" / "id_ed25519"
    _, said = one(box, f"cat {key}", "read", opens=[str(key)])
    assert "secret" not in said
    assert answered(said)["exit"] != 0


@pytest.mark.requirement("CRED-4")
def test_the_agent_cannot_lead_a_lane_elsewhere(box: Place) -> None:
    """Each directory that holds a mount stays where it is, so a later sandbox finds its places."""
    (box.work / "deep" / "er").mkdir(parents=True)
    (box.work / "deep" / "er" / ".env").write_text("TOKEN=deep\n")
    box.own()
    program = f"""
for path in ("deep", "deep/er", ".git", "."):
    try: os.rename(path, path + "-moved"); print("MOVED", path)
    except OSError: pass
for path in ({str(box.home)!r}, os.path.dirname({str(box.home)!r})):
    try: os.rename(path, path + "-moved"); print("MOVED", path)
    except OSError: pass
print(json.dumps(lane({permit("cat deep/er/.env; pwd", "read")!r})), flush=True)
"""
    _, said = agent(box, program)
    assert "MOVED" not in said
    assert "TOKEN" not in said
    assert str(box.work) in said


# ── what runs ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("AUTHZ-1", "BOUND-1", "AUTHZ-10")
def test_what_does_not_match_its_digest_or_is_not_redeemed_does_not_run(box: Place) -> None:
    _, said = one(box, "echo x > ran", action="sha256:" + "0" * 64)
    assert answered(said)["code"] == 77
    gate = FakeGate(home=str(box.home), cwd=str(box.work), refuse=True)
    told, said = agent(box, f"print(json.dumps(lane({permit('echo x > ran')!r})), flush=True)", gate=gate)
    assert answered(said)["refused"] == "the gate says no"
    assert not (box.work / "ran").exists()
    assert told["lanes"] == []


@pytest.mark.requirement("AUTHZ-6", "BOUND-2")
def test_a_lane_that_does_not_hold_runs_nothing(box: Place) -> None:
    gate = FakeGate(home=str(box.home), cwd=str(box.work), broken=True)
    told, said = agent(box, f"print(json.dumps(lane({permit('echo x > ran')!r})), flush=True)", gate=gate)
    assert "does not hold" in answered(said)["refused"]
    assert (told["lanes"], (box.work / "ran").exists()) == ([], False)


@pytest.mark.requirement("AUTHZ-6")
def test_who_leaves_before_it_is_redeemed_leaves_nothing_running(box: Place) -> None:
    gate = FakeGate(home=str(box.home), cwd=str(box.work), slow_s=0.5)
    told, _ = agent(box, f"ask({permit('echo x > ran')!r}).close(); time.sleep(2)", gate=gate)
    assert (told["lanes"], (box.work / "ran").exists()) == ([], False)


@pytest.mark.requirement("AUTHZ-1")
@pytest.mark.parametrize("lane", ["", "root", None])
def test_a_lane_that_is_not_known_runs_nothing(lane: str | None) -> None:
    with place(None) as box:
        _, said = one(box, "echo x > ran", lane)  # type: ignore[arg-type]
        assert answered(said)["code"] == 77
        assert not (box.work / "ran").exists()


@pytest.mark.requirement("BOUND-1", "AUTHZ-1")
def test_a_pinned_script_that_is_changed_does_not_run_as_changed(box: Place) -> None:
    (box.work / "run.sh").write_text("echo decided\n")
    box.own()
    pins = {f"file:{box.work}/run.sh": "sha256:" + hashlib.sha256((box.work / "run.sh").read_bytes()).hexdigest()}
    late = "echo > started; while [ ! -e go ]; do sleep 0.02; done; . ./run.sh"
    program = f"""
launcher = ask({permit(late, pins=pins)!r})
while not os.path.exists("started"): time.sleep(0.01)
open("run.sh", "w").write("echo SWAPPED")
open("go", "w").close()
print(json.dumps(answer(launcher)), flush=True)
print(json.dumps(lane({permit("sh run.sh", pins=pins)!r})), flush=True)
"""
    _, said = agent(box, program)
    assert said.splitlines()[:2] == ["decided", '{"exit": 0}']
    assert "changed since it was decided" in answered(said)["refused"]


@pytest.mark.requirement("BOUND-1", "AUTHZ-1")
@pytest.mark.parametrize("how", ["os.rename('new', 'run.sh')", "os.unlink('run.sh')"])
def test_a_pinned_script_that_is_replaced_ends_the_command(how: str) -> None:
    with place(None) as box:
        (box.work / "run.sh").write_text("echo decided\n")
        pins = {f"file:{box.work}/run.sh": "sha256:" + hashlib.sha256((box.work / "run.sh").read_bytes()).hexdigest()}
        program = f"""
launcher = ask({permit("echo > started; sleep 60; echo SURVIVED", pins=pins)!r})
while not os.path.exists("started"): time.sleep(0.01)
open("new", "w").write("echo SWAPPED")
{how}
print(json.dumps(answer(launcher)), flush=True)
"""
        _, said = agent(box, program)
        assert answered(said)["exit"] == 137
        assert "was moved away" in answered(said)["said"]


@pytest.mark.requirement("BOUND-1", "CRED-1")
def test_a_pin_never_brings_in_what_is_outside(box: Place) -> None:
    key = box.home / ".ssh" / "id_ed25519"
    (box.work / "run.sh").symlink_to(key)
    pins = {f"file:{box.work}/run.sh": "sha256:" + hashlib.sha256(key.read_bytes()).hexdigest()}
    _, said = one(box, "cat run.sh", pins=pins)
    assert "not inside" in answered(said)["refused"]
    assert "secret" not in said


@pytest.mark.requirement("BOUND-1")
def test_input_is_what_was_hashed(box: Place) -> None:
    digest = "sha256:" + hashlib.sha256(b"line\n").hexdigest()
    program = f"""
for text in (b"line\\n", b"other\\n"):
    made = os.memfd_create("x"); os.write(made, text); os.lseek(made, 0, 0)
    print(json.dumps(lane({permit("cat", stdin=digest)!r}, made)), flush=True)
"""
    _, said = agent(box, program)
    assert said.splitlines()[:2] == ["line", '{"exit": 0}']
    assert "other" not in said
    assert answered(said)["code"] == 77


@pytest.mark.requirement("BOUND-1")
def test_exit_codes_and_signals_pass(box: Place) -> None:
    program = f"""
print(json.dumps(lane({permit("exit 7")!r})), flush=True)
launcher = ask({permit("trap 'echo heard; exit 9' TERM; echo > up; while :; do sleep 0.05; done")!r})
while not os.path.exists("up"): time.sleep(0.01)
launcher.send(b"s%d" % signal.SIGTERM)
print(json.dumps(answer(launcher)), flush=True)
launcher = ask({permit("echo > up2; exec sleep 60")!r})
while not os.path.exists("up2"): time.sleep(0.01)
launcher.send(b"s%d" % signal.SIGINT)
print(json.dumps(answer(launcher)), flush=True)
"""
    told, said = agent(box, program)
    lines = [line for line in said.splitlines() if line != "Terminated"]  # bash says it of what it waited for
    assert lines == ['{"exit": 7}', "heard", '{"exit": 9}', '{"exit": 130}']
    assert [row for row in told["lanes"] if row != "redeemed"] == [["failed", 7], ["failed", 9], ["failed", 130]]


@pytest.mark.requirement("BOUND-2")
def test_what_a_command_left_running_ends_with_it_and_with_who_asked(box: Place) -> None:
    mark = f"33{os.getpid()}{time.monotonic_ns() % 1000}"
    program = f"""
print(json.dumps(lane({permit(f"setsid sleep {mark} & echo on")!r})), flush=True)
launcher = ask({permit(f"echo > up; sleep {mark}")!r})
while not os.path.exists("up"): time.sleep(0.01)
launcher.close()
time.sleep(1)
"""
    told, said = agent(box, program)
    assert said.splitlines() == ["on", '{"exit": 0}']
    assert told["lanes"][-1][0] == "failed"
    assert running(mark) == []


@pytest.mark.requirement("BOUND-2")
def test_what_runs_when_the_agent_ends_ends_too(box: Place) -> None:
    mark = f"34{os.getpid()}{time.monotonic_ns() % 1000}"
    program = f"""
launcher = ask({permit(f"echo > up; sleep {mark}")!r})
while not os.path.exists("up"): time.sleep(0.01)
os._exit(3)
"""
    told, _ = agent(box, program)
    assert told["code"] == 3
    assert running(mark) == []


@pytest.mark.requirement("BOUND-2")
def test_two_commands_at_once(box: Place) -> None:
    tokens = [
        permit("echo > a; while [ ! -e b ]; do sleep 0.02; done"),
        permit("while [ ! -e a ]; do sleep 0.02; done; echo > b"),
    ]
    _, said = agent(
        box, f"both = [ask(token) for token in {tokens!r}]\nfor launcher in both: print(json.dumps(answer(launcher)))"
    )
    assert said.splitlines() == ['{"exit": 0}', '{"exit": 0}']


@pytest.mark.requirement("BOUND-2", "CRED-4")
def test_a_stream_brings_in_bytes_and_nothing_else(box: Place) -> None:
    program = f"""
print(json.dumps(lane({permit("echo x", "read")!r}, out=os.open(".", os.O_RDONLY))), flush=True)
ours, theirs = socket.socketpair()
print(json.dumps(lane({permit("readlink /proc/$$/fd/1 >&2; echo through", "read")!r}, None, theirs.fileno())))
print(ours.recv(99).decode(), flush=True)
"""
    _, said = agent(box, program)
    lines = said.splitlines()
    assert "no file, pipe or terminal" in lines[0]
    assert lines[1].startswith("pipe:")
    assert lines[3] == "through"


# ── before a real gate ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def gate(initialised: Machine) -> Iterator[Machine]:
    twin = initialised.copy()
    with twin.up():
        yield twin
    twin.remove()


def entries(machine: Machine, kind: str) -> list[dict[str, Any]]:
    return [row["body"] for row in machine.json("log", "show", "--json", "--last", "500") if row["kind"] == kind]


@pytest.mark.requirement("CRED-4", "BOUND-1", "AUTHZ-1", "BOUND-2")
def test_mayact_exec_inside_runs_in_lanes(gate: Machine) -> None:
    program = """
import os, subprocess
def act(text, **more):
    done = subprocess.run(["mayact", "exec", "-c", text], capture_output=True, text=True, **more)
    print(done.returncode, done.stdout.strip(), done.stderr.strip().replace(chr(10), " "), flush=True)
act("echo hello > made; cat made")
act("cat made; exit 7", stdin=subprocess.DEVNULL)
act("cat", input="typed")
act("ls /run/gate /run/lanes")
act("cat /tmp/x; echo kept > /tmp/x")
act("cat /tmp/x")
"""
    (gate.work / "act.py").write_text(program)
    done = gate.run("run", "--", "python3", "act.py")
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert lines[:3] == ["0 hello ", "7 hello ", "0 typed "], done.stdout
    assert "No such file" in lines[3]
    assert lines[5] == "0 kept ", done.stdout
    assert (gate.work / "made").read_text() == "hello\n"
    assert {entry["lane"] for entry in entries(gate, "agent.proved") if "lane" in entry} == {"read", "write"}
    assert {entry["strength"] for entry in entries(gate, "agent.proved")} == {"sandboxed"}


@pytest.mark.requirement("CRED-4", "AUTHZ-10")
def test_a_permit_of_a_launched_agent_is_not_redeemed_beside_its_lane(gate: Machine) -> None:
    program = """
import json, os
from mayact.boundary.exec import main, session
from mayact.boundary.exec.arguments import Wanted
place = main.find_place(Wanted(text="echo x"), os.environ)
ready, _ = main._prepare(Wanted(text="echo beside"), place)
try:
    main._answer(place, session.redeem_message(ready), 30)
    print("REDEEMED")
except main.Stopped as stop:
    print(stop.text)
"""
    (gate.work / "beside.py").write_text(program)
    done = gate.run("run", "--", "sh", "-c", "exec $(head -1 $(command -v mayact) | cut -c3-) beside.py </dev/null")
    assert "run in lanes" in done.stdout, (done.stdout, done.stderr)
    assert "REDEEMED" not in done.stdout
