"""Every real client in one shape, so that what holds for all is one test."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from tests.support.agents.claude import Claude
from tests.support.agents.codex import Codex
from tests.support.agents.copilot import Copilot
from tests.support.agents.forms import the_form
from tests.support.agents.gemini import Gemini
from tests.support.agents.model import Step
from tests.support.agents.opencode import OpenCode
from tests.support.agents.place import Place, Run, place_in

from mayact.boundary.hooks.install import hook_script
from mayact.core.wire.hooks.forms import Place as Whose
from mayact.core.wire.hooks.setup import HookSetup


class Agent(Protocol):
    """`strongest`: whose configuration holds the strongest form of its hook."""

    place: Place
    name: str
    strongest: Whose
    hears_errors: bool
    """Whether the model is told what the hook said on standard error."""
    hears_ends: bool
    """Whether the model is told that a hook ended without an answer."""
    refuses_garbage: bool
    """Whether a hook that prints something else than an answer blocks."""
    refuses_late: bool
    """Whether a hook that outlives the client's patience blocks."""

    def hooks(self, setup: HookSetup, *, whose: Whose) -> None: ...
    def run(self, script: list[Step]) -> Run: ...
    def shell(self, command: str) -> Step: ...
    def write(self, name: str, content: str) -> Step: ...
    def spawn(self, inner: list[Step]) -> list[Step]:
        """A sub-agent that plays `inner`."""
        ...


AGENTS: dict[str, Callable[[Place], Agent]] = {
    "claude-code": Claude,
    "codex": Codex,
    "gemini": Gemini,
    "copilot": Copilot,
    "opencode": OpenCode,
}

SCRIPTED = tuple(name for name in AGENTS if name != "opencode")
"""Clients that start our script. OpenCode loads a plugin instead (tests/hooks/test_opencode_plugin.py)."""


def guarded(
    name: str, folder: Path, socket: str, *, wait_s: int = 20, script: str = "", change: Callable[[str], str] = str
) -> Agent:
    """A client with our hook in its strongest form. `change`: done to the text of its configuration."""
    agent = AGENTS[name](place_in(folder))
    setup = HookSetup(
        python=sys.executable, script=script or hook_script(), socket=socket, owner=os.geteuid(), wait_s=wait_s
    )
    agent.hooks(setup, whose=agent.strongest)
    if agent.strongest is Whose.USER:
        file = Path(the_form(name, Whose.USER).file(str(agent.place.home)))
        file.write_text(change(file.read_text()))
    for path, text in agent.place.etc.items():
        agent.place.etc[path] = change(text)
    return agent
