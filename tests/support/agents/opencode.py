"""A real OpenCode, with the plugin of a user or of the machine."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.support.agents.forms import the_form
from tests.support.agents.model import Step, prompt_of
from tests.support.agents.place import PORT, Place, Run, machine, program, tools

from mayact.core.wire.hooks.forms import Place as Whose
from mayact.core.wire.hooks.setup import HookSetup


def _plain() -> dict[str, Any]:
    scripted = {
        "npm": "@ai-sdk/openai-compatible",
        "name": "scripted",
        "options": {"baseURL": f"http://127.0.0.1:{PORT}/v1", "apiKey": "none"},
        "models": {"scripted-model": {"name": "scripted-model", "tool_call": True}},
    }
    return {
        "provider": {"scripted": scripted},
        "model": "scripted/scripted-model",
        "small_model": "scripted/scripted-model",
        "autoupdate": False,
        "share": "disabled",
    }


@dataclass
class OpenCode:
    """`own`: what its user set."""

    place: Place
    own: dict[str, Any] = field(default_factory=_plain)
    name: str = "opencode"
    strongest: Whose = Whose.MANAGED
    hears_errors: bool = True
    hears_ends: bool = True
    refuses_garbage: bool = True
    refuses_late: bool = False

    def hooks(self, setup: HookSetup, *, whose: Whose) -> None:
        """Write the plugin's place where `mayact hook` writes it."""
        form = the_form("opencode", whose)
        if whose is Whose.MANAGED:
            self.place.etc[form.path] = form.written("", setup)
        else:
            self.own = json.loads(form.written(json.dumps(self.own), setup))

    def run(self, script: list[Step], *flags: str) -> Run:
        """Play `script`; every permission of the client's own is open, so that only the plugin can stop a call."""
        opencode = program(f"opencode-linux-{machine()}", "bin", "opencode")
        self._packages()
        environment = {
            "OPENCODE_DISABLE_AUTOUPDATE": "1",
            "OPENCODE_DISABLE_MODELS_FETCH": "1",
            "OPENCODE_CONFIG_CONTENT": json.dumps(self.own),
        }
        command = [str(opencode), "run", *flags, prompt_of(script)]
        return self.place.run(command, environment)

    def _packages(self) -> None:
        """What OpenCode fetches before it loads any plugin. Without a network it would wait for it a long time."""
        installed = tools() / "opencode"
        folder = self.place.home / ".config" / "opencode"
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            (folder / name).write_bytes((installed / name).read_bytes())
        if not (folder / "node_modules").exists():
            (folder / "node_modules").symlink_to(installed / "node_modules")

    def shell(self, command: str) -> Step:
        return {"tool": "bash", "input": {"command": command, "description": "as the script says"}}

    def write(self, name: str, content: str) -> Step:
        return {"tool": "write", "input": {"filePath": str(self.place.project / name), "content": content}}

    def spawn(self, inner: list[Step]) -> list[Step]:
        task = {"description": "d", "prompt": prompt_of(inner), "subagent_type": "general"}
        return [{"tool": "task", "input": task}]
