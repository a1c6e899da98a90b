"""A real Copilot CLI, with the hook of its user: it knows no other."""

import os
from dataclasses import dataclass
from pathlib import Path

from tests.support.agents.forms import the_form
from tests.support.agents.model import Step, prompt_of
from tests.support.agents.place import PORT, Place, Run, machine, program

from mayact.core.wire.hooks.forms import Place as Whose
from mayact.core.wire.hooks.setup import HookSetup


@dataclass
class Copilot:
    place: Place
    name: str = "copilot"
    strongest: Whose = Whose.USER
    hears_errors: bool = False
    hears_ends: bool = False
    refuses_garbage: bool = True
    refuses_late: bool = False

    def hooks(self, setup: HookSetup, *, whose: Whose) -> None:
        """Write the hook where `mayact hook` writes it."""
        form = the_form("copilot", whose)
        path = Path(form.file(str(self.place.home)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(form.written("", setup))

    def run(self, script: list[Step], *flags: str, model: str = "scripted-model") -> Run:
        """Play `script`; every permission of the client's own is open, so that only the hook can stop a call."""
        copilot = program("@github", f"copilot-linux-{machine()}", "copilot")
        # Copilot asks its user about every command that names a place elsewhere, so `mayact` is found by its name.
        environment = {
            "PATH": f"{self.place.home.parent}:{os.environ['PATH']}",
            "COPILOT_OFFLINE": "true",
            "COPILOT_AUTO_UPDATE": "false",
            "COPILOT_PROVIDER_TYPE": "openai",
            "COPILOT_MODEL": model,
            "COPILOT_PROVIDER_BASE_URL": f"http://127.0.0.1:{PORT}/v1",
            "COPILOT_PROVIDER_API_KEY": "none",
        }
        command = [str(copilot), "--allow-all-tools", *flags, "-p", prompt_of(script)]
        return self.place.run(command, environment)

    def shell(self, command: str) -> Step:
        return {"tool": "bash", "input": {"command": command, "description": "as the script says"}}

    def write(self, name: str, content: str) -> Step:
        return {"tool": "create", "input": {"path": str(self.place.project / name), "file_text": content}}

    def spawn(self, inner: list[Step]) -> list[Step]:
        task = {"description": "d", "prompt": prompt_of(inner), "agent_type": "general-purpose", "mode": "sync"}
        return [{"tool": "task", "input": {**task, "name": "x"}}]
