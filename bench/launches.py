"""`mayact run`: what the start of a sandbox costs, and a command inside it, against running bare."""

import json
import shutil
import statistics
import sys
from pathlib import Path

from bench import processes
from bench.measure import interleaved, medians, process
from bench.report import milliseconds, note, title

ROUNDS = 10
COMMANDS = 30

_INSIDE = """
import json, subprocess, sys, time
rows = {"bare": ["true"], "read": ["mayact", "exec", "--", "true"], "write": ["mayact", "exec", "--", "touch", "made"]}
found = {name: [] for name in rows}
for words in rows.values():
    subprocess.run(words, check=True)  # a lane proves itself the first time
for _ in range(int(sys.argv[1])):
    for name, words in rows.items():
        before = time.perf_counter()
        subprocess.run(words, check=True)
        found[name].append(time.perf_counter() - before)
json.dump(found, open("found.json", "w"))
"""


def row() -> None:
    title("an agent launched in a sandbox")
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        note("not measured: bubblewrap is not installed")
        return
    command = str(Path(sys.executable).with_name("mayact"))
    with processes.machine() as machine, machine.up():
        environment = machine.environment
        bare = [bubblewrap, "--unshare-all", "--ro-bind", "/", "/", "--", "/bin/true"]
        whole = medians(
            interleaved(
                {
                    "bwrap": process(bare, environment=environment),
                    "status": process([command, "status"], environment=environment, cwd=machine.work),
                    "run": process([command, "run", "--", "true"], environment=environment, cwd=machine.work),
                    "exec": process([command, "exec", "--", "true"], environment=environment, cwd=machine.work),
                },
                rounds=ROUNDS,
            )
        )
        (machine.work / "inside.py").write_text(_INSIDE, encoding="utf-8")
        done = machine.run("run", "--", "python3", "inside.py", str(COMMANDS))
        if done.returncode != 0:
            raise RuntimeError(f"nothing was measured inside: {done.stderr}")
        found = json.loads((machine.work / "found.json").read_text(encoding="utf-8"))
    milliseconds("bwrap -- true", whole["bwrap"])
    milliseconds("mayact status", whole["status"])
    milliseconds("mayact run -- true", whole["run"], f"{whole['run'] / whole['status']:5.1f} × mayact status")
    title("a command inside it")
    inside = {name: statistics.median(seconds) for name, seconds in found.items()}
    milliseconds("true", inside["bare"])
    milliseconds("mayact exec -- true, outside", whole["exec"], "without a sandbox")
    for lane, text in (("read", "true"), ("write", "touch made")):
        milliseconds(
            f"mayact exec -- {text}", inside[lane], f"{lane} lane: {inside[lane] / whole['exec']:5.1f} × outside"
        )
