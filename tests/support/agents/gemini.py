"""A real Gemini CLI, with the hook of a user or of the system."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.support.agents.forms import the_form
from tests.support.agents.model import Step, prompt_of
from tests.support.agents.place import PORT, Place, Run, node, program

from mayact.core.wire.hooks.forms import Place as Whose
from mayact.core.wire.hooks.setup import HookSetup


def _plain() -> dict[str, Any]:
    return {
        "security": {"auth": {"selectedType": "gemini-api-key"}},
        "general": {"enableAutoUpdate": False},
        "privacy": {"usageStatisticsEnabled": False},
    }


@dataclass
class Gemini:
    """`own`: what its user set."""

    place: Place
    own: dict[str, Any] = field(default_factory=_plain)
    name: str = "gemini"
    strongest: Whose = Whose.MANAGED
    hears_errors: bool = True
    hears_ends: bool = True
    refuses_garbage: bool = False
    refuses_late: bool = False

    def hooks(self, setup: HookSetup, *, whose: Whose) -> None:
        """Write the hook where `mayact hook` writes it."""
        form = the_form("gemini", whose)
        if whose is Whose.MANAGED:
            self.place.etc[form.path] = form.written("// the administrator's\n{}\n", setup)
        else:
            self.own = json.loads(form.written(json.dumps(self.own), setup))

    def run(self, script: list[Step], *, trusted: bool = True, **variables: str) -> Run:
        """Play `script`; every permission of the client's own is open, so that only the hook can stop a call."""
        settings = self.place.home / ".gemini" / "settings.json"
        settings.parent.mkdir(exist_ok=True)
        settings.write_text(json.dumps(self.own))
        bundle = program("@google/gemini-cli", "bundle", "gemini.js")
        command = [str(node()), str(bundle), "-m", "gemini-2.5-pro", "--yolo", "--output-format", "json"]
        environment = {
            "GEMINI_API_KEY": "none",
            "GOOGLE_GEMINI_BASE_URL": f"http://127.0.0.1:{PORT}",
            "GEMINI_TELEMETRY_ENABLED": "false",
            "GEMINI_CLI_TRUST_WORKSPACE": "true" if trusted else "false",
            **variables,
        }
        return self.place.run([*command, "-p", prompt_of(script)], environment, said="stdout", key="response")

    def shell(self, command: str) -> Step:
        return shell(command)

    def write(self, name: str, content: str) -> Step:
        return {"tool": "write_file", "input": {"file_path": str(self.place.project / name), "content": content}}

    def spawn(self, inner: list[Step]) -> list[Step]:
        return [{"tool": "invoke_agent", "input": {"agent_name": "generalist", "prompt": prompt_of(inner)}}]


def shell(command: str, **more: object) -> Step:
    return {"tool": "run_shell_command", "input": {"command": command, "description": "as the script says", **more}}
