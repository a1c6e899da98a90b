"""Real clients inside a real `mayact run`: what a person types, and nothing that only a test would set.

script ──► Box.play(client) ──► mayact run --model … -- client …   ──► Run(results)
                                 │ its own namespaces ──door──► model on this machine's loopback, which checks the key
                                 └──► the agent's socket ──► gate

Law: no switch of the client's own makes it work: where it finds its model, its hooks and a home to write is the plan's.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.agents import anthropic, chat, gemini_api, responses
from tests.support.agents.guarded import AGENTS, Agent
from tests.support.agents.model import Step, prompt_of, results_in, serving
from tests.support.agents.place import SESSION_S, Place, Run, machine, node, program

from mayact.config import paths_in

MAYACT = str(Path(sys.executable).with_name("mayact"))

WAIT_S = 1
"""For a person. The hook's deadline with a gate that hangs is longer by a constant."""

KEY = "sk-the-key-that-stays-outside"
PROTOCOLS = [responses.PROTOCOL, gemini_api.PROTOCOL, chat.PROTOCOL, anthropic.PROTOCOL]

_TRIPLES = {"x64": "x86_64-unknown-linux-musl", "arm64": "aarch64-unknown-linux-musl"}


@dataclass(frozen=True, kw_only=True)
class Client:
    """`words`: what a person types behind `--`, given the prompt. `model`: what they say to `--model`."""

    name: str
    model: str
    words: Callable[[str], list[str]]
    environment: tuple[tuple[str, str], ...] = ()
    spawning: tuple[str, ...] = ()
    """What is typed beside it where a sub-agent is wanted."""


def _claude(prompt: str) -> list[str]:
    claude = program("@anthropic-ai", f"claude-code-linux-{machine()}", "claude")
    return [str(claude), "-p", prompt]


def _codex(prompt: str) -> list[str]:
    kind = machine()
    codex = program("@openai", f"codex-linux-{kind}", "vendor", _TRIPLES[kind], "bin", "codex")
    return [str(codex), "exec", "--skip-git-repo-check", prompt]


def _gemini(prompt: str) -> list[str]:
    bundle = program("@google/gemini-cli", "bundle", "gemini.js")
    return [str(node()), str(bundle), "-m", "gemini-2.5-pro", "--yolo", "-p", prompt]


def _copilot(prompt: str) -> list[str]:
    return [str(program("@github", f"copilot-linux-{machine()}", "copilot")), "--allow-all-tools", "-p", prompt]


def _opencode(prompt: str) -> list[str]:
    return [
        str(program(f"opencode-linux-{machine()}", "bin", "opencode")),
        "run",
        "-m",
        "anthropic/claude-sonnet-4-5",
        prompt,
    ]


CLIENTS = {
    client.name: client
    for client in (
        Client(name="claude-code", model="anthropic", words=_claude),
        Client(name="codex", model="openai", words=_codex, spawning=("-m", "scripted-model")),
        Client(name="gemini", model="gemini", words=_gemini),
        Client(
            name="copilot",
            model="openai",
            words=_copilot,
            environment=(("COPILOT_MODEL", "scripted-model"),),
        ),
        Client(name="opencode", model="anthropic", words=_opencode),
    )
}


@dataclass
class Box:
    """`root` holds the gate's home (`h`), the person's (`home`) and the project."""

    root: Path
    heads: list[str] = field(default_factory=list)

    @property
    def gate(self) -> Path:
        return self.root / "h"

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def project(self) -> Path:
        return self.home / "work"

    def steps(self, client: Client) -> Agent:
        """What asks for the client's own tools in this place."""
        return AGENTS[client.name](Place(self.home, self.project))

    @property
    def made(self) -> list[str]:
        """What stands in the project."""
        return sorted(os.listdir(self.project))

    def play(self, client: Client, script: list[Step], *flags: str, options: Sequence[str] = ()) -> Run:
        return self.run(client, [*client.words(prompt_of(script)), *flags], options=options)

    def run(
        self, client: Client, words: Sequence[str], *, models: Sequence[str] = (), options: Sequence[str] = ()
    ) -> Run:
        """`mayact run --model … -- WORDS`, beside a model that keeps the heads it was sent. A session that does not end
        is a failure. `models`: more that are named, with keys of their own; `options`: more of `mayact run`'s own."""
        with serving(PROTOCOLS, heads=self.heads) as port:
            command = [MAYACT, "run", *options]
            command += ["--model", f"{client.model}=http://127.0.0.1:{port}"] if client.model else []
            for model in models:
                command += ["--model", model]
            for place in sorted({os.path.dirname(os.path.realpath(word)) for word in words[:2] if "/" in word}):
                command += ["--tool", place] if not place.startswith("/usr") else []
            process = subprocess.Popen(
                [*command, "--", *words],
                cwd=self.project,
                env={
                    "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
                    "HOME": str(self.home),
                    "MAYACT_HOME": str(self.gate),
                    "LANG": "C.UTF-8",
                    **{f"{model.upper()}_API_KEY": KEY for model in (client.model, *models) if model},
                    **dict(client.environment),
                },
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            try:
                out, err = process.communicate(timeout=SESSION_S)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                out, err = process.communicate()
                raise AssertionError(f"the session does not end\n{out}\n{err}") from None
        return Run(process.returncode, results_in(out), f"{out}\n{err}")


@contextmanager
def box() -> Iterator[Box]:
    """Places of a person and of a gate that `tests.support.server.serving` answers for."""
    # Short, because a socket's path has at most 107 bytes; not below /tmp, where Codex makes no helpers.
    made = Box(Path(tempfile.mkdtemp(prefix="mayact-in-", dir="/var/tmp")))
    try:
        made.project.mkdir(parents=True)
        paths = paths_in(str(made.gate))
        for file in (paths.settings_file, paths.log_key_file):
            os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
            Path(file).touch(mode=0o600)
        Path(paths.settings_file).write_text(f"[hook]\nwait_seconds = {WAIT_S}\n")
        yield made
    finally:
        shutil.rmtree(made.root, ignore_errors=True)
