"""`mayact run` before a real gate: who the agent is there, what the log says, and the terminal it gets."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.cli_agent import as_user, at_a_terminal
from tests.support.cli_gate import MAYACT, Machine

from mayact.boundary.egress.opened import opened
from mayact.boundary.run import main
from mayact.boundary.run.look import Asked
from mayact.cli.link import ask_control
from mayact.config import paths_in
from mayact.core.errors import MayactError
from mayact.core.model import Strength
from mayact.core.wire import frame

from tests.support.sandbox_real import ACCOUNTS, SYSTEM_PYTHON  # isort: skip

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed"),
]


@pytest.fixture(scope="module")
def gate(initialised: Machine) -> Iterator[Machine]:
    twin = initialised.copy()
    with twin.up():
        yield twin
    twin.remove()


ASK = """
import socket, sys
with socket.socket(socket.AF_UNIX) as gate:
    gate.connect("/run/gate/run/agent/agent.sock")
    gate.sendall(bytes.fromhex(sys.argv[1]))
    open("answer", "wb").write(gate.makefile("rb").read())
"""


def entries(machine: Machine, kind: str) -> list[dict[str, Any]]:
    return [row["body"] for row in machine.json("log", "show", "--json", "--last", "500") if row["kind"] == kind]


@pytest.mark.requirement("BOUND-2", "AUTHZ-1", "AUTHZ-10", "IDENT-2")
def test_a_command_of_the_agent_is_decided_as_the_agents(gate: Machine) -> None:
    done = gate.run("run", "--", "mayact", "exec", "--", "echo", "decided")
    assert (done.returncode, done.stdout) == (0, "decided\n"), done.stderr
    decision = entries(gate, "decision.made")[-1]["decision"]
    assert decision["strength"] == "sandboxed", decision
    assert [(hop["kind"], hop["source"]) for hop in decision["call"]["chain"]] == [
        ("person", "observed"),
        ("agent", "asserted"),
    ]
    launch = entries(gate, "agent.launched")[-1]["launch"]
    assert decision["call"]["session"].startswith(launch)


@pytest.mark.requirement("BOUND-2", "AUTHZ-6")
def test_what_is_denied_has_no_effect_inside(gate: Machine) -> None:
    (gate.work / "kept").write_text("x")
    done = gate.run("run", "--", "mayact", "exec", "-c", "rm -rf / --no-preserve-root; rm kept")
    assert done.returncode in (75, 77), done.stdout
    assert (gate.work / "kept").exists()


@pytest.mark.requirement("BOUND-2", "APPR-6")
def test_what_needs_a_person_comes_back_with_a_handle(gate: Machine) -> None:
    done = gate.run("run", "--", "mayact", "exec", "-c", "python3 -c \"exec('print(1)')\"")
    assert done.returncode == 75
    assert "req-" in done.stderr


HOOKED = """
import json, os, subprocess
settings = json.load(open("/etc/claude-code/managed-settings.json"))
hook = settings["hooks"]["PreToolUse"][0]["hooks"][0]["command"]
for command in ("echo through the hook", "cat ~/.ssh/id_ed25519"):
    payload = {"session_id": "s", "cwd": os.getcwd(), "permission_mode": "default", "hook_event_name": "PreToolUse",
               "tool_name": "Bash", "tool_input": {"command": command}, "tool_use_id": "toolu_" + str(len(command))}
    asked = subprocess.run(hook, shell=True, input=json.dumps(payload), capture_output=True, text=True)
    print(asked.returncode, asked.stderr.replace(chr(10), " ")[:60])
    if asked.stdout.strip():
        rewritten = json.loads(asked.stdout)["hookSpecificOutput"]["updatedInput"]["command"]
        print(subprocess.run(rewritten, shell=True, capture_output=True, text=True).stdout)
