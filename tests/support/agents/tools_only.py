"""Real clients whose own tools are taken away, beside a gate, outside any sandbox."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.agents.guarded import AGENTS, Agent
from tests.support.agents.place import Place, Run, place_in
from tests.support.cli_gate import MAYACT

from mayact.core.sandbox.tools_only import Server, held_command, held_files
from mayact.core.wire.tools import SERVER as NAME

OFFERED = {
    "codex": "{tool}",
    "gemini": "mcp_{server}_{tool}",
    "copilot": "{server}-{tool}",
    "opencode": "{server}_{tool}",
    "claude-code": "mcp__{server}__{tool}",
}
"""What a client calls a tool of a server before its model."""


@dataclass
class Held(Place):
    """Whatever is run here is held to the gate's tools."""

    server: Server = field(default_factory=lambda: Server(words=()))

    def run(self, command: Sequence[str], environment: Mapping[str, str], **more: Any) -> Run:
        command = without_own(command)
        self.etc.update(held_files(command, self.etc, self.server))
        return super().run(held_command(command, self.server), environment, **more)


_OWN = ("-s", "--allowedTools")
"""What these tests' clients are started with: a sandbox of Codex's own, tools of Claude's own."""


def without_own(command: Sequence[str]) -> list[str]:
    words = list(command)
    for name in _OWN:
        if name in words:
            at = words.index(name)
            del words[at : at + 2]
    return words


def held(name: str, folder: Path, socket: str, *, wait_s: int = 20) -> Agent:
    there = place_in(folder)
    words = (MAYACT, "tools", "--socket", socket, "--owner", str(os.geteuid()), "--wait", str(wait_s), "--agent", name)
    return AGENTS[name](Held(there.home, there.project, server=Server(words=words)))


def step(name: str, tool: str, **given: Any) -> dict[str, Any]:
    group = {"namespace": f"mcp__{NAME}"} if name == "codex" else {}
    return {"tool": OFFERED[name].format(server=NAME, tool=tool), "input": given, **group}
