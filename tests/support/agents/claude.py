"""A real Claude Code, with the hook of a user or of an administrator."""

from dataclasses import dataclass
from pathlib import Path

from tests.support.agents.forms import the_form
from tests.support.agents.model import Step, prompt_of
from tests.support.agents.place import PORT, Place, Run, machine, program

from mayact.core.wire.hooks.forms import Place as Whose
from mayact.core.wire.hooks.setup import HookSetup


@dataclass
class Claude:
    place: Place
    name: str = "claude-code"
    strongest: Whose = Whose.MANAGED
    hears_errors: bool = True
    hears_ends: bool = False
    refuses_garbage: bool = False
    refuses_late: bool = True

    def hooks(self, setup: HookSetup, *, whose: Whose) -> None:
        """Write the hook where `mayact hook` writes it."""
        form = the_form("claude-code", whose)
        text = form.written("", setup)
        if whose is Whose.MANAGED:
            self.place.etc[form.path] = text
        else:
            path = Path(form.file(str(self.place.home)))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def run(self, script: list[Step], *flags: str) -> Run:
        """Play `script`; the client's own permissions allow every tool, so that only the hook can stop a call."""
        claude = program("@anthropic-ai", f"claude-code-linux-{machine()}", "claude")
        environment = {
            "ANTHROPIC_API_KEY": "none",
            "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{PORT}",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "DISABLE_AUTOUPDATER": "1",
        }
        command = [str(claude), *flags, "--allowedTools", "Bash,Write,Edit,Read,Agent", "-p", prompt_of(script)]
        return self.place.run(command, environment)

    def shell(self, command: str) -> Step:
        return {"tool": "Bash", "input": {"command": command, "description": "as the script says"}}

    def write(self, name: str, content: str) -> Step:
        return {"tool": "Write", "input": {"file_path": str(self.place.project / name), "content": content}}

    def spawn(self, inner: list[Step]) -> list[Step]:
        task = {"description": "d", "prompt": prompt_of(inner), "subagent_type": "general-purpose"}
        return [{"tool": "Agent", "input": {**task, "run_in_background": False}}]