"""


@pytest.mark.requirement("BOUND-2", "AUTHZ-7", "AUTHZ-10")
def test_clients_find_their_hooks_inside_and_they_ask_as_the_agent(gate: Machine) -> None:
    (gate.work / "hooked.py").write_text(HOOKED)
    done = gate.run("run", "--", "python3", "hooked.py")
    assert done.returncode == 0, done.stderr
    assert "through the hook" in done.stdout
    assert "2 " in done.stdout  # denied, with its reason on standard error
    decided = [entry["decision"] for entry in entries(gate, "decision.made")][-2:]
    assert {decision["strength"] for decision in decided} == {"sandboxed"}
    assert {decision["call"]["boundary"] for decision in decided} == {"hook:claude-code"}


@pytest.mark.requirement("BOUND-2")
def test_a_persons_own_hooks_do_not_go_inside(gate: Machine) -> None:
    (gate.root / ".gemini").mkdir(exist_ok=True)
    settings = gate.root / ".gemini" / "settings.json"
    theirs = {"theme": "dark", "hooks": {"BeforeTool": [{"matcher": "*", "hooks": [
        {"type": "command", "command": "python3 agent_hook.py gemini before /outside.sock"}]}]}}  # fmt: skip
    settings.write_text(json.dumps(theirs))
    done = gate.run("run", "--", "sh", "-c", "cat ~/.gemini/settings.json; echo; ls /etc/codex /etc/gemini-cli")
    assert done.returncode == 0, done.stderr
    assert "outside.sock" not in done.stdout
    assert "dark" in done.stdout
    assert {"requirements.toml", "settings.json"} <= set(done.stdout.split())


@pytest.mark.requirement("BOUND-2")
def test_the_agent_has_a_terminal_of_its_own(gate: Machine) -> None:
    code, shown = at_a_terminal(
        [MAYACT, "run", "--work", str(gate.work), "--", "sh", "-c",
         f"cd {gate.work}; test -t 0 && test -t 1 && echo is-one; read line; echo got $line; exit 5"],
        gate.environment,
        script=[(b"is-one", b"typed\r")],
    )  # fmt: skip
    assert code == 5, shown
    assert "got typed" in shown


@pytest.mark.requirement("BOUND-2", "AUTHZ-6")
def test_without_a_gate_nothing_runs(machine: Machine) -> None:
    done = machine.run("run", "--", "sh", "-c", "echo ran > ran")
    assert done.returncode == 69, (done.returncode, done.stderr)
    assert not (machine.work / "ran").exists()


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("run", "--", "no-such-agent"), 1, "was not found"),
        (("run", "--tool", "/etc", "--", "sh"), 77, "whole machine"),
        (("run", "--tool", "/nowhere", "--", "sh"), 1, "is no directory"),
        (("run", "--env", "GITHUB_TOKEN", "--", "sh"), 77, "credential"),
        (("run", "--strength", "total", "--", "sh"), 2, ""),
        (("run",), 2, ""),
    ],
)
def test_what_cannot_be_is_one_line(gate: Machine, words: tuple[str, ...], code: int, says: str) -> None:
    done = gate.run(*words)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith("mayact: ")]) == 1


@pytest.mark.requirement("BOUND-2", "AUTHZ-10")
@pytest.mark.skipif(ACCOUNTS[-1] is None, reason="this process cannot become another user")
def test_another_users_agent_before_a_gate_of_roots(initialised: Machine) -> None:
    account = ACCOUNTS[-1]
    machine = initialised.copy()
    try:
        machine.root.chmod(0o711)
        work = machine.root / "theirs"
        for directory in (work, machine.root / "home-of", machine.root / "own"):
            directory.mkdir()
            shutil.chown(directory, account)
        for name in ("inside.py", "probe.py", "relay.py"):
            if (Path(main.HERE) / name).exists():
                shutil.copy(Path(main.HERE) / name, machine.root / "own" / name)
        settings = machine.home / "config" / "mayact.toml"
        settings.write_text(settings.read_text().replace("approvers = []", f'approvers = ["{account}"]'))
        with machine.up():
            paths = paths_in(str(machine.home))

            def act() -> Any:
                own = str(machine.root / "own")
                world = main.World(
                    environ={"PATH": "/usr/bin:/bin", "HOME": str(machine.root / "home-of")},
                    cwd=str(work),
                    paths=paths,
                    ask=lambda message: ask_control(paths, message),
                    door=opened,
                    python=SYSTEM_PYTHON,
                    here=own,
                    own=(own,),
                )
                question = frame.encode(b'{"op":"status"}').hex()
                try:
                    return main.run(
                        Asked(command=("/usr/bin/python3", "-c", ASK, question)), least=Strength.SANDBOXED, world=world
                    )
                except MayactError as error:
                    return str(error)

            assert as_user(account, act) == 0
            assert entries(machine, "agent.proved")[-1]["strength"] == "sandboxed"
            assert '"strength":"sandboxed"' in (work / "answer").read_text()
    finally:
        machine.remove()
